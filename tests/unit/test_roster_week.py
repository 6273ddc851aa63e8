"""Drawing a week: painting joins and fills, rubbing out trims, breaks and removes, and what is saved is what was drawn."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ibh_desktop.domain.clocks import minutes, time_of
from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.ids import LocationId, RoomId, ShiftId, TherapistId
from ibh_desktop.domain.roster import DayException, Hours, Shift, worked_on
from ibh_desktop.domain.roster_changes import DrawnWeek, RosterChange, drawn_change, roster_then
from ibh_desktop.domain.roster_week import (
    Span,
    changed_days,
    copied,
    hours_of,
    laid,
    moved,
    painted,
    resized,
    rubbed_out,
)

HERE, THERE, ANA = LocationId(1), LocationId(2), TherapistId(7)
MONDAY = date(2027, 1, 4)


def hours(first: int, last: int) -> Hours:
    """Hours from one minute of the day to another."""
    return Hours(time_of(first), time_of(last))


def span(first: int, last: int, *pauses: tuple[int, int], weekday: int = 0, location: LocationId = HERE) -> Span:
    """A span in minutes after midnight."""
    return Span(weekday, location, hours(first, last), tuple(hours(*pause) for pause in pauses))


def test_painting_beside_a_span_joins_it_and_over_a_break_fills_it() -> None:
    week = painted((span(480, 720, (600, 630)),), span(720, 900))
    assert week == (span(480, 900, (600, 630)),)
    assert painted(week, span(595, 620)) == (span(480, 900, (620, 630)),)
    assert painted(week, span(590, 640)) == (span(480, 900),)
    apart = painted(week, span(960, 1020))
    assert apart == (span(480, 900, (600, 630)), span(960, 1020))
    assert painted(apart, span(890, 970)) == (span(480, 1020, (600, 630)),)


def test_painting_where_another_location_is_worked_is_refused_and_beside_it_is_not() -> None:
    week = (span(480, 720),)
    with pytest.raises(Refused, match="Monday 08:00–12:00 is worked at another location"):
        painted(week, span(660, 780, location=THERE))
    assert painted(week, span(720, 780, location=THERE)) == (span(480, 720), span(720, 780, location=THERE))
    with pytest.raises(Refused, match="at least 15 minutes"):
        painted(week, span(900, 910))


def test_rubbing_out_trims_an_edge_breaks_the_middle_and_takes_the_whole() -> None:
    week = (span(480, 1020, (720, 780)),)
    assert rubbed_out(week, 0, (450, 540)) == (span(540, 1020, (720, 780)),)
    assert rubbed_out(week, 0, (960, 1100)) == (span(480, 960, (720, 780)),)
    assert rubbed_out(week, 0, (780, 800)) == (span(480, 1020, (720, 800)),)
    assert rubbed_out(week, 0, (480, 730)) == (span(780, 1020),), "no shift begins with a break"
    assert rubbed_out(week, 0, (400, 1100)) == ()
    assert rubbed_out(week, 1, (400, 1100)) == week


def test_a_span_moves_with_its_breaks_and_stays_inside_the_day() -> None:
    one = replace(span(480, 720, (540, 555)), shift=ShiftId(3), room=RoomId(4))
    assert moved((one,), one, weekday=0, by=60) == (replace(one, hours=hours(540, 780), breaks=(hours(600, 615),)),)
    (other,) = moved((one,), one, weekday=3, by=-600)
    assert (other.weekday, other.hours, other.shift) == (3, hours(0, 240), None)
    assert resized((one,), one, (550, 700)) == (replace(one, hours=hours(550, 700), breaks=()),)


def test_a_copied_week_laid_on_the_same_week_changes_nothing() -> None:
    week = (replace(span(480, 720), shift=ShiftId(3), room=RoomId(4)), span(780, 900, weekday=2))
    assert laid(week, copied(week)) == week
    assert changed_days(week, laid(week, copied(week))) == []
    (monday, _) = laid((), copied(week))
    assert (monday.shift, monday.room) == (None, None)
    assert hours_of(week) == 6.0


STROKES = st.lists(
    st.tuples(st.booleans(), st.integers(0, 6), st.integers(0, 90), st.integers(1, 60)).map(
        lambda s: (s[0], s[1], s[2] * 15, min(1435, s[2] * 15 + s[3] * 15))
    ),
    max_size=12,
)


@given(STROKES)
def test_what_is_worked_is_what_the_hand_drew(strokes: list[tuple[bool, int, int, int]]) -> None:
    week: tuple[Span, ...] = ()
    worked: dict[int, set[int]] = {day: set() for day in range(7)}
    for paint, day, first, last in strokes:
        if last - first < 15:
            continue
        week = painted(week, span(first, last, weekday=day)) if paint else rubbed_out(week, day, (first, last))
        worked[day] = worked[day] | set(range(first, last)) if paint else worked[day] - set(range(first, last))
    for day in range(7):
        pieces = [piece for one in week if one.weekday == day for piece in one.pieces]
        shown = {minute for piece in pieces for minute in range(minutes(piece.starts), minutes(piece.ends))}
        assert shown <= worked[day]
        assert len(worked[day] - shown) < 15 * 24, "only slivers are dropped"
        spans = [one.bounds for one in week if one.weekday == day]
        assert all(a[1] < b[0] for a, b in pairwise(spans)), "what touches is one piece"


def weekly(first: int, last: int, weekday: int = 0, *, every: int = 1, to_on: date | None = None) -> Shift:
    """A weekly shift since long ago, worked in the week of `MONDAY`."""
    began = MONDAY - timedelta(weeks=4 * every) + timedelta(days=weekday)
    return Shift(ANA, HERE, weekday, hours(first, last), began, to_on, every_weeks=every)


def seen_of(shifts: dict[ShiftId, Shift]) -> tuple[Span, ...]:
    """The week as it is seen."""
    return tuple(Span(s.weekday, s.location, s.hours, s.breaks, s.room, s.every_weeks, key) for key, s in shifts.items())


def change(shifts: dict[ShiftId, Shift], after: tuple[Span, ...], *, once: bool, today: date = MONDAY) -> RosterChange:
    """What drawing `after` over the week changes."""
    return drawn_change(DrawnWeek(ANA, MONDAY, seen_of(shifts), after, once), shifts, (), today)


def test_from_this_week_on_a_changed_shift_ends_before_and_begins_anew() -> None:
    shifts = {ShiftId(1): weekly(480, 720), ShiftId(2): weekly(480, 720, 1)}
    before = seen_of(shifts)
    made = change(shifts, resized(before, before[0], (480, 900)), once=False)
    assert made.ended == ((ShiftId(1), MONDAY - timedelta(days=1)),)
    assert [(s.hours, s.from_on, s.to_on) for s in made.added] == [(hours(480, 900), MONDAY, None)]
    assert made.exceptions == ()


def test_a_day_that_is_over_changes_from_its_next_turn_on() -> None:
    shifts = {ShiftId(1): weekly(480, 720, every=2)}
    before = seen_of(shifts)
    made = change(shifts, resized(before, before[0], (480, 900)), once=False, today=MONDAY + timedelta(days=2))
    assert made.ended == ((ShiftId(1), MONDAY + timedelta(days=13)),)
    (new,) = made.added
    assert (new.from_on, new.every_weeks) == (MONDAY + timedelta(days=14), 2)


def test_a_shift_that_is_over_before_the_change_is_neither_ended_again_nor_begun_anew() -> None:
    shifts = {ShiftId(1): weekly(480, 720, to_on=MONDAY)}
    before = seen_of(shifts)
    made = change(shifts, resized(before, before[0], (480, 900)), once=False, today=MONDAY + timedelta(days=2))
    assert (made.ended, made.added) == ((), ())


def test_this_week_alone_becomes_exceptions_a_piece_each_or_none_where_it_is_as_always() -> None:
    shifts = {ShiftId(1): weekly(480, 720), ShiftId(2): weekly(480, 720, 1)}
    before = seen_of(shifts)
    after = rubbed_out(rubbed_out(before, 0, (540, 600)), 1, (0, 1440))
    made = change(shifts, after, once=True)
    assert made.exceptions == (
        DayException(ANA, MONDAY, HERE, hours(480, 540)),
        DayException(ANA, MONDAY, HERE, hours(600, 720)),
        DayException(ANA, MONDAY + timedelta(days=1)),
    )
    back = DrawnWeek(ANA, MONDAY, (), before, once=True)
    off = [DayException(ANA, MONDAY), DayException(ANA, MONDAY + timedelta(days=1))]
    undone = drawn_change(back, shifts, off, MONDAY)
    assert (undone.exceptions, undone.cleared) == ((), (MONDAY, MONDAY + timedelta(days=1)))


@given(strokes=STROKES, once=st.booleans(), every=st.sampled_from([1, 2]))
def test_the_roster_after_a_drawn_week_is_the_drawing(
    *, strokes: list[tuple[bool, int, int, int]], once: bool, every: int
) -> None:
    shifts = {ShiftId(n + 1): weekly(480, 1020, n, every=every) for n in range(5)}
    after = seen_of(shifts)
    for paint, day, first, last in strokes:
        if last - first >= 15:
            after = painted(after, span(first, last, weekday=day)) if paint else rubbed_out(after, day, (first, last))
    then, special = roster_then(change(shifts, after, once=once), shifts, [])
    for day in range(7):
        on = MONDAY + timedelta(days=day)
        worked = sorted((s.hours.starts, s.hours.ends) for s in worked_on(then, special, on))
        drawn = [one for one in after if one.weekday == day]
        whole = [(one.hours.starts, one.hours.ends) for one in drawn]
        pieces = [(piece.starts, piece.ends) for one in drawn for piece in one.pieces]
        assert worked == sorted(whole) or worked == sorted(pieces)
        if once:
            later = on + timedelta(weeks=4)
            assert worked_on(then, special, later) == [s for s in shifts.values() if s.runs_on(later)]
