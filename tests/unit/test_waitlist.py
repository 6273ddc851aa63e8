"""The waitlist's rules: whom a time suits, in which order to ask, and how long an offer holds."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ibh_desktop.domain.clocks import instant
from ibh_desktop.domain.errors import Conflict, Refused
from ibh_desktop.domain.ids import LocationId, PatientId, TherapistId, WaitlistId
from ibh_desktop.domain.inquiries import Triage
from ibh_desktop.domain.slots import Slot
from ibh_desktop.domain.waitlist import (
    Answer,
    FreeTime,
    State,
    Waiting,
    Wishes,
    expires_at,
    fits,
    in_words,
    is_open,
    left_of,
    ranked,
    reason,
    require_unanswered,
    require_waiting,
    require_wishes,
)
from ibh_desktop.domain.wishes import Profile, Wish

CHICAGO = ZoneInfo("America/Chicago")
ANA, BEN = TherapistId(1), TherapistId(2)
HERE, THERE = LocationId(1), LocationId(2)
ANYBODY = Profile("F", ("english",), (), ("in person", "telehealth"), 18, 80, ipt_trained=True)
TUESDAY = date(2027, 1, 5)
NOVEMBER = datetime(2026, 11, 3, 18, 0, tzinfo=UTC)


def wall(hour: int, minute: int = 0, on: date = TUESDAY) -> datetime:
    """The instant of a wall time in Chicago."""
    return instant(on, time(hour, minute), CHICAGO)


def free(hour: int = 15, minutes: int = 50, **more: Any) -> FreeTime:
    """Ana's time on a Tuesday."""
    known = {"therapist": ANA, "location": HERE, "room": None, "profile": ANYBODY, "zone": CHICAGO} | more
    return FreeTime(Slot(wall(hour), wall(hour) + timedelta(minutes=minutes)), **known)


def waits(number: int = 1, *, wishes: Wishes | None = None, **more: Any) -> Waiting:
    """Somebody who waits since November."""
    known: dict[str, Any] = {"since": NOVEMBER, "level": Triage.ROUTINE} | more
    return Waiting(WaitlistId(number), PatientId(number), wishes=wishes or Wishes(), **known)


@pytest.mark.parametrize(
    ("wishes", "suited"),
    [
        (Wishes(), True),
        (Wishes(therapists=frozenset({ANA, BEN})), True),
        (Wishes(therapists=frozenset({BEN})), False),
        (Wishes(locations=frozenset({HERE})), True),
        (Wishes(locations=frozenset({THERE})), False),
        (Wishes(minutes=60), False),
        (Wishes(minutes=15), True),
        (Wishes(wish=Wish(weekdays=frozenset({1}))), True),
        (Wishes(wish=Wish(weekdays=frozenset({2}))), False),
        (Wishes(wish=Wish(not_before=time(15))), True),
        (Wishes(wish=Wish(not_before=time(15, 5))), False),
        (Wishes(wish=Wish(not_after=time(15, 50))), True),
        (Wishes(wish=Wish(not_after=time(15, 49))), False),
        (Wishes(wish=Wish(modality="telehealth")), True),
        (Wishes(wish=Wish(modality="phone")), False),
        (Wishes(wish=Wish(gender="M")), False),
        (Wishes(wish=Wish(language="Spanish")), False),
        (Wishes(wish=Wish(age=17)), False),
    ],
)
def test_a_time_suits_only_whoever_asked_for_the_like(wishes: Wishes, *, suited: bool) -> None:
    assert fits(waits(wishes=wishes), free()) is suited


def test_a_time_does_not_suit_whoever_has_a_visit_then() -> None:
    own = Slot(wall(15, 30), wall(16))
    assert not fits(waits(busy=[own]), free())
    assert fits(waits(busy=[own]), free(16))


def test_the_order_is_triage_then_since_when() -> None:
    late = NOVEMBER + timedelta(days=9)
    people = [waits(1), waits(2, level=Triage.URGENT, since=late), waits(3, since=late), waits(4, level=Triage.SOON)]
    assert [one.id for one in ranked(free(), people)] == [2, 4, 1, 3]


def test_whoever_declined_this_time_is_not_asked_again_and_no_answer_comes_last() -> None:
    people = [waits(1), waits(2), waits(3)]
    asked = {WaitlistId(1): Answer.NO_ANSWER, WaitlistId(2): Answer.DECLINED}
    assert [one.id for one in ranked(free(), people, asked)] == [3, 1]


def test_the_reason_is_said_in_words() -> None:
    named = {ANA: "Ana Lee", BEN: "Ben Ortiz"}
    urgent = waits(level=Triage.URGENT, wishes=Wishes(wish=Wish(weekdays=frozenset({1}), not_before=time(15))))
    assert reason(urgent, free(), named) == "urgent; since 3 Nov; any therapist; Tuesdays after 15:00"
    hers = waits(wishes=Wishes(therapists=frozenset({ANA})))
    assert reason(hers, free(), named) == "routine; since 3 Nov; asked for Ana Lee"
    wish = Wish(gender="F", modality="telehealth", not_before=time(9), not_after=time(12))
    every = Wishes(frozenset({ANA, BEN}), frozenset({HERE}), wish)
    words = "Ana Lee or Ben Ortiz; Birmingham; 09:00 to 12:00; telehealth; a woman"
    assert in_words(every, named, {HERE: "Birmingham"}) == words
    assert in_words(Wishes(), named, {}) == "any time with anybody"


@pytest.mark.parametrize(
    ("made", "starts", "until"),
    [
        (wall(9), wall(15), wall(11)),
        (wall(14), wall(15), wall(15)),
        (wall(9), wall(9, on=date(2027, 1, 7)), wall(9, on=date(2027, 1, 6))),
        (wall(16), wall(9, on=date(2027, 1, 6)), wall(9, on=date(2027, 1, 6))),
        (wall(23, 30), wall(0, 15, on=date(2027, 1, 6)), wall(0, 15, on=date(2027, 1, 6))),
    ],
)
def test_an_offer_holds_two_hours_on_the_day_else_a_day_and_never_past_the_start(
    made: datetime, starts: datetime, until: datetime
) -> None:
    assert expires_at(made, starts, CHICAGO) == until


def test_what_is_left_of_a_missed_visit_begins_at_the_next_quarter() -> None:
    slot = Slot(wall(10), wall(10, 50))
    assert left_of(slot, wall(9, 59)) == slot
    assert left_of(slot, wall(10, 16)) == Slot(wall(10, 30), wall(10, 50))
    assert left_of(slot, wall(10, 35)) is None
    assert left_of(slot, wall(11)) is None


@pytest.mark.parametrize(
    ("wishes", "where"),
    [
        (Wishes(minutes=0), "minutes"),
        (Wishes(minutes=721), "minutes"),
        (Wishes(wish=Wish(not_before=time(12), not_after=time(12))), "not_after"),
        (Wishes(wish=Wish(weekdays=frozenset({7}))), "weekdays"),
    ],
)
def test_wishes_that_nothing_could_fulfil_are_refused_at_their_field(wishes: Wishes, where: str) -> None:
    with pytest.raises(Refused) as no:
        require_wishes(wishes)
    assert no.value.field == where


def test_what_is_over_is_said() -> None:
    require_waiting(State.WAITING)
    require_unanswered(None)
    with pytest.raises(Conflict, match="withdrawn"):
        require_waiting(State.WITHDRAWN)
    with pytest.raises(Conflict, match="declined"):
        require_unanswered(Answer.DECLINED)


moments = st.datetimes(datetime(2027, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))
answers = st.none() | st.sampled_from(Answer)
wished = st.builds(
    Wishes,
    st.frozensets(st.sampled_from([ANA, BEN])),
    st.frozensets(st.sampled_from([HERE, THERE])),
    st.builds(
        Wish,
        weekdays=st.frozensets(st.integers(0, 6)),
        not_before=st.sampled_from([time(0), time(9), time(15)]),
        not_after=st.sampled_from([time(12), time(16), time.max]),
        modality=st.sampled_from(["", "telehealth", "phone"]),
    ),
    minutes=st.sampled_from([15, 50, 60]),
)
waiting = st.builds(
    waits,
    st.integers(1, 99),
    wishes=wished,
    since=moments,
    level=st.sampled_from([Triage.URGENT, Triage.SOON, Triage.ROUTINE]),
)
crowd = st.lists(waiting, max_size=12, unique_by=lambda one: one.id)
times = st.builds(free, st.integers(8, 17), st.sampled_from([15, 50, 60]), location=st.sampled_from([HERE, THERE]))


@given(times, crowd, st.dictionaries(st.integers(1, 99).map(WaitlistId), st.sampled_from(Answer)))
def test_a_time_is_proposed_only_to_whom_it_fits_and_to_all_of_them(
    when: FreeTime, people: list[Waiting], asked: dict[WaitlistId, Answer]
) -> None:
    found = ranked(when, people, asked)
    assert {one.id for one in found} == {
        one.id for one in people if fits(one, when) and asked.get(one.id) is not Answer.DECLINED
    }
    for one in found:
        visit = when.visit_of(one.wishes)
        assert not one.wishes.therapists or when.therapist in one.wishes.therapists
        assert when.slot.starts <= visit.starts < visit.ends <= when.slot.ends


@given(times, crowd, st.randoms(use_true_random=False))
def test_the_order_is_total_however_the_list_is_read(when: FreeTime, people: list[Waiting], chance: Any) -> None:
    shuffled = list(people)
    chance.shuffle(shuffled)
    order = [one.id for one in ranked(when, people)]
    assert [one.id for one in ranked(when, shuffled)] == order
    later = [replace(one, since=one.since + timedelta(days=1)) for one in people]
    assert [one.id for one in ranked(when, later)] == order


@given(
    moments, st.timedeltas(timedelta(minutes=1), timedelta(days=20)), st.timedeltas(timedelta(0), timedelta(days=30)), answers
)
def test_an_offer_that_expired_or_was_answered_holds_nothing(
    made: datetime, ahead: timedelta, passed: timedelta, answer: Answer | None
) -> None:
    expires = expires_at(made, made + ahead, CHICAGO)
    assert made < expires <= made + ahead
    assert expires - made <= timedelta(days=1)
    assert is_open(answer, expires, made + passed) is (answer is None and made + passed < expires)
    assert not is_open(answer, expires, expires)
