"""The call list's rules: which days, who stands where, and that nobody is called who asked not to be."""

from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ibh_desktop.domain.appointments import Kind, Status
from ibh_desktop.domain.business_days import next_business_days
from ibh_desktop.domain.calls import Call, CallOutcome, Group, group_of, is_listed, standing, told
from ibh_desktop.domain.contact import NOTHING, Channel, Voicemail, Wishes

DAYS = st.dates(date(2026, 1, 1), date(2030, 12, 31))
MONDAY, FRIDAY = date(2027, 1, 4), date(2027, 1, 8)
AT = datetime(2027, 1, 5, 16, tzinfo=UTC)
WISHES = st.builds(
    Wishes,
    channel=st.sampled_from(Channel),
    voicemail=st.sampled_from(Voicemail),
    stop=st.booleans(),
    confidential=st.booleans(),
    safe_from=st.none() | st.just(time(9)),
    safe_to=st.just(time(17)),
)
CALLS = st.lists(st.builds(Call, st.sampled_from(CallOutcome), st.just(AT), st.just(AT), st.just("Dana Brooks")), max_size=4)


def made(outcome: CallOutcome, *, about: datetime = AT, agreed: datetime | None = None) -> Call:
    """A call of this morning."""
    return Call(outcome, about, AT, "Dana Brooks", agreed)


@given(today=DAYS, count=st.integers(1, 10), closed=st.sets(st.integers(0, 40), max_size=12))
def test_business_days_skip_weekends_and_closures_and_no_other_day(today: date, count: int, closed: set[int]) -> None:
    shut = {today + timedelta(days=n) for n in closed}
    found = next_business_days(today, count, shut)
    assert len(found) == count
    assert not shut & set(found)
    assert all(day.weekday() < 5 and day > today for day in found)
    between = {today + timedelta(days=n) for n in range(1, (found[-1] - today).days + 1)}
    assert all(day.weekday() > 4 or day in shut for day in between - set(found))


def test_a_place_that_stays_closed_has_no_next_day() -> None:
    closed = {MONDAY + timedelta(days=n) for n in range(90)}
    assert next_business_days(MONDAY, 2, closed) == ()
    assert not is_listed(Kind.THERAPY, FRIDAY, MONDAY, 2, closed)


def test_two_business_days_from_a_friday_reach_tuesday_and_hold_saturday() -> None:
    listed = [day for n in range(8) if is_listed(Kind.THERAPY, day := FRIDAY + timedelta(days=n), FRIDAY, 2, set())]
    assert listed == [FRIDAY + timedelta(days=n) for n in (1, 2, 3, 4)]
    snow = {date(2027, 1, 11)}
    assert is_listed(Kind.THERAPY, date(2027, 1, 13), FRIDAY, 2, snow)


def test_an_intake_is_called_a_day_earlier_and_on_its_own_day() -> None:
    listed = [day for n in range(8) if is_listed(Kind.INTAKE, day := MONDAY + timedelta(days=n), MONDAY, 2, set())]
    assert listed == [MONDAY + timedelta(days=n) for n in (0, 1, 2, 3)]


@given(status=st.sampled_from(Status), wishes=WISHES, phone=st.sampled_from(["", "+12055550142"]), calls=CALLS)
def test_nobody_who_is_not_to_be_contacted_is_ever_to_be_called(
    status: Status, wishes: Wishes, phone: str, calls: list[Call]
) -> None:
    group = group_of(status, wishes, phone, calls)
    if wishes.stop or not phone or (wishes.confidential and wishes.channel is not Channel.CALL):
        assert group in (Group.APART, Group.SETTLED)
    if status is not Status.SCHEDULED:
        assert group is Group.SETTLED
    if group is Group.TO_CALL:
        assert not calls


def test_calls_move_a_visit_from_to_call_to_tried_to_settled() -> None:
    groups = [
        group_of(Status.SCHEDULED, NOTHING, "+12055550142", calls)
        for calls in ([], [made(CallOutcome.NO_ANSWER)], [made(CallOutcome.MOVED)])
    ]
    assert groups == [Group.TO_CALL, Group.TRIED, Group.SETTLED]


def test_a_call_about_another_time_does_not_count_unless_this_time_was_agreed_in_it() -> None:
    later = AT + timedelta(days=7)
    calls = [made(CallOutcome.MESSAGE), made(CallOutcome.MOVED, agreed=later)]
    assert standing(calls, AT) == (calls[0],)
    assert standing(calls, later) == (calls[1],)


def test_attempts_are_counted_and_say_when_and_by_whom() -> None:
    def shown(call: Call) -> str:
        return f"{call.at:%H:%M} {call.by}"

    tried = [made(CallOutcome.MESSAGE), made(CallOutcome.NO_ANSWER), made(CallOutcome.NO_ANSWER)]
    assert told(Status.SCHEDULED, tried, shown) == "no answer ×2, 16:00 Dana Brooks"
    assert told(Status.SCHEDULED, [], shown) == ""
    assert told(Status.CONFIRMED, [], shown) == "confirmed"
    assert told(Status.CONFIRMED, tried, shown) == "confirmed"
    assert told(Status.LATE_CANCEL, [made(CallOutcome.CANCELLED)], shown) == "late cancel, 16:00 Dana Brooks"
