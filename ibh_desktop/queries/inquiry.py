"""One request with its history, who might be the same person, and whom to fetch when safety is asked about."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, or_, select

from ibh_desktop.domain.appointments import HOLDING
from ibh_desktop.domain.clocks import HOME_ZONE, day_bounds
from ibh_desktop.domain.errors import NotFound
from ibh_desktop.domain.ids import InquiryId, LocationId, PatientId, StaffId
from ibh_desktop.domain.inquiries import (
    CLINICAL,
    OWNERS,
    Caller,
    Channel,
    Details,
    Outcome,
    PayerType,
    Standing,
    Step,
    Treatment,
    allowed_outcomes,
    due_at,
    require_assigned,
)
from ibh_desktop.domain.people import full_name, list_name, same_person_key
from ibh_desktop.domain.permissions import Permission, Role, Scope, may, require, scope
from ibh_desktop.domain.safety import IntakeAnswer
from ibh_desktop.queries.inquiries import closed_days, own_inquiries, standing
from ibh_desktop.queries.patients import SHOWN, PatientHit, distinct
from ibh_desktop.store.frontdesk import Inquiry, InquiryStep
from ibh_desktop.store.schema import Appointment, Location, Patient, Staff, Therapist
from ibh_desktop.store.tx import Reading

ALIKE = 5
"""Registered people, and open requests, that are shown as perhaps the same person."""


@dataclass(frozen=True, slots=True)
class StepLine:
    """An entry of the history; `words` of a clinician's note are read only by those who triage."""

    at: datetime
    by: str
    what: Step
    words: str


@dataclass(frozen=True, slots=True)
class InquiryFile:
    """One request; times carry the zone of its location. `others` names open requests of the same name or phone."""

    id: InquiryId
    version: int
    details: Details
    name: str
    standing: Standing
    received: datetime
    due: datetime
    attempts: int
    patient: PatientId | None
    outcomes: tuple[Outcome, ...]
    steps: tuple[StepLine, ...]
    alike: tuple[PatientHit, ...]
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Clinician:
    """Somebody to fetch; `where` says the role, or with whom they are until when, in the location's wall time."""

    name: str
    where: str
    free: bool


def inquiry(reading: Reading, key: InquiryId) -> InquiryFile:
    """A request with everything about it. Six statements.

    Raises `NotFound`, and `NotAllowed` to a therapist for one that is not assigned to her.
    """
    require(reading.actor, Permission.SEE_INQUIRIES)
    row = reading.session.get(Inquiry, key)
    if row is None:
        raise NotFound("This request is not there any more.")
    require_assigned(reading.actor, Permission.SEE_INQUIRIES, row.owner_id)
    zone = _zone(reading, row.location_id)
    stands = standing(row)
    closed = closed_days(reading, [row.received_at])[row.location_id]
    return InquiryFile(
        id=key,
        version=row.version,
        details=_details(row),
        name=full_name(row.given, row.family),
        standing=stands,
        received=row.received_at.astimezone(zone),
        due=due_at(stands, zone, closed).astimezone(zone),
        attempts=row.attempts,
        patient=None if row.patient_id is None else PatientId(row.patient_id),
        outcomes=allowed_outcomes(stands),
        steps=tuple(_steps(reading, key, zone)),
        alike=tuple(_alike(reading, row)),
        others=tuple(_others(reading, row, zone)),
    )


def _zone(reading: Reading, location: int | None) -> ZoneInfo:
    if location is None:
        return ZoneInfo(HOME_ZONE)
    return ZoneInfo(reading.session.scalars(select(Location.zone).where(Location.id == location)).one())


def _details(row: Inquiry) -> Details:
    return Details(
        given=row.given,
        family=row.family,
        channel=Channel(row.channel),
        caller=Caller(row.caller),
        caller_name=row.caller_name,
        born=row.born,
        phone=row.phone,
        email=row.email,
        location=None if row.location_id is None else LocationId(row.location_id),
        service=Treatment(row.service),
        reason=row.reason,
        payer=PayerType(row.payer),
        insurance=row.insurance,
        referrer=row.referrer,
        answer=IntakeAnswer(row.answer),
        next_action=row.next_action,
        owner=None if row.owner_id is None else StaffId(row.owner_id),
    )


def _steps(reading: Reading, key: InquiryId, zone: ZoneInfo) -> Iterator[StepLine]:
    triages = may(reading.actor, Permission.TRIAGE_INQUIRIES)
    s = InquiryStep
    wanted = select(s.at, Staff.name, s.what, s.words).join(Staff, Staff.id == s.by_id).where(s.inquiry_id == key)
    for at, by, what, words in reading.session.execute(wanted.order_by(s.id.desc())):
        step = Step(what)
        yield StepLine(at.astimezone(zone), by, step, words if triages or step not in CLINICAL else "")


def _alike(reading: Reading, row: Inquiry) -> Iterator[PatientHit]:
    # Nobody is offered who could not be opened; a therapist's own patients need no request.
    if scope(reading.actor, Permission.SEE_PATIENT) is not Scope.ALL or not (row.phone or row.born):
        return
    p = Patient
    same: list[ColumnElement[bool]] = [p.phone == row.phone] if row.phone else []
    if row.born is not None:
        same.append(p.same_key == same_person_key(row.given, row.family, row.born))
    wanted = select(p.id, *SHOWN).where(or_(*same)).order_by(p.id).limit(ALIKE)
    yield from distinct(reading.session.execute(wanted).all())


def _others(reading: Reading, row: Inquiry, zone: ZoneInfo) -> Iterator[str]:
    i = Inquiry
    same = [i.name_key == row.name_key, *([i.phone == row.phone] if row.phone else [])]
    wanted = select(i.given, i.family, i.received_at).where(i.closed_at.is_(None), i.id != row.id, or_(*same))
    for given, family, at in reading.session.execute(wanted.where(*own_inquiries(reading)).order_by(i.id).limit(ALIKE)):
        yield f"{list_name(given, family)}, came {at.astimezone(zone):%m/%d %H:%M}"


def owners(reading: Reading) -> list[tuple[str, StaffId]]:
    """Whoever can see to a request, by name. One statement."""
    require(reading.actor, Permission.SEE_INQUIRIES)
    wanted = select(Staff.name, Staff.id).where(Staff.active, Staff.role.in_(OWNERS)).order_by(Staff.name)
    return [(name, StaffId(key)) for name, key in reading.session.execute(wanted)]


def whom_to_fetch(reading: Reading, location: LocationId | None) -> list[Clinician]:
    """Clinicians for a warm hand-off: clinical leads, then who works today at a location, whoever is free first.

    Three statements. Names and rooms only: nothing of a patient.
    """
    require(reading.actor, Permission.SEE_INQUIRIES)
    leads = reading.session.scalars(select(Staff.name).where(Staff.role == Role.LEAD, Staff.active).order_by(Staff.name))
    found = [Clinician(name, "clinical lead", free=True) for name in leads]
    if location is None:
        return found
    zone = _zone(reading, location)
    return [*found, *sorted(_here(reading, location, zone), key=lambda one: (not one.free, one.name))]


def _here(reading: Reading, location: LocationId, zone: ZoneInfo) -> Iterator[Clinician]:
    a, now = Appointment, reading.now
    day = day_bounds(now.astimezone(zone).date(), zone)
    visits = (
        select(Therapist.name, a.starts, a.ends)
        .join(Therapist, Therapist.id == a.therapist_id)
        .where(a.location_id == location, a.starts >= day.starts, a.starts < day.ends, a.status.in_(HOLDING))
    )
    until: dict[str, datetime | None] = {}
    for name, starts, ends in reading.session.execute(visits):
        until[name] = ends if starts <= now < ends else until.get(name)
    for name, busy in until.items():
        words = "here today" if busy is None else f"in a session until {busy.astimezone(zone):%H:%M}"
        yield Clinician(name, words, free=busy is None)
