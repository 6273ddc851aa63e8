"""The columns of the waitlist: a freed time and somebody who waits stand in one table."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from ibh_desktop.domain.appointments import MINUTES, Kind
from ibh_desktop.domain.inquiries import WORDS, Triage
from ibh_desktop.queries.waitlist import FreedLine, WaitingLine
from ui.dialogs.waitlist_entry import held_until, when_of
from ui.kit import discreet
from ui.kit.table import Column
from ui.kit.text import short_date

Line = FreedLine | WaitingLine
Now = Callable[[], datetime]
_TONES = {Triage.URGENT: "danger", Triage.SOON: "warning", Triage.ROUTINE: "neutral"}


def columns(now: Now) -> tuple[Column[Line], ...]:
    """When and who first; what gives way where the window is narrow stands at the right."""
    return (
        Column("When, or since", when, 126),
        Column("Who", who, 168, strong=True),
        Column("Triage, or place", place, 118, tone=tone),
        Column("Suits, or waits for", suits, hint=lambda line: (suits(line),)),
        Column("Why, or last offer", lambda line: why(line, now()), 262, optional=True, hint=lambda line: hint(line, now())),
    )


def when(line: Line) -> str:
    """When a time is, or since when somebody waits."""
    if isinstance(line, FreedLine):
        return f"{short_date(line.starts.date())} {line.starts:%H:%M}"
    return f"since {line.since.day} {line.since:%b}"


def who(line: Line) -> str:
    """Whose time it is, or who waits."""
    return line.therapist_name if isinstance(line, FreedLine) else discreet.name(line.name)


def place(line: Line) -> str:
    """How soon somebody is seen, or where a freed time is."""
    return line.location_name if isinstance(line, FreedLine) else WORDS[line.level]


def tone(line: Line) -> str:
    """The colour beside the words."""
    return "" if isinstance(line, FreedLine) else _TONES.get(line.level, "danger")


def suits(line: Line) -> str:
    """How many a time suits and who is first, or what somebody waits for."""
    if isinstance(line, WaitingLine):
        usual = line.wishes.kind is Kind.THERAPY and line.wishes.minutes == MINUTES[Kind.THERAPY]
        return line.words if usual else f"{line.words}; {line.wishes.kind.value}, {line.wishes.minutes} min"
    first = line.first
    if first is None:
        return f"all {len(line.matches)} were asked" if line.matches else "nobody who waits"
    return f"{len(line.matches)}, first {discreet.name(first.name)}"


def why(line: Line, now: datetime) -> str:
    """Why the first one is first, or what became of the last offer."""
    if isinstance(line, FreedLine):
        return line.first.reason if line.first is not None else ""
    offer = line.offer
    if offer is None:
        return "none yet"
    if offer.is_open(now):
        return f"{held_until(offer, now)}: {when_of(offer)}"
    said = "expired" if offer.answer is None else offer.answer.value
    return f"{said}: {when_of(offer)}"


def hint(line: Line, now: datetime) -> tuple[str, ...]:
    """The same, and the note."""
    note = (line.note,) if isinstance(line, WaitingLine) and line.note else ()
    return (why(line, now), *note)
