"""Times to offer to the patients whom an absence hits: the same therapist later, or another who works there."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ibh_desktop.domain.absence import Absence, Need, Offer, allotted
from ibh_desktop.domain.appointments import LONGEST, UPCOMING
from ibh_desktop.domain.courses import RUNNING
from ibh_desktop.domain.ids import AppointmentId, LocationId, PatientId, RoomId, TherapistId
from ibh_desktop.domain.permissions import Permission, may
from ibh_desktop.domain.slots import Slot
from ibh_desktop.queries.calendar import worked_shifts
from ibh_desktop.queries.free_slots import SlotLine, search
from ibh_desktop.store.schema import Appointment, Course, Therapist
from ibh_desktop.store.tx import Reading

HORIZON = timedelta(weeks=4)
"""How long after an absence times are offered."""

EACH = 2
"""Times that a patient is offered with the same therapist, and as many with others."""


@dataclass(frozen=True, slots=True)
class Proposal(Offer):
    """A free time to offer; its start carries the location's zone. `other` is set when another therapist would see them."""

    therapist_name: str
    room: RoomId | None
    other: bool
    caseload: int = 0
    target: int = 0

    @property
    def over(self) -> bool:
        """Whether this therapist has as many running courses as she should, or more."""
        return self.caseload >= self.target


@dataclass(frozen=True, slots=True)
class Hit:
    """A session that an absence hits."""

    id: AppointmentId
    patient: PatientId
    location: LocationId
    length: timedelta


def proposals(reading: Reading, absence: Absence, hits: Sequence[Hit]) -> dict[AppointmentId, tuple[Proposal, ...]]:
    """For every session, in this order, what can be offered. Statements are bounded by the locations among them."""
    taken = _taken(reading.session, absence, hits)
    needs = [Need(hit.id, hit.location, hit.length, taken[hit.patient]) for hit in hits]
    same: list[Proposal] = []
    others: list[Proposal] = []
    for location in sorted({need.location for need in needs}):
        here = [need.length for need in needs if need.location == location]
        ask = _Ask(absence.therapist, location, int(max(here).total_seconds() // 60), 12 * EACH * len(here) + 24)
        same += _found(reading, ask, [absence.therapist], absence.ends)
        if cover := _cover(reading, absence, location):
            others += _found(reading, ask, cover, absence.starts)
    first, second = allotted(needs, same, each=EACH), allotted(needs, _weighed(reading.session, others), each=EACH)
    return {need.id: first[need.id] + second[need.id] for need in needs}


def _weighed(session: Session, offers: Sequence[Proposal]) -> list[Proposal]:
    """With caseload against target, so that whoever assigns sees it; who has room for another course comes first at an hour."""
    running = (
        select(func.count())
        .where(Course.therapist_id == Therapist.id, Course.status.in_(RUNNING))
        .correlate(Therapist)
        .scalar_subquery()
    )
    people = {offer.therapist for offer in offers}
    rows = session.execute(select(Therapist.id, running, Therapist.caseload_target).where(Therapist.id.in_(people)))
    loads = {key: (caseload, target) for key, caseload, target in rows}
    weighed = [replace(o, caseload=loads[o.therapist][0], target=loads[o.therapist][1]) for o in offers]
    return sorted(weighed, key=lambda o: (o.slot.starts, o.over, o.therapist))


@dataclass(frozen=True, slots=True)
class _Ask:
    away: TherapistId
    location: LocationId
    minutes: int
    limit: int


def _found(reading: Reading, ask: _Ask, who: Sequence[TherapistId], from_at: datetime) -> list[Proposal]:
    found = search(
        reading,
        minutes=ask.minutes,
        therapists=who,
        locations=[ask.location],
        from_at=from_at,
        limit=ask.limit,
        # Many are asked for: one read of all that may be offered.
        piece=HORIZON,
        horizon=HORIZON,
    )
    return [_proposal(line, other=line.therapist != ask.away) for line in found]


def _proposal(line: SlotLine, *, other: bool) -> Proposal:
    slot = Slot(line.starts, line.starts + timedelta(minutes=line.minutes))
    return Proposal(slot, line.therapist, line.location, line.therapist_name, line.room, other)


def _cover(reading: Reading, absence: Absence, location: LocationId) -> list[TherapistId]:
    window = Slot(absence.starts, absence.starts + HORIZON)
    shifts = worked_shifts(reading.session, window, therapists=None, locations=[location])
    people = {shift.therapist for shift in shifts} - {absence.therapist}
    return sorted(key for key in people if may(reading.actor, Permission.BOOK, key))


def _taken(session: Session, absence: Absence, hits: Sequence[Hit]) -> dict[PatientId, list[Slot]]:
    visits: dict[PatientId, list[Slot]] = defaultdict(list)
    found = session.execute(
        select(Appointment.patient_id, Appointment.starts, Appointment.ends).where(
            Appointment.patient_id.in_({hit.patient for hit in hits}),
            Appointment.id.not_in([hit.id for hit in hits]),
            Appointment.starts > absence.starts - LONGEST,
            Appointment.starts < absence.ends + HORIZON,
            Appointment.status.in_(UPCOMING),
        )
    )
    for patient, starts, ends in found:
        visits[PatientId(patient)].append(Slot(starts, ends))
    return visits
