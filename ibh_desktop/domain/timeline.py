"""A course on one page: lanes and positions in days from the first day shown. No pixels, no colours."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ibh_desktop.domain.appointments import CANCELLED, UPCOMING, Status
from ibh_desktop.domain.goals import GoalStatus
from ibh_desktop.domain.ids import AppointmentId, GoalId, LetterId, ScoreId
from ibh_desktop.domain.phases import Phase, Split, phase_of


@dataclass(frozen=True, slots=True)
class Visit:
    """One appointment of the course, as the timeline needs it."""

    id: AppointmentId
    on: date
    status: Status


@dataclass(frozen=True, slots=True)
class Mark:
    """A numbered session; a missed or cancelled one has no number."""

    id: AppointmentId
    day: int
    number: int | None
    phase: Phase
    status: Status


@dataclass(frozen=True, slots=True)
class Band:
    """A phase from day `first` to day `last`, both included."""

    phase: Phase
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Point:
    """A score; `safety` marks one whose safety item needs a clinician."""

    id: ScoreId
    day: int
    total: int
    prorated: bool = False
    safety: bool = False


@dataclass(frozen=True, slots=True)
class GoalBar:
    """A goal on lane `lane` from `first` to `last`."""

    id: GoalId
    first: int
    last: int
    lane: int
    title: str
    status: GoalStatus
    ratings: tuple[int | None, int | None]


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
class LetterMark:
    """A letter on the day it was signed, or begun while it is a draft."""

    id: LetterId
    day: int
    title: str
    signed: bool


@dataclass(frozen=True, slots=True)
class Axis:
    """The days shown: `first_on` is day 0; `ticks` are the days that carry a date, each a Monday or its week's start."""

    first_on: date
    days: int
    ticks: tuple[int, ...]

    def day(self, on: date) -> int:
        """Days since the first day shown."""
        return (on - self.first_on).days

    def on(self, day: int) -> date:
        """The date of a day."""
        return self.first_on + timedelta(days=day)


MOST_TICKS = 10
_MARGIN = 4


def axis(dates_shown: Sequence[date], *, most: int = MOST_TICKS) -> Axis:
    """An axis of whole weeks around all dates, ticked every 1, 2, 4, 8 … weeks so that `most` labels never meet."""
    first_on = min(dates_shown) - timedelta(days=_MARGIN)
    days = (max(dates_shown) - first_on).days + 2 * _MARGIN
    step = 7
    while days // step >= most:
        step *= 2
    return Axis(first_on, days, tuple(range(_MARGIN, days, step)))


def marks(visits: Sequence[Visit], parts: Split, shown: Axis) -> list[Mark]:
    """Sessions in order of time; kept and coming ones are numbered, missed ones are not (DOMAIN.md 1.7.3)."""
    placed: list[Mark] = []
    number = 0
    for visit in sorted(visits, key=lambda v: v.on):
        kept = visit.status is Status.COMPLETED or visit.status in (*UPCOMING, Status.CHECKED_IN, Status.IN_SESSION)
        number += kept
        phase = phase_of(max(1, number if kept else number + 1), parts)
        placed.append(Mark(visit.id, shown.day(visit.on), number if kept else None, phase, visit.status))
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


def goal_bars(goals: Sequence[Goal], shown: Axis, today: date) -> list[GoalBar]:
    """Goals in order, each on the first lane where it does not run into another's text."""
    ends: list[int] = []
    bars: list[GoalBar] = []
    for goal in goals:
        first = shown.day(goal.opened_on or today)
        last = max(first + 1, shown.day(goal.closed_on or max(today, goal.opened_on or today)))
        room = max(last, first + shown.days // 3)
        lane = next((n for n, end in enumerate(ends) if end < first), len(ends))
        ends[lane : lane + 1] = [room]
        bars.append(GoalBar(goal.id, first, last, lane, goal.title, goal.status, goal.ratings))
    return bars
