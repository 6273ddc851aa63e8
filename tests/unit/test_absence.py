"""Absences: what is refused, which calls stand, and that no free time is offered to two people."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from ibh_desktop.domain.absence import Need, Offer, Outcome, allotted, require_span, standing
from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.ids import AppointmentId, LocationId, TherapistId
from ibh_desktop.domain.slots import Slot

ON = date(2027, 1, 11)
HERE, THERE = LocationId(1), LocationId(2)
ANA, BEN = TherapistId(1), TherapistId(2)
FIFTY = timedelta(minutes=50)


def _slot(hour: int, minute: int = 0, *, day: int = 0, length: timedelta = FIFTY) -> Slot:
    starts = datetime(2027, 1, 11, hour, minute, tzinfo=UTC) + timedelta(days=day)
    return Slot(starts, starts + length)


def _need(key: int, *taken: Slot, location: LocationId = HERE, length: timedelta = FIFTY) -> Need:
    return Need(AppointmentId(key), location, length, taken)


def test_an_absence_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(Refused, match="before the first day") as refused:
        require_span(ON, ON - timedelta(days=1))
    assert refused.value.field == "last"
    with pytest.raises(Refused, match="before it starts") as refused:
        require_span(ON, ON, (time(14), time(9)))
    assert refused.value.field == "ends"
    require_span(ON, ON + timedelta(days=1), (time(14), time(9)))
    require_span(ON, ON)


def test_an_absence_of_more_than_a_year_is_refused() -> None:
    with pytest.raises(Refused, match="a year at most"):
        require_span(ON, ON + timedelta(days=366))


def test_a_withdrawn_call_is_gone_and_the_one_before_stands_again() -> None:
    told = [Outcome.NO_ANSWER, Outcome.MESSAGE, Outcome.WITHDRAWN]
    assert standing(told, lambda outcome: outcome) == [Outcome.NO_ANSWER]
    assert standing([Outcome.WITHDRAWN], lambda outcome: outcome) == []
    assert standing([Outcome.MOVED, Outcome.WITHDRAWN, Outcome.NO_ANSWER], lambda o: o) == [Outcome.NO_ANSWER]


def test_no_time_is_offered_to_two_people() -> None:
    offers = [Offer(_slot(9, 30 * n), ANA, HERE) if n < 2 else Offer(_slot(9 + n), ANA, HERE) for n in range(6)]
    given = allotted([_need(1), _need(2)], offers, each=2)
    assert [offer.slot.starts.hour for offer in given[AppointmentId(1)]] == [9, 11]
    everybody = [offer for some in given.values() for offer in some]
    assert len(everybody) == 4
    assert not any(a is not b and a.slot.overlaps(b.slot) for a in everybody for b in everybody)


def test_two_therapists_may_be_offered_at_the_same_hour() -> None:
    offers = [Offer(_slot(9), ANA, HERE), Offer(_slot(9), BEN, HERE)]
    given = allotted([_need(1), _need(2)], offers, each=1)
    assert [some[0].therapist for some in given.values()] == [ANA, BEN]


def test_an_offer_fits_in_place_and_length_and_not_on_a_day_with_a_visit() -> None:
    offers = [
        Offer(_slot(8), ANA, THERE),
        Offer(_slot(9, length=timedelta(minutes=30)), ANA, HERE),
        Offer(_slot(10), ANA, HERE),
        Offer(_slot(10, day=1), ANA, HERE),
    ]
    given = allotted([_need(1, _slot(15))], offers, each=3)
    assert given == {AppointmentId(1): (offers[3],)}


def test_who_comes_too_late_is_offered_nothing_rather_than_the_same() -> None:
    given = allotted([_need(1), _need(2)], [Offer(_slot(9), ANA, HERE)], each=2)
    assert given[AppointmentId(2)] == ()
