"""A group beside a member's course: who is in it, who came, one more member, one more session."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial

from PySide6.QtWidgets import QPushButton, QWidget

from ibh_desktop.domain.appointments import Status
from ibh_desktop.domain.clocks import booked_instant
from ibh_desktop.domain.courses import INDICATIONS, RUNNING
from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.groups import CAPACITY
from ibh_desktop.domain.ids import AppointmentId, CourseId, PatientId
from ibh_desktop.domain.permissions import Permission, may
from ibh_desktop.domain.typed import parse_when
from ibh_desktop.queries.groups import GroupPage, GroupSession
from ibh_desktop.usecases import appointments, attendance, courses, groups
from ibh_desktop.usecases.courses import Opened
from ui.dialogs.ask import Asked, AskPanel
from ui.dialogs.patient_picker import PatientPicker
from ui.kit.desk import Desk
from ui.kit.fields import Choice, Tick
from ui.kit.flow import FlowLayout
from ui.kit.form import FormPanel, Panel
from ui.kit.inputs import TextField
from ui.kit.text import label, long_date, short_date
from ui.places import Course


class GroupPanel(Panel):
    """Members and sessions, and what can be done next."""

    def __init__(self, desk: Desk, page: GroupPage) -> None:
        super().__init__(desk, page.name)
        running = [member for member in page.members if member.status in RUNNING]
        self.box.addWidget(label(f"{len(running)} of {CAPACITY} places taken", "secondary"))
        for member in page.members:
            over = "" if member.status in RUNNING else f" · {member.status.value}"
            left = f" · {member.left} not booked" if member.left else ""
            words = f"{member.name} · {member.delivered} of {member.planned} held{left}{over}"
            self.box.addWidget(self._link(words, member.course))
        self.box.addSpacing(8)
        self.box.addWidget(label("Sessions", "section"))
        for session in page.sessions:
            self.box.addWidget(label(_told(session, open_still=session == page.to_settle), wrap=True))
        self.box.addStretch()
        bar = QWidget()
        self._flow = FlowLayout(bar)
        self.foot.addWidget(bar, 1)
        settle, anyone_left = page.to_settle, any(member.left for member in page.members)
        if settle is not None:
            self._add("Who came…", lambda: desk.panel(AttendancePanel(desk, settle)))
        if len(running) < CAPACITY and may(desk.app.actor, Permission.OPEN_COURSE):
            self._add("Add a member…", lambda: desk.panel(member_panel(desk, page)))
        if anyone_left:
            self._add("One more session…", lambda: desk.panel(next_panel(desk, page)))

    def _link(self, words: str, course: CourseId) -> QPushButton:
        link = QPushButton(words)
        link.setObjectName("link")
        link.setToolTip("Open this member's course")
        link.clicked.connect(lambda: self.desk.open(Course(course)))
        return link

    def _add(self, words: str, run: Callable[[], None]) -> None:
        button = QPushButton(words)
        button.clicked.connect(run)
        self._flow.addWidget(button)


def _told(session: GroupSession, *, open_still: bool) -> str:
    came = sum(visit.status is Status.COMPLETED for visit in session.visits)
    who = f"{came} of {len(session.visits)} came" if came else f"{len(session.visits)} expected"
    who += ", not settled yet" if open_still else ""
    return f"{short_date(session.starts.date())} {session.starts:%H:%M} · {who}"


class AttendancePanel(FormPanel):
    """A tick a member: everybody came until somebody says otherwise."""

    def __init__(self, desk: Desk, session: GroupSession) -> None:
        super().__init__(desk, "Who came", save="Save")
        self._session = session
        about = f"{long_date(session.starts.date())}, {session.starts:%H:%M}. Whoever is not ticked is a no-show."
        self.box.addWidget(label(about, "secondary", wrap=True))
        self.ticks: dict[AppointmentId, Tick] = {}
        for visit in session.open:
            self.ticks[visit.id] = tick = Tick(visit.name, on=True)
            self.box.addWidget(tick)
        self.done_adding()

    def focus_first(self) -> None:
        """Start at the first name."""
        next(iter(self.ticks.values())).setFocus()

    def save(self) -> Callable[[], object]:
        present = [key for key, tick in self.ticks.items() if tick.isChecked()]
        first = next(iter(self.ticks))
        return partial(self.desk.app.write, attendance.take, first, present=present)

    def saved(self, result: object) -> None:
        super().saved(result)
        assert isinstance(result, tuple)
        came = sum(tick.isChecked() for tick in self.ticks.values())
        undo = partial(self.desk.app.write, attendance.take_back, result)
        self.desk.say(f"{came} of {len(self.ticks)} came", undo=undo)


def member_panel(desk: Desk, page: GroupPage) -> AskPanel:
    """Another patient joins."""

    def write(*, patient: PatientId, indication: str, passed_reason: str) -> Opened:
        return desk.app.write(groups.join, page.id, patient, indication=indication, passed_reason=passed_reason)

    fields = (
        Asked("patient", "Patient", PatientPicker(desk)),
        Asked("indication", "Indication", Choice[str]([(text, text) for text in INDICATIONS])),
        Asked("passed_reason", "Reason, where the patient has two visits a day", TextField()),
    )
    about = "A course with the sessions of this group that are still to come. An individual meeting comes first."
    return AskPanel(
        desk,
        "Add a member",
        fields,
        write,
        done=lambda opened: f"Joined for {len(opened.appointments)} sessions",
        about=about,
        undo=lambda opened: partial(desk.app.write, courses.unopen, opened),
    )


def next_panel(desk: Desk, page: GroupPage) -> AskPanel:
    """One more session for everybody who has one left."""

    def write(*, starts: str, passed_reason: str) -> tuple[AppointmentId, ...]:
        return desk.app.write(groups.book_next, page.id, starts=_typed(desk, page, starts), passed_reason=passed_reason)

    proposed = f"{page.next_at:%m/%d/%Y %H:%M}" if page.next_at else ""
    fields = (
        Asked("starts", "When", TextField(proposed, "Type a time: tue 3pm, +1w 930")),
        Asked("passed_reason", "Reason, where something speaks against it", TextField()),
    )
    left = sum(1 for member in page.members if member.left)
    return AskPanel(
        desk,
        "One more session",
        fields,
        write,
        done=lambda made: f"Booked for {len(made)} members",
        save="Book",
        about=f"{left} members have a session left to book.",
        undo=lambda made: partial(desk.app.write, appointments.unbook, list(made)),
    )


def _typed(desk: Desk, page: GroupPage, text: str) -> datetime:
    if not text:
        raise Refused("Type a day and a time.", field="starts")
    on, at = parse_when(text, desk.now().astimezone(page.zone).date())
    return booked_instant(on, at, page.zone)
