"""A block on its way to another place, and the reason why it cannot land there: the same sentences as the use case's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from ibh_desktop.domain.appointments import UPCOMING
from ibh_desktop.domain.slots import Slot, lies_within
from ibh_desktop.queries.schedule_blocks import Block, Column, DayBoard, Mode


@dataclass(frozen=True, slots=True)
class Ghost:
    """Where a block would land; without a reason it can."""

    block: Block
    column: int
    starts: datetime
    ends: datetime
    reason: str = ""

    @property
    def minutes(self) -> int:
        """Its length."""
        return int((self.ends - self.starts).total_seconds() // 60)


def held_at(board: DayBoard, block: Block, column: int, wanted: Slot) -> Ghost:
    """A block held over a place."""
    return Ghost(block, column, *wanted, against(board, block, board.columns[column], wanted))


def against(board: DayBoard, block: Block, target: Column, wanted: Slot) -> str:
    """Why a block cannot land there as far as this board shows; empty when it can. The use case has the last word."""
    if block.status not in UPCOMING:
        return f"This visit is {block.status.value} and stays where it is."
    if target.closed or board.closed:
        return "The location is closed on this day."
    whose = target.name if board.mode is Mode.ROOMS else _who(board, target)
    for away in target.off:
        if away.overlaps(wanted):
            return f"{whose} is away from {_span(away)}."
    for other in target.blocks:
        if other.id != block.id and Slot(other.starts, other.ends).overlaps(wanted):
            doing = "in use" if board.mode is Mode.ROOMS else "with another patient"
            return f"{whose} is {doing} from {_span(other)}."
    for pause in target.breaks:
        if pause.overlaps(wanted):
            return f"{whose} has a break from {_span(pause)}."
    if not lies_within(wanted, target.worked):
        return "The location is not open then." if board.mode is Mode.ROOMS else f"{whose} does not work then."
    return ""


def _who(board: DayBoard, target: Column) -> str:
    return board.location_name.partition(",")[0] if board.mode is Mode.WEEK else target.name


def _span(span: Slot | Block) -> str:
    return f"{span.starts:%H:%M} to {span.ends:%H:%M}"
