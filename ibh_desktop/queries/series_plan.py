"""The preview of a series: dated rows, each clash with its reason and the nearest free times."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import select

from ibh_desktop.domain.appointments import Kind
from ibh_desktop.domain.availability import Calendar, free_slots
from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.ids import LocationId, PatientId, RoomId, TherapistId
from ibh_desktop.domain.permissions import Permission, require
from ibh_desktop.domain.series import LEFT_OUT, MOST_SKIPPED, Change, Planned, nearest_free, weekly
from ibh_desktop.domain.slots import Slot
from ibh_desktop.queries.calendar import calendar
from ibh_desktop.queries.free_slots import GRID, Wanted, why_not
from ibh_desktop.store.schema import Location, Therapist
from ibh_desktop.store.tx import Reading

AROUND = timedelta(days=3)
"""Alternatives to a clash lie on its day or so many days before or after."""
FEWEST, MOST = 2, 60


@dataclass(frozen=True, slots=True)
class Series:
    """Who wants so many visits with whom, from `starts` (an instant) on.

    `changed` edits single steps of the preview; `agreed` are the starts as they were shown and confirmed: these or none.
    """

    patient: PatientId
    therapist: TherapistId
    location: LocationId
    room: RoomId | None
    starts: datetime
    sessions: int
    minutes: int
    cadence_days: int = 7
    changed: tuple[Change, ...] = ()
    agreed: tuple[datetime, ...] = ()
    kind: Kind = Kind.THERAPY

    @property
    def length(self) -> timedelta:
        """Of each visit."""
        return timedelta(minutes=self.minutes)


def plan(reading: Reading, wanted: Series) -> list[Planned]:
    """Rows of the preview in order; the same function decides it that books it. Raise `Refused` for 1 or 200 visits."""
    require(reading.actor, Permission.BOOK, wanted.therapist)
    require_length(wanted)
    return dated(reading, wanted)


def require_length(wanted: Series) -> None:
    """Raise `Refused` for a series of one visit, or of more than a year's."""
    if not FEWEST <= wanted.sessions <= MOST:
        raise Refused(f"A series has {FEWEST} to {MOST} visits; {wanted.sessions} is outside that.", field="planned")


def dated(asked: Reading, wanted: Series) -> list[Planned]:
    """The rows, whoever asks; a part of `plan` here and of `course_plan.plan`."""
    known = calendar(asked.session, _window(wanted), therapists=[wanted.therapist], patient=wanted.patient, room=wanted.room)
    clash = _clash(asked, wanted, known)
    if wanted.agreed:
        return [_agreed(number, start, wanted, clash) for number, start in enumerate(sorted(wanted.agreed), start=1)]
    rows = weekly(
        wanted.starts,
        known.zones[wanted.location],
        sessions=wanted.sessions,
        cadence_days=wanted.cadence_days,
        length=wanted.length,
        why_not=clash,
        changed=wanted.changed,
    )
    return [_with_way_on(row, rows, known, wanted, clash) for row in rows]


def _window(wanted: Series) -> Slot:
    if wanted.agreed:
        return Slot(min(wanted.agreed) - timedelta(days=1), max(wanted.agreed) + timedelta(days=1))
    around = [wanted.starts, *(change.starts for change in wanted.changed if change.starts)]
    weeks = timedelta(days=wanted.cadence_days * (wanted.sessions + MOST_SKIPPED + 1))
    return Slot(min(around) - timedelta(days=4), max(wanted.starts + weeks, max(around) + timedelta(days=4)))


def _clash(asked: Reading, wanted: Series, known: Calendar) -> Callable[[Slot], str]:
    therapist = asked.session.scalars(select(Therapist.name).where(Therapist.id == wanted.therapist)).one()
    location = asked.session.scalars(select(Location.name).where(Location.id == wanted.location)).one()
    ask = partial(
        Wanted,
        therapist=wanted.therapist,
        therapist_name=therapist,
        location=wanted.location,
        location_name=location,
        room=wanted.room,
        kind=wanted.kind,
    )

    def reason(slot: Slot) -> str:
        if slot.starts < asked.now - timedelta(minutes=5):
            return "This time has passed."
        return why_not(known, ask(slot))

    return reason


def _agreed(number: int, start: datetime, wanted: Series, clash: Callable[[Slot], str]) -> Planned:
    slot = Slot(start, start + wanted.length)
    return Planned(slot, number, clash(slot), number - 1)


def _with_way_on(row: Planned, rows: list[Planned], known: Calendar, wanted: Series, clash: Callable[[Slot], str]) -> Planned:
    if not row.reason or row.reason == LEFT_OUT:
        return row
    others = [other.slot for other in rows if other.number is not None]
    window = Slot(row.slot.starts - AROUND, row.slot.ends + AROUND)
    found = free_slots(known, window, wanted.length, grid=GRID, limit=400, kind=wanted.kind)
    near = nearest_free(
        (free.slot.starts for free in found if free.location == wanted.location),
        row.slot,
        free=lambda slot: not clash(slot) and not any(slot.overlaps(other) for other in others),
    )
    return Planned(row.slot, None, row.reason, row.step, near)
