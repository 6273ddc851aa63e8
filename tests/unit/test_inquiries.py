"""Requests: the clocks of each triage level over weekends, closed days and clock changes, alarms, and how they may end."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ibh_desktop.domain.business_days import business_days_after, is_business_day
from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.inquiries import (
    Alarm,
    Channel,
    Details,
    Outcome,
    Standing,
    Triage,
    alarms,
    allowed_outcomes,
    clinician_must_look,
    due_at,
    due_on,
    is_overdue,
    reachable,
    require_answer_kept,
    require_open,
    require_outcome,
    review_by,
)
from ibh_desktop.domain.safety import IntakeAnswer

CHICAGO = ZoneInfo("America/Chicago")
MONDAY = date(2027, 3, 1)
CAME = datetime(2027, 3, 1, 16, 0, tzinfo=UTC)
"""Monday, 10:00 in Chicago."""
PLAIN = Standing(CAME, Triage.ROUTINE, None, IntakeAnswer.NO)
days = st.dates(date(2026, 1, 1), date(2028, 12, 31))
closures = st.frozensets(days, max_size=40)
levels = st.sampled_from(Triage)
answers = st.sampled_from(IntakeAnswer)
instants = st.datetimes(datetime(2026, 1, 1), datetime(2028, 12, 31), timezones=st.just(UTC))
standings = st.builds(
    Standing,
    received_at=instants,
    level=levels,
    triaged_at=st.none() | instants,
    answer=answers,
    outcome=st.none() | st.sampled_from(Outcome),
    patient_known=st.booleans(),
)


@pytest.mark.parametrize(
    ("level", "received", "closed", "due"),
    [
        (Triage.EMERGENCY, MONDAY, (), MONDAY),
        (Triage.URGENT, MONDAY, (), date(2027, 3, 3)),
        (Triage.URGENT, date(2027, 3, 5), (), date(2027, 3, 9)),
        (Triage.URGENT, date(2027, 3, 6), (), date(2027, 3, 9)),
        (Triage.URGENT, MONDAY, (date(2027, 3, 2),), date(2027, 3, 4)),
        (Triage.SOON, MONDAY, (), date(2027, 3, 11)),
        (Triage.ROUTINE, MONDAY, (), date(2027, 3, 31)),
    ],
)
def test_each_level_is_due_on_its_day(level: Triage, received: date, closed: tuple[date, ...], due: date) -> None:
    assert due_on(level, received, closed) == due


def test_a_request_is_in_time_until_its_last_day_is_over() -> None:
    urgent = replace(PLAIN, level=Triage.URGENT)
    due = due_at(urgent, CHICAGO)
    assert due.astimezone(CHICAGO) == datetime(2027, 3, 4, 0, 0, tzinfo=CHICAGO)
    assert not is_overdue(urgent, due, due - timedelta(seconds=1))
    assert is_overdue(urgent, due, due)
    assert due_at(replace(PLAIN, level=Triage.EMERGENCY), CHICAGO) == CAME


def test_a_last_day_with_a_clock_change_ends_at_its_own_midnight() -> None:
    came = datetime(2027, 3, 4, 18, tzinfo=UTC)
    assert due_at(Standing(came, Triage.SOON, None, IntakeAnswer.NO), CHICAGO) == datetime(2027, 3, 15, 5, tzinfo=UTC)


def test_a_request_that_came_late_in_the_evening_belongs_to_its_local_day() -> None:
    late = replace(PLAIN, received_at=datetime(2027, 3, 2, 4, 30, tzinfo=UTC), level=Triage.URGENT)
    assert due_at(late, CHICAGO) == due_at(replace(PLAIN, level=Triage.URGENT), CHICAGO)
    assert due_at(late, ZoneInfo("UTC")) != due_at(replace(PLAIN, level=Triage.URGENT), ZoneInfo("UTC"))


def test_nobody_looked_for_more_than_a_business_day_alarms() -> None:
    friday = replace(PLAIN, received_at=datetime(2027, 3, 5, 16, tzinfo=UTC))
    review = review_by(friday, CHICAGO)
    assert review.astimezone(CHICAGO).date() == date(2027, 3, 9)
    due = due_at(friday, CHICAGO)
    assert alarms(friday, due=due, review=review, now=review - timedelta(seconds=1)) == ()
    assert alarms(friday, due=due, review=review, now=review) == (Alarm.UNREVIEWED,)
    looked = replace(friday, triaged_at=review)
    assert alarms(looked, due=due, review=review, now=review) == ()


@given(days, st.integers(0, 12), closures)
def test_business_days_are_counted_one_by_one(on: date, count: int, closed: frozenset[date]) -> None:
    end = business_days_after(on, count, closed)
    between = [on + timedelta(days=n) for n in range(1, (end - on).days + 1)]
    assert sum(is_business_day(day, closed) for day in between) == count
    assert count == 0 or is_business_day(end, closed)


def test_a_place_that_is_closed_for_good_still_has_weekdays() -> None:
    always = frozenset(MONDAY + timedelta(days=n) for n in range(800))
    assert business_days_after(MONDAY, 1, always) == date(2027, 3, 2)


@given(standings, closures)
def test_a_graver_level_is_never_due_later(standing: Standing, closed: frozenset[date]) -> None:
    # Closed days can push two business days past ten of the calendar; without them the order of the levels is that of the days.
    dues = [due_at(replace(standing, level=level), CHICAGO) for level in Triage]
    assert dues == sorted(dues)
    urgent = replace(standing, level=Triage.URGENT)
    assert due_at(urgent, CHICAGO, closed) >= due_at(urgent, CHICAGO)


@given(standings, instants)
def test_an_alarm_stays_until_somebody_acts(standing: Standing, now: datetime) -> None:
    due, review = due_at(standing, CHICAGO), review_by(standing, CHICAGO)
    first = alarms(standing, due=due, review=review, now=now)
    assert set(first) <= set(alarms(standing, due=due, review=review, now=now + timedelta(days=3)))
    assert standing.outcome is None or first == ()
    if standing.waits_for_clinician:
        assert Alarm.HAND_OFF in first
        assert clinician_must_look(first)


@given(standings)
def test_an_outcome_is_allowed_exactly_when_it_is_not_refused(standing: Standing) -> None:
    still = replace(standing, outcome=None)
    for outcome in set(Outcome) - set(allowed_outcomes(still)):
        with pytest.raises(Refused, match=r"\.$"):
            require_outcome(still, outcome)
    for outcome in allowed_outcomes(still):
        require_outcome(still, outcome)
    assert still.outcome == standing.outcome or allowed_outcomes(standing) == ()


def test_an_emergency_is_never_booked_nor_put_on_a_waitlist() -> None:
    now = Standing(CAME, Triage.EMERGENCY, CAME, IntakeAnswer.YES, patient_known=True)
    assert set(allowed_outcomes(now)) == set(Outcome) - {Outcome.BOOKED, Outcome.WAITLIST}
    with pytest.raises(Refused, match="911"):
        require_outcome(now, Outcome.BOOKED)


@pytest.mark.parametrize("answer", [IntakeAnswer.YES, IntakeAnswer.UNSURE])
def test_a_yes_or_unsure_waits_for_a_clinician_and_cannot_be_taken_away(answer: IntakeAnswer) -> None:
    marked = replace(PLAIN, answer=answer)
    assert allowed_outcomes(marked) == ()
    with pytest.raises(Refused, match="clinician") as no:
        require_answer_kept(marked, IntakeAnswer.NO)
    assert no.value.field == "answer"
    require_answer_kept(replace(marked, triaged_at=CAME), IntakeAnswer.NO)
    require_answer_kept(marked, IntakeAnswer.YES)


def test_booking_needs_a_patient_and_a_closed_request_nothing() -> None:
    assert Outcome.BOOKED not in allowed_outcomes(PLAIN)
    assert Outcome.BOOKED in allowed_outcomes(replace(PLAIN, patient_known=True))
    with pytest.raises(Refused, match="closed: declined"):
        require_open(Outcome.DECLINED)


def test_somebody_must_be_able_to_answer() -> None:
    assert not reachable(Details("Ada"))
    assert reachable(Details("Ada", phone="205 555 0142"))
    assert reachable(Details("Ada", channel=Channel.WALK_IN))
