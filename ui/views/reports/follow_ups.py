"""Completed courses that wait for a form three months after: whom to call, the longest due first."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ibh_desktop.domain.outcomes.due import FOLLOW_UP_FORM, FOLLOW_UP_MONTHS
from ibh_desktop.domain.permissions import Permission
from ibh_desktop.domain.topics import Topic
from ibh_desktop.exchange.phones import shown_phone
from ibh_desktop.queries import follow_ups
from ibh_desktop.queries.follow_ups import FollowUpLine
from ui.kit.table import Column, Table
from ui.kit.text import us_date
from ui.places import Course, Courses
from ui.views.reports.section import Section


class FollowUpSection(Section[list[FollowUpLine]]):
    """Enter opens the course, where the form is entered; nothing is reopened."""

    id = "follow-ups"
    title = "Follow-ups"
    needs = Permission.SEE_COURSE
    topics = frozenset({Topic.COURSES, Topic.PATIENTS})

    def body(self) -> QWidget:
        columns = (
            Column[FollowUpLine]("Patient", lambda c: c.patient_name, strong=True),
            Column[FollowUpLine]("Due", self._due, 208, tone=lambda _: "warning"),
            Column[FollowUpLine]("Course ended", lambda c: us_date(c.ended_on), 120),
            Column[FollowUpLine]("Phone", lambda c: shown_phone(c.phone) or "no phone", 148),
            Column[FollowUpLine]("Therapist", lambda c: c.therapist, 148, optional=True),
            Column[FollowUpLine]("Location", lambda c: c.location, 112, optional=True),
        )
        self.table = Table(columns, "Completed courses whose follow-up is due")
        self.table.opens(lambda line: self.desk.open(Course(line.id)))
        self.setFocusProxy(self.table)
        return self.table

    def _due(self, line: FollowUpLine) -> str:
        return f"{FOLLOW_UP_FORM} since {us_date(line.due_on)}"

    def load(self) -> list[FollowUpLine]:
        return self.desk.app.read(follow_ups.due, location=self.desk.location)

    def present(self, data: list[FollowUpLine]) -> None:
        self.say_under_title(f"{len(data)} to call" if data else "")
        self.table.show_rows(data)
        if not data:
            self.empty(
                "No follow-up is due",
                f"A course comes here {FOLLOW_UP_MONTHS} months after it was completed, until its {FOLLOW_UP_FORM} is entered.",
                "Open the courses",
                lambda: self.desk.open(Courses()),
            )
