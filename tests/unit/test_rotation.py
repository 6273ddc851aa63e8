"""Which backups stay: 8 hourly, 14 daily, 8 weekly, 12 monthly."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ibh_desktop.domain.rotation import OVERDUE, is_due, kept

NOW = datetime(2027, 1, 4, 15, tzinfo=UTC)
MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC))


def test_two_years_of_a_backup_every_four_hours_leave_what_safety_asks_for() -> None:
    taken = [NOW - timedelta(hours=4 * n) for n in range(2 * 365 * 6)]
    stay = kept(taken)
    assert len(stay & set(taken[:8])) == 8
    assert len({at.date() for at in stay if NOW - at < timedelta(days=14)}) == 14
    assert len({at.isocalendar()[:2] for at in stay if NOW - at < timedelta(weeks=8)}) == 8
    assert len({(at.year, at.month) for at in stay}) == 12
    assert len(stay) <= 8 + 14 + 8 + 12


@given(st.lists(MOMENTS, max_size=80))
def test_the_newest_always_stays_and_no_period_counts_twice(taken: list[datetime]) -> None:
    stay = kept(taken)
    assert stay <= set(taken)
    assert not taken or max(taken) in stay
    assert len(stay) <= 42
    assert kept(stay) == stay, "clearing away twice takes no more"


def test_a_backup_is_due_after_four_hours_and_overdue_after_26() -> None:
    assert is_due(None, NOW)
    assert not is_due(NOW - timedelta(hours=4) + timedelta(seconds=1), NOW)
    assert is_due(NOW - timedelta(hours=4), NOW)
    assert not is_due(NOW - timedelta(hours=26) + timedelta(seconds=1), NOW, after=OVERDUE)
    assert is_due(NOW - timedelta(hours=26), NOW, after=OVERDUE)


def test_a_backup_from_a_clock_that_ran_ahead_does_not_put_the_next_one_off() -> None:
    assert is_due(NOW + timedelta(days=365), NOW)
