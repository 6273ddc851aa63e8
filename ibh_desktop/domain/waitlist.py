"""The waitlist: what people wait for, whom a time suits and in which order, and offers that hold a time for a while.

The order is triage first, then since when (DOMAIN.md 5.5). The program proposes; a person offers, and a person books.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from ibh_desktop.domain.appointments import LONGEST, MINUTES, Kind
from ibh_desktop.domain.errors import Conflict, Refused
from ibh_desktop.domain.ids import LocationId, PatientId, RoomId, TherapistId, WaitlistId
from ibh_desktop.domain.inquiries import WORDS, Triage
from ibh_desktop.domain.roster import WEEKDAYS
from ibh_desktop.domain.slots import Slot, aligned
from ibh_desktop.domain.wishes import Profile, Wish, allows, suits

AHEAD = timedelta(days=14)
"""So far ahead times that became free are looked for."""
SHORTEST = timedelta(minutes=15)
"""What is left of a missed visit is worth offering if it lasts so long."""
LONGEST_NOTE = 1_000
_SAME_DAY, _LATER = timedelta(hours=2), timedelta(hours=24)
_QUARTER = timedelta(minutes=15)


class State(StrEnum):
    """Where somebody on the waitlist stands; all but the first are over."""

    WAITING = "waiting"
    BOOKED = "booked"
    WITHDRAWN = "withdrawn"
    REFERRED_ELSEWHERE = "referred elsewhere"
    NO_RESPONSE = "no response"


ENDS = (State.WITHDRAWN, State.REFERRED_ELSEWHERE, State.NO_RESPONSE)
"""How waiting ends without a booking."""


class Answer(StrEnum):
    """What became of an offer; one without an answer is open until it expires."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    NO_ANSWER = "no answer"
    TAKEN_BACK = "taken back"


@dataclass(frozen=True, slots=True)
class Wishes:
    """What somebody waits for. No therapist or location named means any; hours and days stand in `wish`, in wall time."""

    therapists: frozenset[TherapistId] = frozenset()
    locations: frozenset[LocationId] = frozenset()
    wish: Wish = field(default_factory=Wish)
    kind: Kind = Kind.THERAPY
    minutes: int = MINUTES[Kind.THERAPY]

    @property
    def length(self) -> timedelta:
        """How long the visit is to last."""
        return timedelta(minutes=self.minutes)


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody who waits; `busy` are their own visits, instants."""

    id: WaitlistId
    patient: PatientId
    since: datetime
    level: Triage
    wishes: Wishes
    busy: Sequence[Slot] = ()


@dataclass(frozen=True, slots=True)
class FreeTime:
    """A time that could be offered: instants, whose it is and what that therapist offers, and the location's zone."""

    slot: Slot
    therapist: TherapistId
    location: LocationId
    room: RoomId | None
    profile: Profile
    zone: ZoneInfo

    def visit_of(self, wishes: Wishes) -> Slot:
        """The visit that somebody with these wishes would have in it."""
        return Slot(self.slot.starts, self.slot.starts + wishes.length)


def fits(waiting: Waiting, free: FreeTime) -> bool:
    """Whether a time is one to offer to somebody."""
    wishes, visit = waiting.wishes, free.visit_of(waiting.wishes)
    return (
        visit.ends <= free.slot.ends
        and (not wishes.therapists or free.therapist in wishes.therapists)
        and (not wishes.locations or free.location in wishes.locations)
        and suits(free.profile, wishes.wish)
        and allows(wishes.wish, visit.starts.astimezone(free.zone), visit.ends.astimezone(free.zone))
        and not any(visit.overlaps(busy) for busy in waiting.busy)
    )


def ranked(free: FreeTime, waiting: Collection[Waiting], asked: Mapping[WaitlistId, Answer] | None = None) -> list[Waiting]:
    """Whom a time fits, in the order in which to ask: triage, then since when.

    `asked` holds who was asked for this very time before: whoever declined is not asked again, who did not answer comes last.
    """
    answers = asked or {}
    found = [one for one in waiting if answers.get(one.id) is not Answer.DECLINED and fits(one, free)]
    return sorted(found, key=lambda one: (answers.get(one.id) is Answer.NO_ANSWER, one.level, one.since, one.id))


def left_of(slot: Slot, now: datetime) -> Slot | None:
    """What of a visit that does not take place can still be offered, from the next quarter of an hour when it has begun."""
    starts = slot.starts if slot.starts > now else aligned(now + timedelta(minutes=1), _QUARTER)
    return Slot(starts, slot.ends) if slot.ends - starts >= SHORTEST else None


def expires_at(made: datetime, starts: datetime, zone: ZoneInfo) -> datetime:
    """Until when an offer holds its time: two hours on the same day, else a day, never past the start (DOMAIN.md 5.5)."""
    same_day = made.astimezone(zone).date() == starts.astimezone(zone).date()
    return min(made + (_SAME_DAY if same_day else _LATER), starts)


def is_open(answer: Answer | None, expires: datetime, now: datetime) -> bool:
    """Whether an offer holds its time now."""
    return answer is None and now < expires


def reason(waiting: Waiting, free: FreeTime, therapists: Mapping[TherapistId, str]) -> str:
    """Why somebody is asked at this place of the order, in words."""
    since = waiting.since.astimezone(free.zone)
    named = f"asked for {therapists[free.therapist]}" if waiting.wishes.therapists else "any therapist"
    how_soon = WORDS[waiting.level].lower()
    return "; ".join((how_soon, f"since {since.day} {since:%b}", named, *_when(waiting.wishes.wish)))


def in_words(wishes: Wishes, therapists: Mapping[TherapistId, str], places: Mapping[LocationId, str]) -> str:
    """All that somebody waits for."""
    who = " or ".join(sorted(therapists.get(key, "?") for key in wishes.therapists))
    where = " or ".join(sorted(places.get(key, "?") for key in wishes.locations))
    wish = wishes.wish
    gender = {"F": "a woman", "M": "a man"}.get(wish.gender, wish.gender)
    said = (who, where, *_when(wish), wish.modality, wish.language, gender)
    return "; ".join(part for part in said if part) or "any time with anybody"


def _when(wish: Wish) -> list[str]:
    days = " and ".join(f"{WEEKDAYS[day]}s" for day in sorted(wish.weekdays))
    early, late = wish.not_before > time(0), wish.not_after < time.max
    if early and late:
        hours = f"{wish.not_before:%H:%M} to {wish.not_after:%H:%M}"
    else:
        hours = f"after {wish.not_before:%H:%M}" if early else f"before {wish.not_after:%H:%M}" if late else ""
    both = " ".join(part for part in (days, hours) if part)
    return [both] if both else []


def require_wishes(wishes: Wishes) -> None:
    """Raise `Refused` for a length that no visit has, and for hours that end before they begin."""
    if not timedelta(minutes=5) <= wishes.length <= LONGEST:
        raise Refused("An appointment lasts 5 minutes to 12 hours.", field="minutes")
    if wishes.wish.not_after <= wishes.wish.not_before:
        raise Refused("The latest hour lies before the earliest. Turn them round.", field="not_after")
    if any(day not in range(7) for day in wishes.wish.weekdays):
        raise Refused("Choose days of the week.", field="weekdays")


def require_waiting(state: State) -> None:
    """Raise `Conflict` for somebody who does not wait any more."""
    if state is not State.WAITING:
        raise Conflict(f"This entry of the waitlist is over: {state.value}.")


def require_unanswered(answer: Answer | None) -> None:
    """Raise `Conflict` for an offer that was answered."""
    if answer is not None:
        raise Conflict(f"This offer was answered already: {answer.value}.")
