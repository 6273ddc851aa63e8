"""What was booked over something, soft or hard, with the reasons."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtWidgets import QWidget

from ibh_desktop.domain.permissions import Permission
from ibh_desktop.domain.topics import Topic
from ibh_desktop.queries import passed
from ibh_desktop.queries.passed import PassedLine
from ui.kit.fields import Choice
from ui.kit.table import Column, Table
from ui.kit.text import short_date
from ui.places import Schedule
from ui.views.reports.section import Section

AHEAD, BACK = timedelta(weeks=16), timedelta(weeks=4)


class PassedSection(Section[list[PassedLine]]):
    """Visits by time, no patient: Enter opens the day."""

    id = "passed"
    title = "Booked all the same"
    needs = Permission.SEE_PASSED
    topics = frozenset({Topic.APPOINTMENTS})

    def body(self) -> QWidget:
        self.span = Choice[bool]([("The next 16 weeks", True), ("The last 4 weeks", False)])
        self.span.setAccessibleName("Which weeks")
        self.span.setMinimumWidth(170)
        self.span.picked.connect(self.reload)
        self.head.addWidget(self.span)
        columns = (
            Column[PassedLine]("When", lambda v: f"{short_date(v.starts.date())} {v.starts:%H:%M %Z}", 168),
            Column[PassedLine]("Therapist", lambda v: v.therapist, 150, strong=True),
            Column[PassedLine]("Location", lambda v: v.location, 116, optional=True),
            Column[PassedLine]("What", lambda v: v.what, 0, tone=lambda v: "danger" if v.overbooked else "warning"),
            Column[PassedLine]("Reason", lambda v: v.reason),
        )
        self.table = Table(columns, "Visits that were booked all the same")
        self.table.opens(lambda line: self.desk.open(Schedule(line.starts.date())))
        self.setFocusProxy(self.table)
        return self.table

    def load(self) -> list[PassedLine]:
        today = self.desk.now().date()
        first, last = (today, today + AHEAD) if self.span.value() else (today - BACK, today - timedelta(days=1))
        return self.desk.app.read(passed.listing, first, last)

    def present(self, data: list[PassedLine]) -> None:
        over = sum(line.overbooked for line in data)
        self.say_under_title(f"{len(data)} visits, {over} of them over another visit" if data else "")
        self.table.show_rows(data)
        if not data:
            self.empty(
                "Nothing was booked against a warning",
                "What is booked all the same stands here with its reason.",
                "Open the schedule",
                lambda: self.desk.open(Schedule()),
            )
