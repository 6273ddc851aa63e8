"""A block is let go elsewhere: what is written then, what is said, and how it is undone."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from ibh_desktop.queries.schedule import Column
from ui.kit.desk import Desk
from ui.kit.text import short_date
from ui.views.schedule.landing import Landing

if TYPE_CHECKING:
    from ibh_desktop.usecases.before import Before


def move(desk: Desk, held: Landing, column: Column) -> Callable[[], Before]:
    """Work for a worker: the visit moves to where it was let go."""
    block, length = held.block, held.ends - held.starts
    other = _is_other(held, column)

    def work() -> Before:
        from ibh_desktop.usecases import appointments  # noqa: PLC0415 - start-up: brings the rules of booking

        return desk.app.write(
            appointments.move,
            block.id,
            starts=held.starts,
            therapist=(column.therapist or block.therapist) if other else None,
            room=column.room if other else None,
            minutes=None if length == block.ends - block.starts else int(length.total_seconds()) // 60,
            version=block.version,
        )

    return work


def undo(desk: Desk, before: Before) -> Callable[[], None]:
    """Work for a worker: the visit goes back."""
    from ibh_desktop.usecases import appointments  # noqa: PLC0415 - loaded by the move

    return partial(desk.app.write, appointments.restore, before)


def said(held: Landing, column: Column) -> str:
    """Who was moved to when, with the end where the length changed and the room where that did."""
    block = held.block
    words = f"{block.name} moved to {short_date(held.starts.date())} {held.starts:%H:%M}"
    if held.ends - held.starts != block.ends - block.starts:
        words += f"–{held.ends:%H:%M}"
    if column.therapist is None and _is_other(held, column):
        words += f", {column.name}"
    return words


def _is_other(held: Landing, column: Column) -> bool:
    # Rooms change with the column: in the room view to its room, in the day view to that of the other therapist.
    block = held.block
    return column.room != block.room if column.therapist is None else column.therapist != block.therapist
