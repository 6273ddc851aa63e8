"""María's course five weeks in, with something of everything that a chart can hold, as letters find it."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from ibh_desktop.domain.appointments import Status
from ibh_desktop.domain.courses import CourseStatus
from ibh_desktop.domain.goals import GoalStatus
from ibh_desktop.domain.ids import AppointmentId, CourseId, LetterId, PatientId, RecipientId
from ibh_desktop.domain.lifecycle import EndReason, Event
from ibh_desktop.domain.lingering import Disposition
from ibh_desktop.domain.phases import Phase
from ibh_desktop.domain.recipients import Entry
from ibh_desktop.domain.topics import Topic
from ibh_desktop.store.chart import Contract, CourseStep
from ibh_desktop.store.schema import Appointment, Course, Location, Patient
from ibh_desktop.store.tx import Tx
from ibh_desktop.usecases import goals, homework, letters, lingering, measures, recipients
from ibh_desktop.usecases.goals import GoalWords
from ibh_desktop.usecases.homework import Task
from ibh_desktop.usecases.lingering import IssueWords
from tests.integration.world import RECEPTIONIST, THERAPIST, Clinic, at, later

HELD = 3
"""Sessions that were held: Mondays at ten from January 11, 2027; the fourth was missed."""


@dataclass(frozen=True, slots=True)
class Told:
    """What letters are written about; `referrer` is a doctor in the address book, `ours` the group's own psychiatry."""

    clinic: Clinic
    course: CourseId
    patient: PatientId
    attended: AppointmentId
    missed: AppointmentId
    coming: AppointmentId
    referrer: RecipientId
    ours: RecipientId

    def about(self, kind: str) -> int:
        """What a letter of a kind is begun from."""
        visits = {"confirmation": self.coming, "missed": self.missed, "attendance": self.attended}
        return self.patient if kind == "authorization" else visits.get(kind, self.course)

    def begin(self, kind: str, who: str = THERAPIST) -> LetterId:
        """Begin a letter of a kind; for a closing letter the course ends early first."""
        if kind == "closure":
            self.change(end_early)
        return self.clinic.as_role(who).write(letters.begin, kind, self.about(kind))

    def change(self, how: Any, *args: Any) -> None:
        """Change rows that no use case of this test is about."""

        def once(tx: Tx) -> None:
            how(tx, self, *args)
            tx.record("test:change", Topic.COURSES, self.course)

        self.clinic.app.write(once)


def told(clinic: Clinic) -> Told:
    """The course, its people and places, with scores, goals, homework and what lingers."""
    desk, ana = clinic.as_role(RECEPTIONIST), clinic.as_role(THERAPIST)
    opened = clinic.open_course(at(later(1), 10))
    clinic.start(opened.course)
    referrer = desk.write(recipients.add, Entry("Dr. Amelia Hart", "Sample Practice", city="Hoover", state="AL"))
    ours = desk.write(recipients.add, Entry("Dr. Ines Shah", "Our psychiatry", internal=True))
    visits = opened.appointments
    found = Told(clinic, opened.course, clinic.ids.maria, visits[0], visits[HELD], visits[HELD + 1], referrer, ours)
    clinic.clock.ahead(weeks=HELD + 1, hours=3)
    found.change(_past, visits)
    for week, answers in ((1, [2] * 8 + [0]), (3, [1] * 8 + [0])):
        ana.write(measures.record, opened.course, measure="PHQ-9", answers=answers, taken_on=later(week))
    ana.write(measures.record, opened.course, measure="AUDIT-C", answers=[2, 1, 1], taken_on=later(1))
    ana.write(homework.assign, opened.course, task=Task("Call my sister on Sunday"))
    goal = ana.write(goals.add, opened.course, title="Talk with my sister")
    ana.write(goals.change, goal, GoalWords("Talk with my sister"))
    ana.write(goals.rate, goal, rating=2)
    ana.write(goals.rate, goal, rating=7)
    ana.write(goals.move, goal, status=GoalStatus.PARTLY)
    ana.write(lingering.note, opened.course, IssueWords("Low mood in the mornings.", 2, disposition=Disposition.REFERRAL_OUT))
    ana.write(lingering.note, opened.course, IssueWords("Money worries", 1, disposition=Disposition.SELF_HELP))
    return found


def _past(tx: Tx, of: Told, visits: list[AppointmentId]) -> None:
    for n, key in enumerate(visits[: HELD + 1]):
        row = tx.session.get_one(Appointment, key)
        row.status = Status.COMPLETED if n < HELD else Status.NO_SHOW
        if n < HELD:
            row.arrived_at, row.started_at, row.ended_at = row.starts - timedelta(minutes=8), row.starts, row.ends
    course = tx.session.get_one(Course, of.course)
    course.phase, course.diagnosis = Phase.MIDDLE, "F32.1 Major depressive episode, moderate"
    patient = tx.session.get_one(Patient, of.patient)
    patient.referrer_id, patient.street, patient.state, patient.postcode = of.referrer, "7 Sample Ln", "AL", "35226"
    place = tx.session.get_one(Location, course.location_id)
    place.npi = "1234567893"
    contract = tx.session.get(Contract, of.course) or Contract(course_id=of.course)
    contract.aims, contract.missed_rule = "To be at ease with my sister again.", "Please call the day before."
    tx.session.add(contract)


def end_early(tx: Tx, of: Told, reason: EndReason = EndReason.MOVED) -> None:
    """The course as if it had ended early today."""
    row = tx.session.get_one(Course, of.course)
    row.status, row.ended_on = CourseStatus.ENDED_EARLY, tx.now.date()
    made_by = tx.actor.staff
    step = CourseStep(course_id=row.id, made_at=tx.now, made_by=made_by, event=Event.END_EARLY.value, before="", after="")
    step.code = reason.value
    tx.session.add(step)
