"""The calls before visits: whose visits are on the list, what came of a call, where a visit stands on it (FEATURES.md b6)."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from ibh_desktop.domain.appointments import Kind, Status
from ibh_desktop.domain.business_days import next_business_days
from ibh_desktop.domain.contact import Wishes, never_call


class CallOutcome(StrEnum):
    """What came of a call; the value is what staff read."""

    CONFIRMED = "confirmed"
    MESSAGE = "message left"
    NO_ANSWER = "no answer"
    MOVED = "moved"
    CANCELLED = "cancelled"


REACHED_NOBODY = (CallOutcome.MESSAGE, CallOutcome.NO_ANSWER)
"""Outcomes that change no appointment."""


class Group(StrEnum):
    """Where a visit stands on the list, in the order of the list."""

    TO_CALL = "To call"
    TRIED = "Tried"
    APART = "Not to be called"
    SETTLED = "Settled"


@dataclass(frozen=True, slots=True)
class Call:
    """One call that stands: about a visit at `about` (instants), agreed on `agreed` when it was moved."""

    outcome: CallOutcome
    about: datetime
    at: datetime
    by: str
    agreed: datetime | None = None
    note: str = ""
    id: int = 0


def is_listed(kind: Kind, on: date, today: date, count: int, closed: Collection[date]) -> bool:
    """Whether a visit on `on` is called about today: up to the last of the next `count` business days.

    A visit on a Saturday in between is called about too: nobody is forgotten. An intake is called about a business day earlier
    than other visits, and on its own day (DOMAIN.md 5.4).
    """
    intake = kind is Kind.INTAKE
    days = next_business_days(today, count + intake, closed)
    first = today if intake else today + timedelta(days=1)
    return bool(days) and first <= on <= days[-1]


def standing(calls: Sequence[Call], starts: datetime) -> tuple[Call, ...]:
    """The calls that count for a visit as it is booked now: one about another time does not, unless this was agreed in it."""
    return tuple(call for call in calls if starts == (call.agreed or call.about))


def group_of(status: Status, wishes: Wishes, phone: str, calls: Sequence[Call]) -> Group:
    """Where a visit stands; its status is the truth, whoever changed it. `calls` are those that count."""
    if status is not Status.SCHEDULED or any(call.outcome is CallOutcome.MOVED for call in calls):
        return Group.SETTLED
    if not_called(wishes, phone):
        return Group.APART
    return Group.TRIED if calls else Group.TO_CALL


def not_called(wishes: Wishes, phone: str) -> str:
    """Why nobody calls about this visit, in a sentence; empty when somebody does."""
    return never_call(wishes) or ("" if phone else "There is no phone number in the file.")


def told(status: Status, calls: Sequence[Call], shown: Callable[[Call], str]) -> str:
    """What came of it so far in a few words: `no answer ×2, 10:42 Dana Brooks`; `shown` writes when and by whom."""
    if not calls:
        return "" if status is Status.SCHEDULED else status.value
    last = calls[-1]
    if status is not Status.SCHEDULED and last.outcome in REACHED_NOBODY:
        return status.value
    times = sum(call.outcome is last.outcome for call in calls)
    words = last.outcome.value if status is Status.SCHEDULED else status.value
    return f"{words}{f' ×{times}' if times > 1 else ''}, {shown(last)}"
