"""The calendar's other modes: rooms, a therapist's week, a month's load."""

from datetime import date, timedelta

from ibh_desktop.app import App
from ibh_desktop.domain.appointments import HOLDING
from ibh_desktop.domain.ids import LocationId, TherapistId
from ibh_desktop.domain.slots import Slot
from ibh_desktop.queries import schedule, schedule_month
from ibh_desktop.usecases import roster as roster_writes
from tests.integration.world import MONDAY, Clinic, at, later

PLACE, ANA = LocationId(1), TherapistId(1)


def test_the_room_board_holds_the_same_visits_as_the_day_each_once(sample: App) -> None:
    day = sample.read(schedule.day, on=MONDAY, location=PLACE)
    board = sample.read(schedule.rooms, on=MONDAY, location=PLACE)
    by_room = [block.id for column in board.columns for block in column.blocks]
    assert sorted(by_room) == sorted(block.id for column in day.columns for block in column.blocks)
    assert board.people == day.columns
    assert board.columns[-1].room is None
    for column in board.columns[:-1]:
        assert all(block.room == column.room for block in column.blocks)
        taken = [Slot(b.starts, b.ends) for b in column.blocks if b.status in HOLDING]
        assert not any(free.overlaps(one) for free in column.free for one in taken)


def test_a_week_says_of_each_day_what_the_day_board_says(sample: App) -> None:
    week = sample.read(schedule.week, monday=MONDAY, therapist=ANA, location=PLACE)
    assert [column.on for column in week.columns] == [MONDAY + timedelta(days=n) for n in range(5)]
    for column in week.columns:
        assert column.location is not None
        day = sample.read(schedule.day, on=column.on, location=column.location)
        same = next((other for other in day.columns if other.therapist == ANA), None)
        if same is not None:
            assert (same.worked, same.free, same.breaks, same.off) == (column.worked, column.free, column.breaks, column.off)
            assert {block.id for block in same.blocks} <= {block.id for block in column.blocks}


def test_breaks_lie_between_the_spans_that_are_worked(sample: App) -> None:
    week = sample.read(schedule.week, monday=MONDAY, therapist=ANA, location=PLACE)
    pauses = [(column, pause) for column in week.columns for pause in column.breaks]
    assert pauses
    assert not any(span.overlaps(pause) for column, pause in pauses for span in column.worked)


def test_time_off_of_several_days_is_cut_at_midnight_of_each(clinic: Clinic) -> None:
    manager, ana = clinic.as_role("morgan"), clinic.ids.ana
    first, last = later(0, 1), later(0, 3)
    manager.write(roster_writes.add_time_off, ana, starts=at(first, 8), ends=at(last, 10))
    week = manager.read(schedule.week, monday=MONDAY, therapist=ana, location=clinic.ids.birmingham)
    away = {column.on: column.off for column in week.columns if column.off}
    assert sorted(away) == [first, later(0, 2), last]
    for on, spans in away.items():
        assert [span.starts.date() for span in spans] == [on]
        assert all(span.length <= timedelta(days=1) for span in spans)


def test_a_month_counts_visits_and_minutes_of_whole_weeks(sample: App) -> None:
    board = sample.read(schedule_month.month, on=MONDAY, location=PLACE)
    assert board.first == MONDAY.replace(day=1)
    assert (board.days[0].on.weekday(), board.days[-1].on.weekday(), len(board.days) % 7) == (0, 6, 0)
    shown = next(day for day in board.days if day.on == MONDAY)
    day = sample.read(schedule.day, on=MONDAY, location=PLACE)
    held = [block for column in day.columns for block in column.blocks if block.status in HOLDING]
    assert shown.visits == len(held)
    assert shown.booked == sum((block.ends - block.starts).seconds // 60 for block in held)
    assert shown.bookable >= sum((span.ends - span.starts).seconds // 60 for c in day.columns for span in c.free)


def test_a_closed_day_of_a_month_has_a_name_and_nothing_to_book(sample: App) -> None:
    board = sample.read(schedule_month.month, on=date(2027, 1, 20), location=PLACE)
    new_year = next(day for day in board.days if day.on == date(2027, 1, 1))
    assert new_year.closed.startswith("New Year")
    assert new_year.bookable == 0
