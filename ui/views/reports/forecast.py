"""Hours that free up: which weekly hours are free from when, because the course that holds them ends."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ibh_desktop.domain.forecast import WeekCount
from ibh_desktop.domain.permissions import Permission, may
from ibh_desktop.domain.roster import WEEKDAYS
from ibh_desktop.domain.topics import Topic
from ibh_desktop.queries import forecast
from ibh_desktop.queries.forecast import Forecast, FreedLine
from ui.kit.cells import grouped
from ui.kit.table import Column, Table
from ui.kit.text import short_date
from ui.places import Courses
from ui.views.reports.chart import FreedChart
from ui.views.reports.section import Section

TONES = {True: "warning", False: "success"}
COLUMNS = (
    Column[FreedLine]("Therapist", lambda h: h.therapist_name, strong=True),
    Column[FreedLine]("Weekly hour", lambda h: f"{WEEKDAYS[h.weekday]} {h.at:%H:%M}", 150),
    Column[FreedLine]("Minutes", lambda h: str(h.minutes), 76, right=True),
    Column[FreedLine]("Free from", lambda h: short_date(h.from_on), 118),
    Column[FreedLine]("Location", lambda h: h.location_name, 132, optional=True),
    Column[FreedLine](
        "Course", lambda h: "not all booked" if h.expected else "booked to the end", 160, tone=lambda h: TONES[h.expected]
    ),
)


class ForecastSection(Section[Forecast]):
    """Sixteen weeks as bars, and every hour below, by week."""

    id = "forecast"
    title = "Hours that free up"
    topics = frozenset({Topic.APPOINTMENTS, Topic.COURSES, Topic.STAFF, Topic.PLACES, Topic.CLINIC})

    def body(self) -> QWidget:
        content = QWidget()
        box = QVBoxLayout(content)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(12)
        self.chart = FreedChart()
        self.table = Table(COLUMNS, "Weekly hours that become free")
        box.addWidget(self.chart)
        box.addWidget(self.table, 1)
        self.setFocusProxy(self.table)
        return content

    def load(self) -> Forecast:
        return self.desk.app.read(forecast.listing, location=self.desk.location)

    def present(self, data: Forecast) -> None:
        self.chart.show_weeks(data.weeks)
        self.say_under_title(f"{len(data.lines)} weekly hours become free in {len(data.weeks)} weeks")
        weeks = ((f"Week of {short_date(week.monday)}", _freed_in(week, data.lines)) for week in data.weeks)
        self.table.show_rows(grouped(weeks))
        if not data.lines:
            self.empty(
                "No weekly hour becomes free in the next 16 weeks",
                "Hours show here as the last sessions of running courses come near.",
                "Open the courses" if self._sees_courses() else "",
                lambda: self.desk.open(Courses()),
            )

    def _sees_courses(self) -> bool:
        return may(self.desk.app.actor, Permission.SEE_COURSE)


def _freed_in(week: WeekCount, lines: Sequence[FreedLine]) -> list[FreedLine]:
    return [line for line in lines if week.monday <= line.from_on < week.monday + timedelta(days=7)]
