"""When a measure is due and which ones an indication suggests (DOMAIN.md 2.1, 1.7.6)."""

from calendar import monthrange
from datetime import date, timedelta

from ibh_desktop.domain.outcomes.measure import Measure

_SESSIONS = {"PHQ-9": (1, 4, 8, 12)}
_OTHERS = (1, 8)
EVER = frozenset((*_OTHERS, *(number for numbers in _SESSIONS.values() for number in numbers)))
"""Sessions at which any form is due, besides the last one."""
CORE = ("PHQ-9", "GAD-7")
"""Every course has these (DOMAIN.md 1.2, I2)."""
FOLLOW_UP_FORM = "PHQ-9"
FOLLOW_UP_MONTHS = 3
"""Months after its end at which a completed course is followed up, and for which the follow-up then stays on the list."""

SUGGESTED: dict[str, tuple[str, ...]] = {
    "depression": ("PHQ-9",),
    "anxiety": ("GAD-7",),
    "social anxiety": ("GAD-7", "Mini-SPIN"),
    "drug and alcohol addiction": ("AUDIT-C", "DAST-10"),
    "eating disorder": ("EDE-QS",),
    "grief and loss": ("PG-13-R",),
    "bipolar disorder": ("ASRM", "PHQ-9"),
    "PTSD": ("PCL-5",),
    "marital conflict": ("CSI-4",),
    "postpartum depression": ("PHQ-9", "EPDS"),
}
"""By the indication of the course."""


def is_due(measure: Measure, session: int | None, planned: int, latest_on: date | None, on: date) -> bool:
    """Whether the form belongs on the table at this session of N; never sooner than the time it asks about is over."""
    if session is None or (latest_on is not None and (on - latest_on).days < measure.recall_days):
        return False
    return session == planned or session in _SESSIONS.get(measure.code, _OTHERS)


def _months_after(on: date, months: int) -> date:
    year, month = divmod(on.year * 12 + on.month - 1 + months, 12)
    return date(year, month + 1, min(on.day, monthrange(year, month + 1)[1]))


def follow_up_on(ended_on: date) -> date:
    """The day on which a follow-up is due: three months after the end, or the last day of a shorter month (DOMAIN.md 2.1)."""
    return _months_after(ended_on, FOLLOW_UP_MONTHS)


def ends_followed_up(on: date) -> tuple[date, date]:
    """The earliest and latest end of a course whose follow-up may be due on a day."""
    # A month is cut to its last day, so the same day months before can be up to three days too late.
    return _months_after(on, -2 * FOLLOW_UP_MONTHS) - timedelta(days=3), _months_after(on, -FOLLOW_UP_MONTHS) + timedelta(
        days=3
    )


def is_follow_up_due(measure: Measure, ended_on: date | None, latest_on: date | None, on: date) -> bool:
    """Whether a completed course waits for its follow-up; a form from as far before its day as it asks about is one."""
    if ended_on is None:
        return False
    due_on = follow_up_on(ended_on)
    if measure.code != FOLLOW_UP_FORM or not due_on <= on < _months_after(due_on, FOLLOW_UP_MONTHS):
        return False
    return latest_on is None or latest_on <= due_on - timedelta(days=measure.recall_days)


def is_follow_up(taken_on: date, ended_on: date | None) -> bool:
    """Whether a form was filled in after its course had ended."""
    return ended_on is not None and taken_on > ended_on
