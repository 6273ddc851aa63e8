"""Visits booked beyond a therapist's license: whom to move, by therapist; Enter moves one or all that follow."""

from __future__ import annotations

from itertools import groupby

from PySide6.QtWidgets import QWidget

from ibh_desktop.domain.licences import Standing, expiry_words, not_covered
from ibh_desktop.domain.permissions import Permission
from ibh_desktop.domain.topics import Topic
from ibh_desktop.queries import beyond_licence
from ibh_desktop.queries.beyond_licence import BeyondLine
from ui.dialogs.session import Movable, MovePanel
from ui.kit.cells import grouped
from ui.kit.table import Column, Table
from ui.kit.text import short_date, us_date
from ui.places import Therapists
from ui.views.reports.section import Section


class LicenceSection(Section[list[BeyondLine]]):
    """A renewed license takes its visits off the list by itself."""

    id = "licenses"
    title = "Licenses"
    needs = Permission.BOOK
    topics = frozenset({Topic.APPOINTMENTS, Topic.STAFF, Topic.PATIENTS})

    def body(self) -> QWidget:
        columns = (
            Column[BeyondLine]("Visit", lambda v: f"{short_date(v.starts.date())} {v.starts:%Y, %H:%M}", 190),
            Column[BeyondLine]("Patient", lambda v: v.patient_name, strong=True),
            Column[BeyondLine]("Phone", lambda v: v.phone or "no phone", 148),
            Column[BeyondLine]("License to", lambda v: us_date(v.expires), 110, tone=lambda _: "danger"),
            Column[BeyondLine]("Location", lambda v: v.location, 112, optional=True),
        )
        self.table = Table(columns, "Visits beyond a license")
        self.table.opens(self._move)
        self.setFocusProxy(self.table)
        return self.table

    def load(self) -> list[BeyondLine]:
        return self.desk.app.read(beyond_licence.listing)

    def present(self, data: list[BeyondLine]) -> None:
        groups = (list(lines) for _, lines in groupby(data, key=lambda line: line.therapist))
        self.say_under_title(f"{len(data)} to move, or a license to renew" if data else "")
        self.table.show_rows(grouped((self._headline(lines[0]), lines) for lines in groups))
        if not data:
            self.empty(
                "Every booked visit is covered by a license",
                "A visit after the last day of its therapist's license stands here until it is moved or the license renewed.",
                "Open the therapists",
                lambda: self.desk.open(Therapists()),
            )

    def _headline(self, line: BeyondLine) -> str:
        return f"{line.therapist_name}: license {expiry_words(line.expires, self.desk.now().date()) or us_date(line.expires)}"

    def _move(self, line: BeyondLine) -> None:
        visit = Movable(line.id, line.starts.date(), line.zone, line.status, line.therapist, line.version)
        why = not_covered(Standing("", line.expires), line.therapist_name, line.starts.date())
        self.desk.panel(MovePanel(self.desk, visit, f"{line.patient_name}, {line.starts:%H:%M}. {why}", starts=line.starts))
