"""One visit of the board: lines between desk and therapist, what became of it and putting that right, cancelling it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from ibh_desktop.domain.appointments import Status, cancelled_by_patient
from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.ids import AppointmentId, DeskNoteId
from ibh_desktop.domain.permissions import Permission, may
from ibh_desktop.queries import clinic, visit_story, waitlist
from ibh_desktop.queries.visit_story import NoteLine, StepLine, VisitStory
from ibh_desktop.settings import Settings
from ibh_desktop.usecases import appointments, corrections, desk_notes
from ui.kit import discreet
from ui.kit.desk import Desk
from ui.kit.fields import Choice
from ui.kit.form import FormPanel
from ui.kit.inputs import TextField
from ui.kit.text import clock, label, short_date

Told = Callable[[str, Callable[[], object]], None]
"""Hears what was done, and how it is undone."""


def open_visit(desk: Desk, visit: AppointmentId, panel: Callable[[Desk, VisitStory, Told], FormPanel], told: Told) -> None:
    """Read one visit and open a panel about it."""
    desk.do(partial(desk.app.read, visit_story.story, visit), lambda story: desk.panel(panel(desk, story, told)))


def _title(story: VisitStory) -> str:
    return f"{clock(story.starts)} {discreet.name(story.patient_name)}"


def _about(story: VisitStory) -> str:
    return f"{short_date(story.starts.date())} with {story.therapist}, {story.location}: {story.status.value}"


class LinesPanel(FormPanel):
    """What desk and therapist tell each other of a visit; the latest open line stands on the board."""

    def __init__(self, desk: Desk, story: VisitStory, told: Told) -> None:
        super().__init__(desk, _title(story), save="Leave this line")
        self._story, self._told = story, told
        self.words = TextField(placeholder="The patient's sister waits outside")
        self.box.addWidget(label(_about(story), "secondary", wrap=True))
        self.box.addSpacing(8)
        self.field("words", "A line for the desk and the therapist", self.words)
        for note in reversed(story.notes):
            self._show(note)
        self.done_adding()

    def _show(self, note: NoteLine) -> None:
        self.box.addWidget(label(note.words, "" if note.done_by else "strong", wrap=True))
        seen = f" · seen to by {note.done_by}" if note.done_by else ""
        self.box.addWidget(label(f"{clock(note.at)} {note.by}{seen}", "secondary", wrap=True))
        if not note.done_by:
            button = QPushButton("Done")
            button.setAccessibleName(f"Done: {note.words}")
            button.clicked.connect(partial(self._see_to, note))
            self.box.addWidget(button, alignment=Qt.AlignmentFlag.AlignLeft)
        self.box.addSpacing(8)

    def _see_to(self, note: NoteLine, _checked: object = None) -> None:
        write = self.desk.app.write
        undo = partial(write, desk_notes.put_back, note.id)
        self.desk.do(partial(write, desk_notes.done, note.id), lambda _: self._over("Line seen to", undo), owner=self)

    def _over(self, words: str, undo: Callable[[], object]) -> None:
        self.close_panel()
        self._told(words, undo)

    def save(self) -> Callable[[], object]:
        return partial(self.desk.app.write, desk_notes.leave, self._story.id, words=self.words.value())

    def saved(self, result: object) -> None:
        assert isinstance(result, int)
        self._over("Line left", partial(self.desk.app.write, desk_notes.done, DeskNoteId(result)))


class StoryPanel(FormPanel):
    """What became of a visit, step by step; a settled one can be put right by whoever still may."""

    def __init__(self, desk: Desk, story: VisitStory, told: Told) -> None:
        super().__init__(desk, _title(story), save="Put it right")
        self._story, self._told = story, told
        self.box.addWidget(label(_about(story), "secondary", wrap=True))
        self.box.addSpacing(8)
        choices = [("Choose what it was", None), *((status.value.capitalize(), status) for status in story.targets)]
        self.status = Choice[Status | None](choices)
        self.reason = TextField(placeholder="She was seen by video")
        if story.targets:
            self.field("status", "It was", self.status)
            self.field("reason", "Reason" if story.needs_reason else "Reason, if you like", self.reason)
        self.save_button.setVisible(bool(story.targets))
        self.box.addWidget(label("What became of it", "strong"))
        for step in reversed(story.steps):
            self._show(step)
        if not story.steps:
            self.box.addWidget(label("Nothing yet: it stands as it was booked.", "secondary", wrap=True))
        self.done_adding()

    def _show(self, step: StepLine) -> None:
        words = f"{step.was.value.capitalize()} → {step.became.value}" + (f": {step.reason}" if step.reason else "")
        self.box.addWidget(label(words, wrap=True))
        self.box.addWidget(label(f"{short_date(step.at.date())} {clock(step.at)} · {step.by}", "secondary", wrap=True))
        self.box.addSpacing(4)

    def save(self) -> Callable[[], object]:
        status = self.status.value()
        if status is None:
            raise Refused("Choose what became of this visit.", field="status")
        return partial(
            self.desk.app.write,
            corrections.correct,
            self._story.id,
            status=status,
            reason=self.reason.value(),
            version=self._story.version,
        )

    def saved(self, result: object) -> None:
        super().saved(result)
        assert isinstance(result, appointments.Before)
        undo = partial(self.desk.app.write, appointments.restore, result)
        self._told(f"Put right: {discreet.name(self._story.patient_name)}", undo)


class CancelPanel(FormPanel):
    """Cancels one visit: by the patient, late or not by the clinic's rule, or by the clinic."""

    def __init__(self, desk: Desk, story: VisitStory, told: Told) -> None:
        super().__init__(desk, _title(story), save="Cancel this visit")
        self._story, self._told = story, told
        self.box.addWidget(label(_about(story), "secondary", wrap=True))
        self.box.addSpacing(8)
        self.who = Choice[bool]([("The patient cancels", False), ("The clinic cancels", True)])
        self.reason = TextField(placeholder="Ill, no car, therapist away…")
        self.late = label("", "secondary", wrap=True)
        self.field("who", "Who", self.who)
        self.box.addWidget(self.late)
        self.field("reason", "Reason, if one was given", self.reason)
        self.who.picked.connect(lambda: self.late.setVisible(not self.who.value()))
        self.done_adding()
        desk.tasks.start(self, partial(desk.app.read, clinic.settings), self._say, self._failed)

    def _say(self, rules: Settings) -> None:
        late = cancelled_by_patient(self._story.starts, self.desk.now(), notice=rules.notice) is Status.LATE_CANCEL
        hours = rules.late_cancel_hours
        less = f"This is late: less than {hours} hours before the visit."
        self.late.setText(less if late else f"This is in time: {hours} hours or more before the visit.")

    def save(self) -> Callable[[], object]:
        return partial(
            self.desk.app.write,
            appointments.cancel,
            self._story.id,
            by_clinic=self.who.value(),
            reason=self.reason.value(),
            version=self._story.version,
        )

    def saved(self, result: object) -> None:
        super().saved(result)
        assert isinstance(result, appointments.Before)
        undo = partial(self.desk.app.write, appointments.restore, result)
        self.desk.do(self._waiting, partial(self._say_waiting, undo))

    def _waiting(self) -> int:
        """How many on the waitlist the freed time suits."""
        if not may(self.desk.app.actor, Permission.SEE_WAITLIST):
            return 0
        return self.desk.app.read(waitlist.waiting_for, self._story.id)

    def _say_waiting(self, undo: Callable[[], object], many: int) -> None:
        words = f"Cancelled: {discreet.name(self._story.patient_name)}"
        if many:
            words += ". 1 person waits for such a time" if many == 1 else f". {many} people wait for such a time"
        self._told(words, undo)
