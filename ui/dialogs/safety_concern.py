"""I am worried: raise a safety event without a score, by anybody who sees the patient (DOMAIN.md 3.2, 3.6)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time
from zoneinfo import ZoneInfo

from ibh_desktop.app import App
from ibh_desktop.domain.clocks import HOME_ZONE, instant
from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.ids import CourseId, PatientId, SafetyEventId
from ibh_desktop.domain.permissions import Permission, may
from ibh_desktop.domain.safety import SOURCE_WORDS, IntakeAnswer, Source, needs_hand_off
from ibh_desktop.queries import safety
from ibh_desktop.queries.safety import EventFile
from ibh_desktop.usecases.safety_raise import raise_concern
from ibh_desktop.usecases.safety_rows import Telling
from ui.dialogs.patient_picker import PatientPicker
from ui.dialogs.safety_forms import About
from ui.dialogs.safety_notice import HandOffDialog, SafetyDialog
from ui.kit.desk import Desk
from ui.kit.fields import Choice, ClockField, Memo
from ui.kit.form import FormPanel
from ui.kit.inputs import TextField
from ui.kit.text import label

_REPORTED = (Source.THREAT, Source.ABUSE_REPORT)
_TOLD = ("about", "told_role", "name", "at", "reference")
_HINTS = {
    Source.THREAT: "Note here that the person threatened and a law-enforcement agency were told; others follow in the event.",
    Source.ABUSE_REPORT: "Note the contact with DHR or the police here, with the time and the number of the report.",
}
_WHOM = {Source.THREAT: "Who is threatened", Source.ABUSE_REPORT: "Which child"}
ZONE = ZoneInfo(HOME_ZONE)


class ConcernPanel(FormPanel):
    """Nothing but the patient must be filled in: an alert does not wait for words."""

    def __init__(self, desk: Desk, patient: PatientId | None = None, course: CourseId | None = None) -> None:
        super().__init__(desk, "I am worried", save="Tell the clinician")
        self._course = course
        self._known = patient
        place = next((p for p in desk.locations if p.id == desk.location), None)
        self._now = desk.now().astimezone(ZoneInfo(place.zone) if place else ZONE)
        self.patient = PatientPicker(desk)
        self.source = Choice[Source]([(SOURCE_WORDS[each], each) for each in Source])
        answers = [(f"The answer was {each.value}", each) for each in IntakeAnswer if needs_hand_off(each)]
        self.answer = Choice[IntakeAnswer](answers)
        self.words = Memo(lines=4)
        self.concerned, self.name = TextField(), TextField(placeholder="Leave empty when nobody was told yet")
        roles = [
            ("The person threatened", "person threatened"),
            ("Police", "police"),
            ("DHR", "DHR"),
            ("Somebody else", "other"),
        ]
        self.role = Choice[str](roles)
        self.clock, self.reference = ClockField(self._now.time()), TextField(placeholder="Number of the report")
        self._lay_out()
        if patient is not None:
            self.patient.show_patient(patient)
        self.patient.chosen.connect(self._other_patient)
        self.source.picked.connect(self._choose)
        self._choose()

    def _lay_out(self) -> None:
        self.field("patient", "Patient", self.patient)
        self.field("source", "What it is", self.source)
        self.field("answer", "Safety question", self.answer)
        self.field("about", "Whom it is about", self.concerned)
        self.field("words", "In your words", self.words)
        self.field("name", "Who was told", self.name)
        self.field("told_role", "Role", self.role)
        self.field("at", "Today at", self.clock)
        self.field("reference", "Reference", self.reference)
        lead = "The clinician is told at once. In immediate danger call 911 first."
        self.box.addWidget(label(lead, "secondary", wrap=True))
        self.hint = label("", "secondary", wrap=True)
        self.box.addWidget(self.hint)
        self.done_adding()

    def focus_first(self) -> None:
        """Begin with the patient, or with the words when the patient is known."""
        (self.patient.line if self._known is None else self.words).setFocus()

    def _other_patient(self) -> None:
        if self.patient.patient != self._known:
            self._course = None

    def _choose(self) -> None:
        source = self.source.value()
        self.show_field("answer", shown=source is Source.INTAKE)
        for name in _TOLD:
            self.show_field(name, shown=source in _REPORTED)
        self.hint.setVisible(source in _REPORTED)
        self.hint.setText(f"{_HINTS.get(source, '')} The application sends nothing to anybody.")

    def save(self) -> Callable[[], object]:
        patient = self.read("patient")
        source, app, course = self.source.value(), self.desk.app, self._course
        words, told = self._said(source), self._told(source)

        def work() -> tuple[SafetyEventId, EventFile | None]:
            key = app.write(raise_concern, patient, words=words, source=source, course=course, told=told)  # type: ignore[arg-type]
            return key, _readable(app, key)

        return work

    def _said(self, source: Source) -> str:
        first = self.answer.currentText() + "." if source is Source.INTAKE else ""
        whom = self.concerned.value() if source in _REPORTED else ""
        about = f"{_WHOM[source]}: {whom}" if whom else ""
        return "\n".join(part for part in (first, about, self.words.value()) if part)

    def _told(self, source: Source) -> tuple[Telling, ...]:
        if source not in _REPORTED or not self.name.value():
            return ()
        clock = self.read("at")
        assert isinstance(clock, time)
        at: datetime = instant(self._now.date(), clock, ZoneInfo(str(self._now.tzinfo)))
        return (Telling(self.name.value(), self.role.value(), "", at, self.reference.value()),)

    def saved(self, result: object) -> None:
        super().saved(result)
        file = result[1] if isinstance(result, tuple) else None
        if isinstance(file, EventFile):
            SafetyDialog(self.desk, file.words or file.source, About(file.id, file.zone)).show()
        else:
            HandOffDialog(self.desk).show()


def _readable(app: App, event: SafetyEventId) -> EventFile | None:
    """The event, for a clinician whose patient it is; None for everybody else."""
    if not may(app.actor, Permission.SEE_SAFETY):
        return None
    try:
        return app.read(safety.event, event)
    except Refused:
        return None
