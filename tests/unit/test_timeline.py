"""The geometry of a course on one page, in days."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ibh_desktop.domain.appointments import CANCELLED, Kind, Status
from ibh_desktop.domain.ids import AppointmentId
from ibh_desktop.domain.phases import Phase, split
from ibh_desktop.domain.timeline import Band, Visit, axis, bands, marks, numbered, phases_made, ticks, usual_gap

FIRST = date(2027, 1, 4)


def weekly(statuses: list[Status]) -> list[Visit]:
    """One visit a week."""
    return [Visit(AppointmentId(n), FIRST + timedelta(weeks=n), status) for n, status in enumerate(statuses)]


@pytest.mark.parametrize("sessions", [1, 4, 8, 12, 16, 20, 60])
@pytest.mark.parametrize("width", [400, 900, 9000])
def test_date_labels_never_crowd(sessions: int, width: int) -> None:
    shown = axis([visit.on for visit in weekly([Status.SCHEDULED] * sessions)])
    per_day = width / shown.days
    days = [day for day, _ in ticks(shown, per_day=per_day, room=78)]
    assert days
    assert all((b - a) * per_day >= 78 for a, b in pairwise(days))
    assert len({b - a for a, b in pairwise(days)}) <= 1
    assert all(shown.on(day).weekday() == 0 for day in days)
    assert all(0 <= day < shown.days for day in days)


def test_dates_of_a_long_course_carry_their_year_once_and_months_always() -> None:
    shown = axis([FIRST, FIRST + timedelta(days=900)])
    near = [words for _, words in ticks(shown, per_day=20, room=78)]
    assert near[:2] == ["4 Jan 2027", "11 Jan"]
    assert [words for words in near if "2028" in words] == ["3 Jan 2028"]
    far = [words for _, words in ticks(shown, per_day=1, room=78)]
    assert far[0] == "Jan 2027"
    assert all(words[-4:].isdigit() for words in far)


def test_days_and_dates_are_each_others_opposite() -> None:
    shown = axis([FIRST, FIRST + timedelta(days=200)])
    assert shown.on(shown.day(FIRST)) == FIRST
    assert 0 < shown.day(FIRST) < shown.day(FIRST + timedelta(days=200)) < shown.days


def test_missed_sessions_carry_no_number() -> None:
    statuses = [Status.COMPLETED, Status.NO_SHOW, Status.COMPLETED, Status.LATE_CANCEL, Status.SCHEDULED]
    shown = axis([FIRST, FIRST + timedelta(days=100)])
    assert [mark.number for mark in marks(weekly(statuses), split(16), shown)] == [1, None, 2, None, 3]


def test_marks_come_in_order_of_time() -> None:
    visits = weekly([Status.SCHEDULED] * 6)
    shown = axis([visit.on for visit in visits])
    assert [mark.number for mark in marks(visits[::-1], split(16), shown)] == [1, 2, 3, 4, 5, 6]


statuses = st.lists(st.sampled_from(Status), min_size=1, max_size=60)


@given(statuses, st.sampled_from([4, 8, 12, 16, 20, 60]))
@settings(max_examples=80, deadline=None)
def test_phase_bands_never_overlap_and_stand_in_order(found: list[Status], planned: int) -> None:
    visits = weekly(found)
    shown = axis([visit.on for visit in visits])
    placed = marks(visits, split(planned), shown)
    drawn = bands(placed)
    assert [band.phase for band in drawn] == [phase for phase in Phase if phase in {band.phase for band in drawn}]
    assert all(band.first <= band.last for band in drawn)
    assert all(a.last < b.first for a, b in pairwise(drawn))
    for mark in placed:
        if mark.status not in CANCELLED:
            assert any(band.first <= mark.day <= band.last and band.phase is mark.phase for band in drawn)


def test_two_sessions_on_one_day_do_not_turn_a_band_around() -> None:
    """A double session across the border of two phases."""
    visits = [Visit(AppointmentId(n), FIRST, Status.COMPLETED) for n in range(2)]
    drawn = bands(marks(visits, split(4), axis([FIRST])))
    assert all(band.first <= band.last for band in drawn)


def test_phases_stand_as_they_were_until_today_and_as_planned_from_then_on() -> None:
    planned = [Band(Phase.INITIAL, 0, 20), Band(Phase.MIDDLE, 21, 90), Band(Phase.ENDING, 91, 110)]
    made = phases_made([(35, Phase.MIDDLE)], first=0, today=50, planned=planned, start=Phase.INITIAL)
    assert made == [Band(Phase.INITIAL, 0, 34), Band(Phase.MIDDLE, 35, 90), Band(Phase.ENDING, 91, 110)]


def test_a_phase_that_was_gone_back_to_stands_twice() -> None:
    planned = [Band(Phase.INITIAL, 0, 20), Band(Phase.MIDDLE, 21, 90)]
    moves = [(10, Phase.MIDDLE), (30, Phase.INITIAL), (40, Phase.MIDDLE)]
    made = phases_made(moves, first=0, today=50, planned=planned, start=Phase.INITIAL)
    assert [band.phase.value for band in made] == ["initial", "middle", "initial", "middle"]
    assert made[-1].last == 90


@given(st.lists(st.tuples(st.integers(-10, 100), st.sampled_from(Phase)), max_size=6).map(sorted), st.integers(0, 120))
@settings(max_examples=80, deadline=None)
def test_real_phases_never_overlap(moves: list[tuple[int, Phase]], today: int) -> None:
    planned = [Band(Phase.INITIAL, 0, 20), Band(Phase.MIDDLE, 21, 90), Band(Phase.ENDING, 91, 110)]
    past = [(min(day, today), phase) for day, phase in moves]
    made = phases_made(past, first=0, today=today, planned=planned, start=Phase.INITIAL)
    assert all(band.first <= band.last for band in made)
    assert all(a.last < b.first for a, b in pairwise(made))
    assert made[-1].last >= today


def test_sessions_are_dated_by_the_number_they_carry() -> None:
    found = numbered(weekly([Status.COMPLETED, Status.NO_SHOW, Status.SCHEDULED]))
    assert found == {1: FIRST, 2: FIRST + timedelta(weeks=2)}


def test_the_usual_gap_is_that_of_most_sessions() -> None:
    assert usual_gap([0, 7, 14, 15, 21, 28]) == 7
    assert usual_gap([0, 28, 56]) == 28
    assert usual_gap([5, 5]) == usual_gap([]) == 7


def test_an_intake_is_a_mark_without_a_number_until_it_counts() -> None:
    first = Visit(AppointmentId(0), FIRST, Status.COMPLETED, Kind.INTAKE)
    others = [Visit(AppointmentId(n), FIRST + timedelta(weeks=n), Status.SCHEDULED) for n in (1, 2)]
    shown = axis([visit.on for visit in (first, *others)])
    apart = marks([first, *others], split(8), shown)
    assert [(mark.number, mark.label) for mark in apart] == [(0, "intake"), (1, "session"), (2, "session")]
    assert numbered([first, *others]) == {1: others[0].on, 2: others[1].on}
    ticked = replace(first, intake_counts=True)
    assert [(mark.number, mark.label) for mark in marks([ticked, *others], split(8), shown)] == [
        (1, "session"),
        (2, "session"),
        (3, "session"),
    ]
