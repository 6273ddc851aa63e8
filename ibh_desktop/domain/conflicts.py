"""What may be passed over with a reason: a day too full, no lunch, no time to travel, a phase badly placed (DOMAIN.md 5.3)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from ibh_desktop.domain.appointments import Kind
from ibh_desktop.domain.clocks import wall_slot
from ibh_desktop.domain.ids import LocationId
from ibh_desktop.domain.phases import Phase, Split, phase_of
from ibh_desktop.domain.slots import Slot, without

LUNCH = timedelta(minutes=30)
_NOON = (time(11), time(14))
"""Lunch is eaten between these hours of wall time."""
LONGEST_GAP = timedelta(days=14)
SAME_THERAPIST_FOR = 4


class Soft(StrEnum):
    """What was passed over; the value is stored with the appointment."""

    DAY = "day"
    ROW = "row"
    LUNCH = "lunch"
    TRAVEL = "travel"
    PAUSE = "pause"
    CASELOAD = "caseload"
    TWICE = "twice"
    THERAPIST = "therapist"
    GAP = "gap"
    ENDING = "ending"


@dataclass(frozen=True, slots=True)
class Warned:
    """One soft conflict in a sentence; `at` is the visit it is about, None when it is the course."""

    code: Soft
    sentence: str
    at: Slot | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """A visit that a therapist has, or would have."""

    slot: Slot
    location: LocationId
    kind: Kind


@dataclass(frozen=True, slots=True)
class Limits:
    """The clinic's own, from the settings."""

    most_a_day: int
    most_in_a_row: int
    travel: timedelta
    pause: timedelta
    intake_pause: timedelta

    def after(self, visit: Held) -> timedelta:
        """The pause after a visit."""
        return self.intake_pause if visit.kind is Kind.INTAKE else self.pause


def of_day(new: Held, others: Iterable[Held], limits: Limits, *, zone: ZoneInfo, name: str) -> Iterator[Warned]:
    """What is wrong with one more visit on a therapist's day; `others` may reach into the days beside it."""
    when = new.slot.starts.astimezone(zone)
    day = sorted([*others, new], key=lambda held: held.slot)
    same = [held for held in day if held.slot.starts.astimezone(zone).date() == when.date()]
    if len(same) > limits.most_a_day:
        yield Warned(Soft.DAY, f"{name} would have {len(same)} sessions on {when:%a %d %b}.", new.slot)
    if (run := _run(new, same)) > limits.most_in_a_row:
        yield Warned(Soft.ROW, f"{name} would have {run} sessions in a row on {when:%a %d %b}.", new.slot)
    if _eats_lunch(new, same, zone):
        yield Warned(Soft.LUNCH, f"{name} would have no half hour for lunch on {when:%a %d %b}.", new.slot)
    yield from _beside(new, day, limits, when, name)


def _run(new: Held, day: Sequence[Held]) -> int:
    """How many visits follow each other without half an hour between them, the new one among them."""
    runs: list[list[Held]] = []
    for held in day:
        if runs and held.slot.starts - runs[-1][-1].slot.ends < LUNCH:
            runs[-1].append(held)
        else:
            runs.append([held])
    return next((len(run) for run in runs if new in run), 1)


def _eats_lunch(new: Held, day: Sequence[Held], zone: ZoneInfo) -> bool:
    noon = wall_slot(new.slot.starts.astimezone(zone).date(), *_NOON, zone)
    left = without([noon], [held.slot for held in day])
    return noon.overlaps(new.slot) and not any(span.length >= LUNCH for span in left)


def _beside(new: Held, day: Sequence[Held], limits: Limits, when: datetime, name: str) -> Iterator[Warned]:
    at = day.index(new)
    pairs = [(day[at - 1], new)] if at else []
    pairs += [(new, day[at + 1])] if at + 1 < len(day) else []
    for first, second in pairs:
        gap = second.slot.starts - first.slot.ends
        if first.location != second.location and gap < limits.travel:
            words = f"{name} would have {_minutes(gap)} minutes to travel between two locations on {when:%a %d %b}."
            yield Warned(Soft.TRAVEL, words, new.slot)
        elif gap < limits.after(first):
            least = _minutes(limits.after(first))
            words = f"{name} would have {_minutes(gap)} minutes' pause on {when:%a %d %b at %H:%M}; it should be {least}."
            yield Warned(Soft.PAUSE, words, new.slot)


def _minutes(span: timedelta) -> int:
    return max(0, int(span.total_seconds() // 60))


def of_course(sessions: Sequence[tuple[Slot, bool]], parts: Split, *, cadence: timedelta, zone: ZoneInfo) -> Iterator[Warned]:
    """What is badly placed in a course: its sessions in order, each with whether its own therapist holds it."""
    for number, (slot, own) in enumerate(sessions[:SAME_THERAPIST_FOR], start=1):
        if not own:
            yield Warned(Soft.THERAPIST, f"Session {number} is with another therapist; the first four should not be.", slot)
    for number in range(2, len(sessions) + 1):
        before, slot = sessions[number - 2][0], sessions[number - 1][0]
        first, then = before.starts.astimezone(zone), slot.starts.astimezone(zone)
        days = (then.date() - first.date()).days
        if days > max(LONGEST_GAP, cadence).days:
            words = f"{days} days lie between sessions {number - 1} and {number}: {first:%a %d %b} and {then:%a %d %b}."
            yield Warned(Soft.GAP, words, slot)
        elif phase_of(number, parts) is Phase.ENDING and days > cadence.days + 6:
            words = f"Leave or a closure falls into the ending phase, between {first:%a %d %b} and {then:%a %d %b}."
            yield Warned(Soft.ENDING, words, slot)


def told(found: Sequence[Warned]) -> list[str]:
    """The sentences, one for each kind of conflict; how many more there are stands with it."""
    lines = []
    for code in dict.fromkeys(warned.code for warned in found):
        same = [warned.sentence for warned in found if warned.code is code]
        more = len(same) - 1
        lines.append(same[0] + (f" The same on {more} more date{'s' if more > 1 else ''}." if more else ""))
    return lines
