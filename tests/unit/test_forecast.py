"""Hours that free up: whose end frees which weekly hour, from which date, and how many a week."""

from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ibh_desktop.domain.forecast import Held, course_end, freed, per_week, usual_hour
from ibh_desktop.domain.ids import LocationId, TherapistId

MONDAY = date(2027, 1, 4)
ANA, BEN, HERE = TherapistId(1), TherapistId(2), LocationId(1)


def _held(
    weeks: int, *, weekday: int = 0, at: time = time(10), who: TherapistId = ANA, length: int = 50, unbooked: int = 0
) -> Held:
    last = MONDAY + timedelta(weeks=weeks, days=weekday)
    return Held(who, HERE, weekday, at, length, last, last + timedelta(weeks=unbooked))


def test_an_hour_is_free_in_the_week_after_the_last_session() -> None:
    (one,) = freed([_held(3, weekday=2)], MONDAY)
    assert one.from_on == MONDAY + timedelta(weeks=4, days=2)


def test_a_last_session_on_another_day_frees_the_usual_weekday_after_it() -> None:
    wednesday = MONDAY + timedelta(days=2)
    (one,) = freed([Held(ANA, HERE, 0, time(10), 50, wednesday, wednesday)], MONDAY)
    assert one.from_on == MONDAY + timedelta(weeks=1)


def test_an_hour_that_the_next_course_has_already_is_freed_by_that_one_only() -> None:
    found = freed([_held(2), _held(9, at=time(10, 30)), _held(4, who=BEN)], MONDAY)
    assert [(each.hour.therapist, each.from_on) for each in found] == [
        (BEN, MONDAY + timedelta(weeks=5)),
        (ANA, MONDAY + timedelta(weeks=10)),
    ]


def test_hours_that_touch_do_not_hold_each_other() -> None:
    assert len(freed([_held(2), _held(9, at=time(10, 50))], MONDAY)) == 2


def test_two_courses_that_end_together_free_one_hour() -> None:
    assert len(freed([_held(2), _held(2)], MONDAY)) == 1


def test_only_the_weeks_ahead_are_forecast() -> None:
    assert freed([_held(15), _held(-2, weekday=1)], MONDAY) == []
    assert len(freed([_held(14)], MONDAY)) == 1


def test_sessions_not_booked_yet_push_the_end_and_make_it_expected() -> None:
    assert course_end(MONDAY, 0, 7, MONDAY) == MONDAY
    assert course_end(MONDAY, 3, 7, MONDAY) == MONDAY + timedelta(weeks=3)
    long_ago = MONDAY - timedelta(weeks=9)
    assert course_end(long_ago, 2, 7, MONDAY) == MONDAY + timedelta(weeks=1)
    assert not _held(3, unbooked=2).certain


def test_the_usual_hour_is_the_most_frequent_one_and_of_equals_the_later() -> None:
    usual = [datetime(2027, 1, 4, 10, tzinfo=UTC) + timedelta(weeks=n) for n in range(3)]
    once = datetime(2027, 2, 3, 15, tzinfo=UTC)
    assert usual_hour([*usual, once]) == (0, time(10))
    assert usual_hour([usual[0], once]) == (2, time(15))


@given(
    st.lists(
        st.builds(
            _held,
            st.integers(-3, 20),
            weekday=st.integers(0, 4),
            at=st.times(time(8), time(16)),
            unbooked=st.integers(0, 4),
        )
    )
)
def test_every_hour_is_counted_once_and_no_two_freed_hours_overlap(hours: list[Held]) -> None:
    found = freed(hours, MONDAY)
    weeks = per_week(found, MONDAY)
    assert len(weeks) == 16
    assert sum(week.certain + week.expected for week in weeks) == len(found)
    assert [week.monday.weekday() for week in weeks] == [0] * 16
    for each in found:
        assert each.from_on > each.hour.until
        assert each.from_on.weekday() == each.hour.weekday
        assert not any(
            other is not each and other.hour.weekday == each.hour.weekday and other.hour.at == each.hour.at for other in found
        )
