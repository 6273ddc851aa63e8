"""A course on one page: positions in days from the first day shown. No pixels, no colours.

What stands on the lanes is in `timeline_story`, how it is stacked in `timeline_rows`, the whole picture in `timeline_picture`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from ibh_desktop.domain.appointments import CANCELLED, UPCOMING, Kind, Status, kind_label
from ibh_desktop.domain.courses import is_session
from ibh_desktop.domain.goals import GoalStatus
from ibh_desktop.domain.ids import AppointmentId, GoalId
from ibh_desktop.domain.phases import Phase, Split, phase_of

SESSION_LABEL = "session"


@dataclass(frozen=True, slots=True)
class Visit:
    """One appointment of the course, as the timeline needs it."""

    id: AppointmentId
    on: date
    status: Status
    kind: Kind = Kind.THERAPY
    intake_counts: bool = False

    @property
    def counts(self) -> bool:
        """Whether it is a session; an intake is session 0 unless the therapist counts it."""
        return is_session(self.kind, intake_counts=self.intake_counts)


@dataclass(frozen=True, slots=True)
class Mark:
    """A session with its number, 0 for an intake; a missed or cancelled one has none, nor has what is no session."""

    id: AppointmentId
    day: int
    number: int | None
    phase: Phase
    status: Status
    label: str = SESSION_LABEL


@dataclass(frozen=True, slots=True)
class Band:
    """A phase from day `first` to day `last`, both included."""

    phase: Phase
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal with the dates between which it was worked on."""

    id: GoalId
    title: str
    status: GoalStatus
    opened_on: date | None
    closed_on: date | None
    ratings: tuple[int | None, int | None]


@dataclass(frozen=True, slots=True)
class Axis:
    """The days shown: `first_on` is day 0."""

    first_on: date
    days: int

    def day(self, on: date) -> int:
        """Days since the first day shown."""
        return (on - self.first_on).days

    def on(self, day: int) -> date:
        """The date of a day."""
        return self.first_on + timedelta(days=day)


_MARGIN = 4
_LONG = 400
"""Days of an axis on which the first date needs its year; any does that is in another year than the one before."""
_MONTHS = 56
"""Days between two dates from which the month is enough."""


def axis(dates_shown: Iterable[date]) -> Axis:
    """An axis around all dates, with a margin on both sides."""
    found = tuple(dates_shown)
    first_on = min(found) - timedelta(days=_MARGIN)
    return Axis(first_on, (max(found) - first_on).days + 2 * _MARGIN)


def ticks(shown: Axis, *, per_day: float, room: float) -> list[tuple[int, str]]:
    """Days that carry a date, every 1, 2, 4, 8 … weeks from the first day on, so that no label is nearer than `room`."""
    step = 7
    while step * per_day < room:
        step *= 2
    found: list[tuple[int, str]] = []
    year = None if shown.days > _LONG else shown.on(_MARGIN).year
    for day in range(_MARGIN, shown.days, step):
        on = shown.on(day)
        words = f"{on:%b} {on.year}" if step >= _MONTHS else f"{on.day} {on:%b}" + ("" if on.year == year else f" {on.year}")
        found.append((day, words))
        year = on.year
    return found


def is_kept(status: Status) -> bool:
    """Whether a session counts: it was held, or it still will be."""
    return status is Status.COMPLETED or status in (*UPCOMING, Status.CHECKED_IN, Status.IN_SESSION)


def marks(visits: Sequence[Visit], parts: Split, shown: Axis) -> list[Mark]:
    """Sessions in order of time; kept and coming ones are numbered, missed ones are not; an intake is 0 (DOMAIN.md 1.7.3)."""
    placed: list[Mark] = []
    number = 0
    for visit in sorted(visits, key=lambda v: v.on):
        kept = is_kept(visit.status) and visit.counts
        number += kept
        phase = phase_of(max(1, number if kept else number + 1), parts)
        label = SESSION_LABEL if visit.counts else kind_label(visit.kind, clinical=False)
        zero = 0 if visit.kind is Kind.INTAKE and is_kept(visit.status) else None
        placed.append(Mark(visit.id, shown.day(visit.on), number if kept else zero, phase, visit.status, label))
    return placed


def bands(sessions: Sequence[Mark]) -> list[Band]:
    """One band a phase, from its first session to the day before the next phase's first."""
    found: list[Band] = []
    for phase in Phase:
        days = [mark.day for mark in sessions if mark.phase is phase and mark.status not in CANCELLED]
        if days:
            found.append(Band(phase, min(days), max(days)))
    return [
        Band(band.phase, band.first, max(band.first, found[n + 1].first - 1) if n + 1 < len(found) else band.last + 1)
        for n, band in enumerate(found)
    ]


def phases_made(
    moves: Sequence[tuple[int, Phase]], *, first: int, today: int, planned: Sequence[Band], start: Phase
) -> list[Band]:
    """The phases as they really were until `today`, then as they are planned; `moves` are days with the phase they led to."""
    spans: list[tuple[int, Phase]] = [(first, start)]
    for day, phase in moves:
        spans = [span for span in spans if span[0] < day] + [(max(first, day), phase)]
    ahead = [band for band in planned if band.last > today]
    latest = spans[-1][1]
    order = list(Phase)
    spans += [(max(today + 1, band.first), band.phase) for band in ahead if order.index(band.phase) > order.index(latest)]
    end = max([today, *(band.last for band in planned)])
    closes = [day - 1 for day, _ in spans[1:]] + [end]
    return [Band(phase, day, max(day, last)) for (day, phase), last in zip(spans, closes, strict=True)]


def usual_gap(days: Sequence[int]) -> int:
    """The days between two sessions that most follow each other; a week where there is one session only."""
    gaps = sorted(b - a for a, b in pairwise(sorted(days)) if b > a)
    return gaps[len(gaps) // 2] if gaps else 7


def numbered(visits: Sequence[Visit]) -> dict[int, date]:
    """The dates of the sessions by number, as `marks` numbers them."""
    kept = (visit.on for visit in sorted(visits, key=lambda v: v.on) if visit.counts and is_kept(visit.status))
    return dict(enumerate(kept, start=1))
