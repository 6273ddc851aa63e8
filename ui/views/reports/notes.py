"""Notes that wait, counted by their author; no patient and no word of a note."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ibh_desktop.domain.permissions import Permission
from ibh_desktop.domain.topics import Topic
from ibh_desktop.queries import note_backlog
from ibh_desktop.queries.note_backlog import BacklogLine
from ui.kit.table import Column, Table
from ui.kit.text import us_date
from ui.places import Therapists
from ui.views.reports.section import Section


class NotesSection(Section[list[BacklogLine]]):
    """What nobody could sign, co-sign or close stands first: it needs a supervisor, whom a manager chooses."""

    id = "notes"
    title = "Notes"
    needs = Permission.COUNT_NOTES
    topics = frozenset({Topic.COURSES, Topic.STAFF})

    def body(self) -> QWidget:
        columns = (
            Column[BacklogLine]("Author", lambda n: n.author, strong=True),
            Column[BacklogLine]("", lambda n: "" if n.works_here else "has left", 96, tone=lambda _: "neutral"),
            Column[BacklogLine]("Not signed", lambda n: str(n.unsigned or ""), 92, right=True),
            Column[BacklogLine]("To co-sign", lambda n: str(n.cosigns or ""), 92, right=True),
            Column[BacklogLine]("Oldest", lambda n: us_date(n.oldest), 110),
            Column[BacklogLine]("Supervisor", lambda n: n.supervisor or "none", 150, optional=True),
            Column[BacklogLine]("With nobody", _stuck, 170, tone=lambda _: "danger", hint=_why_stuck),
        )
        self.table = Table(columns, "Authors of notes that wait")
        self.table.opens(lambda _: self.desk.open(Therapists()))
        self.setFocusProxy(self.table)
        return self.table

    def load(self) -> list[BacklogLine]:
        return self.desk.app.read(note_backlog.listing)

    def present(self, data: list[BacklogLine]) -> None:
        unsigned, cosigns, stuck = sum(n.unsigned for n in data), sum(n.cosigns for n in data), sum(n.stuck for n in data)
        nobody = f" · {stuck} with nobody: choose a supervisor for their author" if stuck else ""
        self.say_under_title(f"{unsigned} not signed · {cosigns} to co-sign{nobody}" if data else "")
        self.table.show_rows(data)
        if not data:
            self.empty(
                "No note waits",
                "Notes that are not signed, or wait for a supervisor's signature, are counted here by their author.",
                "Open the therapists",
                lambda: self.desk.open(Therapists()),
            )


def _stuck(line: BacklogLine) -> str:
    return f"{line.stuck} with nobody" if line.stuck else ""


def _why_stuck(line: BacklogLine) -> tuple[str, ...]:
    if not line.stuck:
        return ()
    return (
        "Nobody who works here may sign, co-sign or close them.",
        "Choose a supervisor for their author on the Therapists page, or give the course to another therapist.",
    )
