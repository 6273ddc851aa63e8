"""Offers on both engines: a time is held against other desks until the offer expires, accepted and booked, declined, undone."""

from datetime import timedelta
from typing import Any

import pytest

from ibh_desktop.app import App
from ibh_desktop.domain.appointments import Status
from ibh_desktop.domain.errors import Conflict, Refused
from ibh_desktop.domain.series import Reach
from ibh_desktop.domain.waitlist import Answer, State
from ibh_desktop.queries import waitlist as shown
from ibh_desktop.queries.series_plan import Series
from ibh_desktop.usecases import appointments, series, slot_offers, together, waitlist
from tests.integration.waiting_room import TUESDAY, book, freed_visit, line_of, offered, state_of, times, wait_for
from tests.integration.world import (
    MANAGER,
    MONDAY,
    RECEPTIONIST,
    Clinic,
    at,
    later,
)


@pytest.fixture
def desk(clinic: Clinic) -> App:
    """The front desk."""
    return clinic.as_role(RECEPTIONIST)


def test_an_open_offer_holds_its_time_against_another_desk(clinic: Clinic, desk: App) -> None:
    ids, other = clinic.ids, clinic.as_role(MANAGER)
    freed_visit(clinic)
    offered(clinic, desk, wait_for(desk, ids.tyrone))
    assert times(desk) == []
    held = "This time is held for the waitlist until Tue 09:00"
    with pytest.raises(Refused, match=held):
        book(other, clinic, starts=TUESDAY + timedelta(minutes=30))
    with pytest.raises(Refused, match=held):
        book(other, clinic, therapist=ids.ben)  # the same room
    elsewhere = book(other, clinic, starts=at(later(days=2), 10))
    with pytest.raises(Refused, match=held):
        other.write(appointments.move, elsewhere, starts=TUESDAY)
    where: Any = {"therapist": ids.ana, "location": ids.birmingham, "starts": TUESDAY}
    with pytest.raises(Refused, match=held):
        other.write(together.book_together, patients=[ids.maria, ids.jiri], **where)
    weekly = Series(ids.jiri, ids.ana, ids.birmingham, ids.room, TUESDAY, 3, 50)
    with pytest.raises(Refused, match=held):
        other.write(series.book, weekly)
    with pytest.raises(Refused, match=held):
        other.write(series.move, elsewhere, starts=TUESDAY, reach=Reach.FOLLOWING)
    clinic.clock.ahead(days=1)
    assert book(other, clinic)


def test_an_offer_for_today_holds_two_hours_by_the_clock_of_the_place(clinic: Clinic, desk: App) -> None:
    offered(clinic, desk, wait_for(desk, clinic.ids.tyrone), starts=at(MONDAY, 14))
    with pytest.raises(Refused, match="until 11:00\\. Choose another time"):
        book(desk, clinic, starts=at(MONDAY, 14))
    clinic.clock.ahead(hours=2)
    assert book(desk, clinic, starts=at(MONDAY, 14))


def test_the_undo_of_a_cancellation_does_not_take_what_was_offered_since(clinic: Clinic, desk: App) -> None:
    visit = book(desk, clinic)
    before = desk.write(appointments.cancel, visit, by_clinic=True)
    offer = offered(clinic, desk, wait_for(desk, clinic.ids.tyrone))
    with pytest.raises(Refused, match="held for the waitlist"):
        desk.write(appointments.restore, before)
    desk.write(slot_offers.answer, offer, answer=Answer.TAKEN_BACK)
    desk.write(appointments.restore, before)


def test_a_time_is_offered_to_one_person_and_a_person_gets_one_offer(clinic: Clinic, desk: App) -> None:
    tyrone, jiri = wait_for(desk, clinic.ids.tyrone), wait_for(desk, clinic.ids.jiri)
    offered(clinic, desk, tyrone)
    with pytest.raises(Refused, match="held for the waitlist"):
        offered(clinic, desk, jiri)
    with pytest.raises(Refused, match="offered to them already"):
        offered(clinic, desk, tyrone, starts=at(later(days=2), 10))
    book(desk, clinic, starts=at(later(days=2), 10))
    with pytest.raises(Refused, match="with another patient"):
        offered(clinic, desk, jiri, starts=at(later(days=2), 10))


def test_accepted_books_and_closes_and_undo_opens_all_again(clinic: Clinic, desk: App) -> None:
    key = wait_for(desk, clinic.ids.tyrone)
    offer = offered(clinic, desk, key)
    before = desk.write(slot_offers.accept, offer)
    assert desk.read(shown.people) == []
    assert state_of(clinic, key) == State.BOOKED
    booked = clinic.rows("SELECT patient_id, status, starts FROM appointment WHERE id = :k", k=before.booked)
    assert [row[:2] for row in booked] == [(clinic.ids.tyrone, Status.SCHEDULED.value)]
    desk.write(waitlist.take_back, before)
    assert line_of(desk, key).offer is not None
    assert clinic.rows("SELECT status FROM appointment WHERE id = :k", k=before.booked) == [("cancelled by clinic",)]
    with pytest.raises(Refused, match="held"):
        book(desk, clinic)
    desk.write(slot_offers.accept, offer)
    assert state_of(clinic, key) == State.BOOKED


def test_an_expired_offer_is_accepted_only_while_its_time_is_free(clinic: Clinic, desk: App) -> None:
    key = wait_for(desk, clinic.ids.tyrone)
    offer = offered(clinic, desk, key, starts=at(later(days=3), 10))
    clinic.clock.ahead(days=1)
    visit = book(desk, clinic, starts=at(later(days=3), 10))
    with pytest.raises(Refused, match="with another patient"):
        desk.write(slot_offers.accept, offer)
    assert state_of(clinic, key) == State.WAITING
    desk.write(appointments.unbook, [visit])
    desk.write(slot_offers.accept, offer)
    assert state_of(clinic, key) == State.BOOKED


@pytest.mark.parametrize("answer", [Answer.DECLINED, Answer.NO_ANSWER])
def test_without_a_yes_the_time_is_free_and_the_next_one_is_proposed(clinic: Clinic, desk: App, answer: Answer) -> None:
    freed_visit(clinic)
    first, second = wait_for(desk, clinic.ids.tyrone), wait_for(desk, clinic.ids.jiri)
    offer = offered(clinic, desk, first)
    before = desk.write(slot_offers.answer, offer, answer=answer)
    (time_free,) = times(desk)
    assert time_free.first is not None
    assert time_free.first.id == second
    assert [match.id for match in time_free.matches] == ([second] if answer is Answer.DECLINED else [second, first])
    with pytest.raises(Conflict, match="answered already"):
        desk.write(slot_offers.accept, offer)
    desk.write(waitlist.take_back, before)
    assert times(desk) == []


def test_an_undone_decline_is_refused_when_the_time_went_to_another(clinic: Clinic, desk: App) -> None:
    first, second = wait_for(desk, clinic.ids.tyrone), wait_for(desk, clinic.ids.jiri)
    before = desk.write(slot_offers.answer, offered(clinic, desk, first), answer=Answer.DECLINED)
    offered(clinic, desk, second)
    with pytest.raises(Refused, match="held for the waitlist"):
        desk.write(waitlist.take_back, before)


def test_an_offer_that_expired_unanswered_comes_last(clinic: Clinic, desk: App) -> None:
    freed_visit(clinic, days=3)
    first, second = wait_for(desk, clinic.ids.tyrone), wait_for(desk, clinic.ids.jiri)
    offered(clinic, desk, first, starts=at(later(days=3), 10))
    clinic.clock.ahead(days=1, hours=1)
    (time_free,) = times(desk)
    assert [(match.id, match.asked) for match in time_free.matches] == [(second, None), (first, Answer.NO_ANSWER)]


def test_withdrawn_takes_back_the_open_offer_and_undo_restores_both(clinic: Clinic, desk: App) -> None:
    key = wait_for(desk, clinic.ids.tyrone)
    offered(clinic, desk, key)
    before = desk.write(waitlist.withdraw, key, state=State.NO_RESPONSE)
    visit = book(desk, clinic)
    with pytest.raises(Refused, match="with another patient"):
        desk.write(waitlist.take_back, before)
    desk.write(appointments.unbook, [visit])
    desk.write(waitlist.take_back, before)
    assert line_of(desk, key).offer is not None
    with pytest.raises(Refused, match="held"):
        book(desk, clinic)
    with pytest.raises(Refused):
        desk.write(waitlist.withdraw, key, state=State.BOOKED)
