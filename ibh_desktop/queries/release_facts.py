"""Everything that decides whether a letter may go, fetched at this moment."""

from datetime import date
from typing import Any, cast
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Row, func, or_, select
from sqlalchemy.orm import aliased

from ibh_desktop.domain.appointments import Kind, Status
from ibh_desktop.domain.clocks import HOME_ZONE, home_date
from ibh_desktop.domain.disclosure import Basis, Information, Part2
from ibh_desktop.domain.ids import PatientId, RecipientId
from ibh_desktop.domain.letter_kinds import BY_ID
from ibh_desktop.domain.letter_lines import loaded, texts
from ibh_desktop.domain.letters import LetterStatus, information
from ibh_desktop.domain.people import full_name
from ibh_desktop.domain.release import Participant, Person, Receiver, Release
from ibh_desktop.domain.told import TOLD, Told
from ibh_desktop.queries.clinic import settings
from ibh_desktop.queries.law_facts import ages_of, authorizations_of, signers_of
from ibh_desktop.store.lookup import has_open_event, one
from ibh_desktop.store.schema import Appointment, Course, Letter, Location, Patient, Recipient, Score, Therapist
from ibh_desktop.store.tx import Reading

NOBODY_KNOWN = RecipientId(0)
"""Of somebody who is in no address book: no authorization names them."""
TREATED = (Status.IN_SESSION, Status.COMPLETED)


def release_of(reading: Reading, row: Letter) -> Release:
    """A letter with its receiver, the patient's law and those treated together, in eight statements."""
    about, chosen = _about(reading, row), settings(reading)
    rule, patient = BY_ID[row.kind], PatientId(row.patient_id)
    tells = information(rule, texts(loaded(row.parts)))
    others = _others(reading, _visits_of(row), patient)
    # What is signed stands on the record that its page names; a draft may still find a better one.
    signed_on = None if row.status is LetterStatus.DRAFT else row.authorization_id
    born = {patient: about.born} | {key: other.born for key, other in others.items()}
    signers, held = signers_of(reading, born, ages_of(chosen)), authorizations_of(reading, born)
    zone = ZoneInfo(about.zone or HOME_ZONE)
    today = reading.now.astimezone(zone).date()
    written = row.signed_at.astimezone(zone).date() if row.signed_at else today
    return Release(
        rule=rule,
        information=tells,
        basis=Basis(row.basis) if row.basis else rule.basis,
        person=Person(signers[patient], Part2(about.part2), bool(about.program), has_open_event(reading, patient)),
        today=today,
        receiver=_receiver(about),
        participants=[Participant(full_name(p.given, p.family), signers[key], held[key]) for key, p in others.items()],
        authorizations=[one for one in held[patient] if not signed_on or one.id == signed_on],
        release_for_referral=bool(chosen.require_release_for_referral),
        since=about.starts_on,
        until=None if about.starts_on is None else _until(about, written, scores=Information.SCORES in tells),
    )


def _until(about: Row[*tuple[Any, ...]], written: date, *, scores: bool) -> date:
    """The last day of which a letter about a course tells; its scores go on to the follow-up after its end."""
    ended, latest = cast("date | None", about.ended_on), cast("date | None", about.latest)
    if ended is None:
        return written
    return max(ended, latest) if scores and latest is not None else ended


def told_of(reading: Reading, patient: PatientId, said: Told) -> Release:
    """What was told without a letter, judged on the day on which it was told by what is on record now."""
    chosen, row = settings(reading), one(reading, Patient, patient)
    place = None if row.location_id is None else one(reading, Location, row.location_id)
    others = _others(reading, Appointment.patient_id == patient, patient)
    born = {patient: row.born} | {key: other.born for key, other in others.items()}
    signers, held = signers_of(reading, born, ages_of(chosen)), authorizations_of(reading, born)
    program = place is not None and place.part2_program
    return Release(
        rule=TOLD,
        information=said.information,
        basis=said.basis,
        person=Person(signers[patient], Part2(row.part2), program),
        today=home_date(said.at),
        receiver=_told_to(reading, said),
        participants=[Participant(full_name(p.given, p.family), signers[key], held[key]) for key, p in others.items()],
        authorizations=held[patient],
        special=said.special,
    )


def _told_to(reading: Reading, said: Told) -> Receiver | None:
    if said.basis is Basis.PATIENT_ACCESS:
        return None
    if said.recipient is None:
        return Receiver(NOBODY_KNOWN, said.to_whom, provider=False)
    to = one(reading, Recipient, said.recipient)
    return Receiver(said.recipient, to.name, to.provider, to.internal)


def _about(reading: Reading, row: Letter) -> Row[*tuple[Any, ...]]:
    # The place is that of the course, else of the visit, else the patient's own.
    a, to = Appointment, Recipient
    place = func.coalesce(Course.location_id, a.location_id, Patient.location_id)
    program = or_(Therapist.part2_role, func.coalesce(Location.part2_program, False)).label("program")
    written = home_date(row.signed_at or reading.now)
    forms = select(func.max(Score.taken_on)).where(Score.course_id == Letter.course_id, Score.taken_on <= written)
    latest = forms.correlate(Letter).scalar_subquery().label("latest")
    person = (Patient.born, Patient.part2, Location.zone, program, Course.starts_on, Course.ended_on, latest)
    return reading.session.execute(
        select(*person, to.id.label("receiver"), to.name, to.provider, to.internal)
        .select_from(Letter)
        .join(Patient, Patient.id == Letter.patient_id)
        .join(Therapist, Therapist.id == Letter.therapist_id)
        .join(Course, Course.id == Letter.course_id, isouter=True)
        .join(a, a.id == Letter.appointment_id, isouter=True)
        .join(Location, Location.id == place, isouter=True)
        .join(to, to.id == Letter.recipient_id, isouter=True)
        .where(Letter.id == row.id)
    ).one()


def _receiver(about: Row[*tuple[Any, ...]]) -> Receiver | None:
    if about.receiver is None:
        return None
    return Receiver(RecipientId(about.receiver), about.name, about.provider, about.internal)


def _visits_of(row: Letter) -> ColumnElement[bool]:
    """The visits of a letter's course, or the one it is about."""
    a = Appointment
    return a.course_id == row.course_id if row.course_id is not None else a.id == row.appointment_id


def _others(reading: Reading, about: ColumnElement[bool], patient: int) -> dict[PatientId, Row[*tuple[Any, ...]]]:
    """Who shared couple or family visits among these with the patient. A group is none."""
    a, other = Appointment, aliased(Appointment)
    together = func.coalesce(other.joins_id, other.id) == func.coalesce(a.joins_id, a.id)
    rows = reading.session.execute(
        select(Patient.id, Patient.given, Patient.family, Patient.born)
        .distinct()
        .select_from(a)
        .join(other, together & (other.patient_id != a.patient_id))
        .join(Patient, Patient.id == other.patient_id)
        .where(about, a.kind == Kind.FAMILY, a.patient_id == patient, other.status.in_(TREATED))
        .order_by(Patient.id)
    )
    return {PatientId(found.id): found for found in rows}
