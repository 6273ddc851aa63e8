"""Why a visit cannot land somewhere, sentence by sentence, and how blocks that overlap share the width."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from ibh_desktop.domain.appointments import Status
from ibh_desktop.domain.ids import AppointmentId, LocationId, RoomId, TherapistId
from ibh_desktop.domain.slots import Slot
from ibh_desktop.queries.schedule import Block, Column, DayBoard
from ui.views.schedule.geometry import geometry, lanes
from ui.views.schedule.landing import landing, unmoved, why_not

ON, ZONE, HERE = date(2026, 10, 6), ZoneInfo("America/Chicago"), LocationId(1)
NOW = datetime(2026, 10, 6, 12, 0, tzinfo=UTC)
"""Seven in the morning."""


def _at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 10, 6, hour, minute, tzinfo=ZONE)


def _block(key: int, who: int, starts: datetime, ends: datetime, room: int = 1) -> Block:
    return Block(
        AppointmentId(key),
        1,
        starts,
        ends,
        TherapistId(who),
        None,
        f"Patient {key}",
        "",
        None,
        Status.SCHEDULED,
        None,
        RoomId(room),
        overbooked=False,
        location=HERE,
    )


MINE = _block(1, 1, _at(9), _at(9, 50))
NEXT = _block(2, 1, _at(11), _at(11, 50))
OTHER = _block(3, 2, _at(14), _at(14, 50), room=2)
IN_MY_ROOM = _block(4, 2, _at(15), _at(15, 50), room=1)


def _person(who: int, *blocks: Block) -> Column:
    worked = (Slot(_at(8), _at(12)), Slot(_at(13), _at(17)))
    pause = (Slot(_at(12), _at(13)),)
    off = (Slot(_at(16), _at(17)),)
    name = "Dr Lee" if who == 1 else "Ana Cole"
    return Column(TherapistId(who), name, "", RoomId(who), worked, (), off, blocks, ON, pause, location=HERE, locations=(HERE,))


PEOPLE = (_person(1, MINE, NEXT), _person(2, OTHER, IN_MY_ROOM))
BOARD = DayBoard(ON, HERE, "Birmingham", ZONE, PEOPLE, "", PEOPLE)


@pytest.mark.parametrize(
    ("starts", "column", "reason"),
    [
        (_at(11, 30), 0, "Dr Lee is with another patient from 11:00 to 11:50."),
        (_at(14, 30), 1, "Ana Cole is with another patient from 14:00 to 14:50."),
        (_at(15), 0, "The room is in use from 15:00 to 15:50."),
        (_at(12), 0, "Dr Lee has a break from 12:00 to 13:00."),
        (_at(16, 5), 0, "Dr Lee is away from 16:00 to 17:00."),
        (_at(7, 30), 0, "Dr Lee does not work here from 07:30 to 08:20."),
        (_at(6), 0, "This time has passed. Choose a later one."),
        (_at(9, 25), 0, ""),
        (_at(10), 1, ""),
    ],
)
def test_a_ghost_says_why_it_cannot_land(starts: datetime, column: int, reason: str) -> None:
    ends = starts + (MINE.ends - MINE.starts)
    assert landing(BOARD, MINE, column=column, starts=starts, ends=ends, now=NOW).reason == reason


def test_a_longer_visit_is_refused_where_the_next_begins() -> None:
    held = landing(BOARD, MINE, column=0, starts=MINE.starts, ends=_at(11, 5), now=NOW)
    assert held.reason == "Dr Lee is with another patient from 11:00 to 11:50."
    assert landing(BOARD, MINE, column=0, starts=MINE.starts, ends=_at(11), now=NOW).reason == ""


def test_what_has_begun_is_elsewhere_or_on_a_closed_or_free_day_does_not_land() -> None:
    wanted, column = Slot(_at(10), _at(10, 50)), PEOPLE[0]
    begun = replace(MINE, status=Status.IN_SESSION)
    assert why_not(BOARD, begun, column, wanted, NOW) == "An appointment that is in session cannot be moved."
    shut = replace(column, closed="Columbus Day")
    assert why_not(BOARD, MINE, shut, wanted, NOW) == "Closed on Tuesday 6 October: Columbus Day."
    elsewhere = replace(MINE, location=LocationId(2))
    assert why_not(BOARD, elsewhere, column, wanted, NOW) == "This visit is at another location than Dr Lee on that day."
    told = "Dr Lee's license runs to 05 Oct 2026 and does not cover Tue 06 Oct 2026."
    ended = replace(BOARD, people=(replace(column, unlicensed=told),))
    assert why_not(ended, MINE, column, wanted, NOW) == told
    idle = replace(BOARD, people=(replace(column, worked=()),))
    assert why_not(idle, MINE, column, wanted, NOW) == "Dr Lee does not work on Tuesday 6 October."


def test_in_the_room_view_the_room_and_the_therapist_must_both_be_free() -> None:
    room = Column(None, "Room 2", "", RoomId(2), (), (), (), (OTHER,), ON, location=HERE)
    board = replace(BOARD, columns=(room,))
    assert why_not(board, MINE, room, Slot(_at(14), _at(14, 50)), NOW) == "The room is in use from 14:00 to 14:50."
    assert "Dr Lee is with another patient" in why_not(board, MINE, room, Slot(_at(11), _at(11, 50)), NOW)
    assert why_not(board, MINE, room, Slot(MINE.starts, MINE.ends), NOW) == ""
    assert not unmoved(board, landing(board, MINE, column=0, starts=MINE.starts, ends=MINE.ends, now=NOW))


def test_overlapping_blocks_share_the_width_and_touching_ones_do_not() -> None:
    beside = _block(5, 1, _at(9, 30), _at(10))
    after = _block(6, 1, _at(10), _at(10, 50))
    assert lanes([MINE, beside, after]) == {1: (0, 2), 5: (1, 2), 6: (0, 1)}
    column = replace(PEOPLE[0], blocks=(MINE, beside, after))
    placed = dict(geometry(replace(BOARD, columns=(column,)), 800).placed(0))
    assert not placed[MINE].intersects(placed[beside])
    assert placed[after].width() > placed[MINE].width() + placed[beside].width() - 4
