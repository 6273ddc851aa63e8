"""Courses of any length, told in full, for whatever draws them."""

from datetime import date, timedelta

from ibh_desktop.domain.appointments import Status
from ibh_desktop.domain.contract import AmendmentKind
from ibh_desktop.domain.courses import MAINTENANCE, parts_of, target_end
from ibh_desktop.domain.goals import GoalStatus
from ibh_desktop.domain.ids import AppointmentId, GoalId, LetterId, ScoreId
from ibh_desktop.domain.outcomes.measure import Safety
from ibh_desktop.domain.phases import Phase
from ibh_desktop.domain.timeline import Goal, Visit
from ibh_desktop.domain.timeline_story import Happened, Raised, Rated, Scored, Stepped, Story, Task, Told, amended

FIRST = date(2027, 1, 4)
_TITLES = ("Husband moves out", "New job", "Mother in hospital", "Panic on the bus", "Sertraline 50 mg", "Moved to Huntsville")
_KINDS = ("life event", "life event", "life event", "symptom", "medication", "life event")
_HOMEWORK = ("done", "done", "partly done", "done", "not done", "cancelled", "assigned")
_WORK = ("Write down what I wanted to say", "Call my sister", "Say it at dinner", "Two friends, one evening")


def plain(sessions: int, *, held: int | None = None, cadence: int = 7, missed: tuple[int, ...] = ()) -> Story:
    """A course with nothing but its sessions, half of them held unless told otherwise."""
    over = sessions // 2 if held is None else held
    days = [FIRST + timedelta(days=cadence * n) for n in range(sessions + len(missed))]
    visits = tuple(Visit(AppointmentId(n + 1), on, _status(n, over + len(missed), missed)) for n, on in enumerate(days))
    maintenance = cadence > 7
    return Story(
        planned=sessions,
        parts=parts_of(MAINTENANCE.code if maintenance else "IPT16" if sessions == 16 else "CUSTOM", sessions),
        starts_on=FIRST,
        target_end=target_end(FIRST, sessions, cadence),
        ended_on=None,
        today=days[min(over + len(missed), len(days) - 1)] - timedelta(days=1),
        phase=Phase.MIDDLE,
        visits=visits,
        session_two=days[1],
    )


def _status(number: int, over: int, missed: tuple[int, ...]) -> Status:
    if number in missed:
        return (Status.NO_SHOW, Status.CANCELLED_CLINIC, Status.LATE_CANCEL)[number % 3]
    return Status.COMPLETED if number < over else Status.SCHEDULED


def full(sessions: int = 16, *, cadence: int = 7, items: int = 60, scores: int = 40, missed: tuple[int, ...] = (5,)) -> Story:
    """A course with everything: so many scores of two measures, and so many things on the lanes below them."""
    bare = plain(sessions, cadence=cadence, missed=missed, held=round(sessions * 0.65))
    span = max(7, (bare.today - FIRST).days)
    each = items // 5
    day = [FIRST + timedelta(days=round(span * n / max(1, each - 1))) for n in range(each)]
    goals = _goals(span)
    changed = [(1, day[-2], AmendmentKind.EXTEND.value, str(sessions - 2), str(sessions))]
    steps = [(1, FIRST, "started", "draft", "active")]
    steps += [(2, _at(span, 0.3), "phase", "initial", "middle")] if cadence == 7 else []
    steps += [(3, _at(span, 0.5), "put on hold", "active", "on hold"), (4, _at(span, 0.62), "resumed", "on hold", "active")]
    return Story(
        **{name: getattr(bare, name) for name in Story.__slots__ if getattr(bare, name) != ()},
        scores=_scores(span, scores),
        goals=goals,
        letters=_letters(day[:: max(1, each // 4)]),
        homework=tuple(Task(n + 1, _WORK[n % 4], on, on + timedelta(days=7), _HOMEWORK[n % 7]) for n, on in enumerate(day)),
        events=tuple(_event(n, on) for n, on in enumerate(day)),
        safety=tuple(
            Raised(n + 1, "PHQ-9", "closed" if n else "open", on, on + timedelta(days=5) if n else None)
            for n, on in enumerate(day[-2 :: -max(1, each // 3)])
        ),
        ratings=tuple(Rated(n + 1, goals[n % 2].id, on, n % 11) for n, on in enumerate(day)),
        steps=tuple(Stepped(*step) for step in steps),
        amendments=amended(changed, starts_on=FIRST, planned=sessions, cadence_days=cadence),
    )


def _letters(days: list[date]) -> tuple[Told, ...]:
    titles = ("Referral", "Plan summary")
    return tuple(Told(LetterId(n + 1), titles[n % 2], on, n % 3 > 0) for n, on in enumerate(days))


def _at(span: int, part: float) -> date:
    return FIRST + timedelta(days=round(span * part))


def _goals(span: int) -> tuple[Goal, ...]:
    third = _at(span, 0.3), _at(span, 0.6)
    return (
        Goal(GoalId(1), "Say what I need at home", GoalStatus.ACHIEVED, third[0], third[1], (3, 7)),
        Goal(GoalId(2), "See two friends a week", GoalStatus.ACTIVE, third[1], None, (2, 4)),
        Goal(GoalId(3), "Return to choir", GoalStatus.PROPOSED, None, None, (None, None)),
    )


def _scores(span: int, count: int) -> tuple[Scored, ...]:
    found = []
    for number in range(count):
        measure, highest = (("PHQ-9", 19), ("GAD-7", 14))[number % 2]
        total = max(2, round(highest * (1 - 0.6 * number / max(1, count - 1))) + (number * 7 % 3) - 1)
        safety = Safety.POSITIVE if number == count // 2 * 2 - 8 else Safety.NONE
        on = _at(span, number / max(1, count - 1))
        found.append(Scored(ScoreId(number + 1), measure, on, total, "moderate", safety=safety))
    return tuple(found)


def _event(number: int, on: date) -> Happened:
    title, kind, mood = _TITLES[number % 6], _KINDS[number % 6], (-2, 1, None, -1, 0, 2)[number % 6]
    if number == 0:
        return Happened(number, "Father died", "life event", date(2019, 1, 1), None, "year", -3)
    if number % 7 == 3:
        return Happened(number, title, kind, on, None, "month", mood)
    return Happened(number, title, kind, on, None, "day", mood)
