"""Everything that a course's picture tells, as plain values of the domain."""

from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from ibh_desktop.domain.contract import AmendmentKind, size_in
from ibh_desktop.domain.courses import target_end
from ibh_desktop.domain.ids import GoalId, LetterId, ScoreId
from ibh_desktop.domain.outcomes.due import is_follow_up
from ibh_desktop.domain.outcomes.measure import Safety
from ibh_desktop.domain.phases import Phase, Split
from ibh_desktop.domain.timeline import Goal, Visit

MONTH, YEAR = "month", "year"


@dataclass(frozen=True, slots=True)
class Scored:
    """A score with what it says: its band, or the side of the cut it lies on."""

    id: ScoreId
    measure: str
    taken_on: date
    total: int | None
    standing: str
    prorated: bool = False
    complete: bool = True
    safety: Safety = Safety.NONE
    adult_form: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """A letter on the day it was signed, or begun while it is a draft."""

    id: LetterId
    title: str
    on: date
    signed: bool


@dataclass(frozen=True, slots=True)
class Task:
    """Homework on the day it was reviewed; one that was not yet stands where it is due, or where it was assigned."""

    id: int
    text: str
    assigned_on: date
    on: date
    status: str
    reviewed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Happened:
    """A life event as precisely as it is remembered."""

    id: int
    title: str
    kind: str
    from_on: date
    to_on: date | None = None
    precision: str = "day"
    mood: int | None = None


@dataclass(frozen=True, slots=True)
class Raised:
    """A safety event from the day it was raised to the day it was closed."""

    id: int
    source: str
    status: str
    raised_on: date
    closed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Rated:
    """A goal's rating from 0 to 10."""

    id: int
    goal: GoalId
    on: date
    rating: int


@dataclass(frozen=True, slots=True)
class Stepped:
    """A step of the course: `event` and where it led, `until` the review of a hold."""

    id: int
    on: date
    event: str
    before: str
    after: str
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Amended:
    """A change of the contract, with the end as it was agreed before and after."""

    id: int
    on: date
    kind: str
    before: str
    after: str
    end_before: date
    end_after: date


@dataclass(frozen=True, slots=True)
class Story:
    """One course. What whoever looks may not see is empty."""

    planned: int
    parts: Split
    starts_on: date
    target_end: date
    ended_on: date | None
    today: date
    phase: Phase
    visits: tuple[Visit, ...]
    session_two: date | None = None
    scores: tuple[Scored, ...] = ()
    goals: tuple[Goal, ...] = ()
    letters: tuple[Told, ...] = ()
    homework: tuple[Task, ...] = ()
    events: tuple[Happened, ...] = ()
    safety: tuple[Raised, ...] = ()
    ratings: tuple[Rated, ...] = ()
    steps: tuple[Stepped, ...] = ()
    amendments: tuple[Amended, ...] = ()

    def follow_ups(self) -> list[Scored]:
        """Forms that were filled in after the course had ended."""
        return [score for score in self.scores if is_follow_up(score.taken_on, self.ended_on)]

    def dates(self) -> Iterable[date]:
        """Every date that the axis must reach; events from before the course stand at its edge."""
        yield from (self.starts_on, self.target_end, self.ended_on or self.today)
        yield from (visit.on for visit in self.visits)
        yield from (score.taken_on for score in self.scores)
        yield from (letter.on for letter in self.letters)
        yield from (task.on for task in self.homework)
        yield from (change.end_before for change in self.amendments)


def span(event: Happened) -> tuple[date, date]:
    """The first and last day that an event may mean: a month and a year are as long as they are."""
    last = event.to_on or event.from_on
    if event.precision == YEAR:
        return date(event.from_on.year, 1, 1), date(last.year, 12, 31)
    if event.precision == MONTH:
        return event.from_on.replace(day=1), last.replace(day=monthrange(last.year, last.month)[1])
    return event.from_on, max(event.from_on, last)


Change = tuple[int, date, str, str, str]


def amended(changes: Sequence[Change], *, starts_on: date, planned: int, cadence_days: int) -> tuple[Amended, ...]:
    """Changes of the contract in order (id, day, kind, before, after), each with the ends that it moved from and to.

    The contract as it stands is known: what it was before each change follows backwards.
    """
    found: list[Amended] = []
    for key, on, kind, before, after in reversed(changes):
        ends = target_end(starts_on, planned, cadence_days)
        number = size_in(before)
        if number is not None and kind == AmendmentKind.CADENCE.value:
            cadence_days = number
        elif number is not None:
            planned = number
        found.append(Amended(key, on, kind, before, after, target_end(starts_on, planned, cadence_days), ends))
    return tuple(reversed(found))
