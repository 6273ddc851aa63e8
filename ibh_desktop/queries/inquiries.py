"""The queue of requests: who asked for treatment, how soon, who sees to it; whom to fetch when safety is asked about."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Row, Select, and_, case, select

from ibh_desktop.domain.clocks import HOME_ZONE
from ibh_desktop.domain.ids import InquiryId, LocationId, PatientId, StaffId
from ibh_desktop.domain.inquiries import (
    Alarm,
    Caller,
    Channel,
    Outcome,
    Standing,
    Treatment,
    Triage,
    alarms,
    clinician_must_look,
    due_at,
    review_by,
)
from ibh_desktop.domain.people import list_name
from ibh_desktop.domain.permissions import Permission, Scope, require, scope
from ibh_desktop.domain.safety import IntakeAnswer, needs_hand_off
from ibh_desktop.store.frontdesk import Inquiry
from ibh_desktop.store.schema import Closure, Location, Staff
from ibh_desktop.store.tx import Reading

SHOWN = 500
"""Open requests that are shown; nobody works off more."""
HANDED_OFF = tuple(answer.value for answer in IntakeAnswer if needs_hand_off(answer))
LATELY = timedelta(days=7)
"""How long a closed request stays in the list."""


class Group(StrEnum):
    """Where a request stands in the queue, in its order."""

    CLINICIAN = "A clinician must look"
    OPEN = "Open"
    CLOSED = "Closed lately"


@dataclass(frozen=True, slots=True)
class InquiryLine:
    """One request; times carry the zone of its location. `due` and `review` are the instants after which it is late."""

    id: InquiryId
    version: int
    received: datetime
    due: datetime
    review: datetime
    standing: Standing
    name: str
    channel: Channel
    caller: Caller
    service: Treatment
    location: LocationId | None
    location_name: str
    owner: StaffId | None
    owner_name: str
    next_action: str
    attempts: int
    patient: PatientId | None
    closed: datetime | None

    def alarms(self, now: datetime) -> tuple[Alarm, ...]:
        """Why it stands out at an instant, the gravest first."""
        return alarms(self.standing, due=self.due, review=self.review, now=now)

    def group(self, now: datetime) -> Group:
        """Where it stands at an instant."""
        if self.standing.outcome is not None:
            return Group.CLOSED
        return Group.CLINICIAN if clinician_must_look(self.alarms(now)) else Group.OPEN


def queue(reading: Reading) -> list[InquiryLine]:
    """Open requests by group, triage, due time and when they came, then those closed in the last seven days.

    Four statements. A therapist reads what is assigned to her.
    """
    require(reading.actor, Permission.SEE_INQUIRIES)
    still = _columns().where(Inquiry.closed_at.is_(None), *own_inquiries(reading))
    over = _columns().where(Inquiry.closed_at >= reading.now - LATELY, *own_inquiries(reading))
    rows = [
        *reading.rows(still.order_by(_handed_off(), Inquiry.level, Inquiry.received_at, Inquiry.id).limit(SHOWN)),
        *reading.rows(over.order_by(Inquiry.closed_at.desc(), Inquiry.id).limit(SHOWN)),
    ]
    closed = closed_days(reading, [row.received_at for row in rows])
    lines = [_line(row, closed[row.location_id]) for row in rows]
    return sorted(lines, key=lambda line: _place(line, reading.now))


def _place(line: InquiryLine, now: datetime) -> tuple[float, ...]:
    group = line.group(now)
    number = list(Group).index(group)
    if line.closed is not None:
        return (number, -line.closed.timestamp())
    # Among those for a clinician an answer about safety comes before one that nobody looked at in time.
    waits = group is Group.CLINICIAN and Alarm.HAND_OFF not in line.alarms(now)
    return (number, waits, line.standing.level, line.due.timestamp(), line.received.timestamp())


def _handed_off() -> ColumnElement[int]:
    # However many there are, one that waits for a clinician is among those that are shown.
    return case((and_(Inquiry.triaged_at.is_(None), Inquiry.answer.in_(HANDED_OFF)), 0), else_=1)


def own_inquiries(reading: Reading) -> Iterator[ColumnElement[bool]]:
    """What narrows requests to those assigned to a therapist; nothing for roles that see all."""
    if scope(reading.actor, Permission.SEE_INQUIRIES) is Scope.OWN:
        yield Inquiry.owner_id == reading.actor.staff


def _columns() -> Select[*tuple[Any, ...]]:
    i = Inquiry
    return (
        select(
            i.id,
            i.version,
            i.received_at,
            i.closed_at,
            i.level,
            i.triaged_at,
            i.answer,
            i.outcome,
            i.given,
            i.family,
            i.channel,
            i.caller,
            i.service,
            i.location_id,
            i.owner_id,
            i.next_action,
            i.attempts,
            i.patient_id,
            Location.name.label("location"),
            Location.zone,
            Staff.name.label("owner"),
        )
        .join(Location, Location.id == i.location_id, isouter=True)
        .join(Staff, Staff.id == i.owner_id, isouter=True)
    )


def standing(row: Row[*tuple[Any, ...]] | Inquiry) -> Standing:
    """What the rules ask of a request."""
    outcome = Outcome(row.outcome) if row.outcome else None
    known = row.patient_id is not None
    return Standing(row.received_at, Triage(row.level), row.triaged_at, IntakeAnswer(row.answer), outcome, known)


def _line(row: Row[*tuple[Any, ...]], closed: Collection[date]) -> InquiryLine:
    zone = ZoneInfo(row.zone or HOME_ZONE)
    stands = standing(row)
    return InquiryLine(
        id=InquiryId(row.id),
        version=row.version,
        received=row.received_at.astimezone(zone),
        due=due_at(stands, zone, closed).astimezone(zone),
        review=review_by(stands, zone, closed).astimezone(zone),
        standing=stands,
        name=list_name(row.given, row.family),
        channel=Channel(row.channel),
        caller=Caller(row.caller),
        service=Treatment(row.service),
        location=row.location_id,
        location_name=row.location or "",
        owner=row.owner_id,
        owner_name=row.owner or "",
        next_action=row.next_action,
        attempts=row.attempts,
        patient=row.patient_id,
        closed=row.closed_at and row.closed_at.astimezone(zone),
    )


def closed_days(reading: Reading, received: Sequence[datetime]) -> defaultdict[int | None, frozenset[date]]:
    """Days since the first of some instants on which each location is closed; under None those of all active locations.

    Two statements, none for no instants.
    """
    if not received:
        return defaultdict(frozenset)
    first = min(received).date() - timedelta(days=1)
    days: dict[int, set[date]] = defaultdict(set)
    for place, on in reading.rows(select(Closure.location_id, Closure.on).where(Closure.on >= first)):
        days[place].add(on)
    active = [days[key] for (key,) in reading.rows(select(Location.id).where(Location.active))]
    everywhere = frozenset.intersection(*map(frozenset, active)) if active else frozenset[date]()
    return defaultdict(lambda: everywhere, {key: frozenset(found) for key, found in days.items()})
