"""Whether a visit held over the calendar can land there, from what the board shows; the use case stays the judge."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from ibh_desktop.domain.appointments import HOLDING, UPCOMING
from ibh_desktop.domain.slots import Slot
from ibh_desktop.queries.schedule import Block, Column, DayBoard

_GRACE = timedelta(minutes=5)
"""As the use case gives."""


@dataclass(frozen=True, slots=True)
class Landing:
    """A block on its way: the column and span in which it would land, and why it cannot, when it cannot."""

    block: Block
    column: int
    starts: datetime
    ends: datetime
    reason: str = ""


def landing(board: DayBoard, block: Block, *, column: int, starts: datetime, ends: datetime, now: datetime) -> Landing:
    """Hold a block over a place of the board."""
    return Landing(block, column, starts, ends, why_not(board, block, board.columns[column], Slot(starts, ends), now))


def unmoved(board: DayBoard, held: Landing) -> bool:
    """Whether it would land where it came from."""
    target, block = board.columns[held.column], held.block
    same = target.room == block.room if target.therapist is None else target.therapist == block.therapist
    return same and (held.starts, held.ends) == (block.starts, block.ends)


def why_not(board: DayBoard, block: Block, target: Column, wanted: Slot, now: datetime) -> str:
    """A whole sentence, as the use case would say it; empty when nothing on the board is in the way."""
    if block.status not in UPCOMING:
        return f"An appointment that is {block.status.value} cannot be moved."
    if wanted.starts < now - _GRACE:
        return "This time has passed. Choose a later one."
    if target.closed:
        return f"Closed on {target.on:%A} {target.on.day} {target.on:%B}: {target.closed}."
    who = target.therapist or block.therapist
    person = next((one for one in board.people if (one.therapist, one.on) == (who, target.on)), None)
    if person is None:
        return "The therapist does not work here on this day."
    if person.unlicensed:
        return person.unlicensed
    if not person.worked:
        return f"{_who(person)} does not work on {target.on:%A} {target.on.day} {target.on:%B}."
    if block.location not in person.locations:
        return f"This visit is at another location than {_who(person)} on that day."
    return _busy(person, block, wanted) or _room_taken(board, target, block, wanted) or _away(person, wanted)


def _busy(person: Column, block: Block, wanted: Slot) -> str:
    clash = next((one for one in person.blocks if _in_the_way(one, block, wanted)), None)
    return f"{_who(person)} is with another patient {_span(clash.starts, clash.ends)}." if clash else ""


def _room_taken(board: DayBoard, target: Column, block: Block, wanted: Slot) -> str:
    moved_on = target.therapist is not None and target.therapist != block.therapist
    room = target.room if target.therapist is None or moved_on else block.room
    if room is None:
        return ""
    rivals = (one for column in board.people for one in column.blocks if one.room == room)
    clash = next((one for one in rivals if _in_the_way(one, block, wanted)), None)
    return f"The room is in use {_span(clash.starts, clash.ends)}." if clash else ""


def _away(person: Column, wanted: Slot) -> str:
    if off := next((span for span in person.off if span.overlaps(wanted)), None):
        return f"{_who(person)} is away {_span(off.starts, off.ends)}."
    if pause := next((span for span in person.breaks if span.overlaps(wanted)), None):
        return f"{_who(person)} has a break {_span(pause.starts, pause.ends)}."
    if not any(span.starts <= wanted.starts and wanted.ends <= span.ends for span in person.worked):
        return f"{_who(person)} does not work here {_span(*wanted)}."
    return ""


def _in_the_way(other: Block, block: Block, wanted: Slot) -> bool:
    return other.id != block.id and other.status in HOLDING and Slot(other.starts, other.ends).overlaps(wanted)


def _who(person: Column) -> str:
    return person.person or person.name


def _span(starts: datetime, ends: datetime) -> str:
    return f"from {starts:%H:%M} to {ends:%H:%M}"
