"""The waitlist on both engines: its list, freed times, offers that hold a time, and the way to a booking and back."""

from collections.abc import Callable
from datetime import time, timedelta
from typing import Any

import pytest

from ibh_desktop.app import App
from ibh_desktop.domain.appointments import Kind, Status
from ibh_desktop.domain.errors import Conflict, NotAllowed, NotFound, Refused
from ibh_desktop.domain.ids import LocationId, WaitlistId
from ibh_desktop.domain.inquiries import Details as Asks
from ibh_desktop.domain.inquiries import Outcome, Triage
from ibh_desktop.domain.series import Reach
from ibh_desktop.domain.topics import Topic
from ibh_desktop.domain.waitlist import Answer, State, Wishes
from ibh_desktop.domain.wishes import Wish
from ibh_desktop.queries import waitlist as shown
from ibh_desktop.queries.series_plan import Series
from ibh_desktop.queries.waitlist import FreedLine, WaitingLine
from ibh_desktop.store.schema import Patient
from ibh_desktop.usecases import appointments, inquiries, series, slot_offers, together, waitlist
from tests.integration.waiting_room import TUESDAY, freed_visit, offered, wait_for
from tests.integration.world import (
    LEAD,
    MANAGER,
    MONDAY,
    OTHER,
    RECEPTIONIST,
    THERAPIST,
    Clinic,
    at,
    engine_of,
    later,
    statements,
)


@pytest.fixture
def desk(clinic: Clinic) -> App:
    """The front desk."""
    return clinic.as_role(RECEPTIONIST)


def line_of(app: App, key: WaitlistId) -> WaitingLine:
    """An entry of the list."""
    return next(line for line in app.read(shown.people) if line.id == key)


def times(app: App) -> list[FreedLine]:
    """What became free."""
    return app.read(shown.freed)


def book(app: App, clinic: Clinic, **more: Any) -> Any:
    """Book María with Ana on Tuesday at ten, or otherwise."""
    ids = clinic.ids
    where: dict[str, Any] = {"patient": ids.maria, "therapist": ids.ana, "location": ids.birmingham, "room": ids.room}
    return app.write(appointments.book, **(where | {"starts": TUESDAY} | more))


def state_of(clinic: Clinic, key: WaitlistId) -> str:
    """Where an entry stands."""
    return str(clinic.rows("SELECT state FROM waitlist_entry WHERE id = :k", k=key)[0][0])


def test_people_wait_in_order_of_triage_then_since_when(clinic: Clinic, desk: App) -> None:
    ids = clinic.ids
    wishes = Wishes(frozenset({ids.ana}), frozenset({ids.birmingham}), Wish(weekdays=frozenset({1}), not_before=time(9)))
    first = wait_for(desk, ids.maria, wishes)
    clinic.clock.ahead(hours=1)
    second = wait_for(desk, ids.tyrone)
    clinic.as_role(LEAD).write(waitlist.triage, second, level=Triage.URGENT)
    lines = desk.read(shown.people)
    assert [(line.id, line.level, line.triaged) for line in lines] == [
        (second, Triage.URGENT, True),
        (first, Triage.ROUTINE, False),
    ]
    assert lines[1].words == "Ana Lee; Birmingham; Tuesdays after 09:00"
    assert (lines[1].name, lines[1].phone, lines[1].wishes.wish.not_after) == ("O'Kon, María Elena", "+12055550142", time.max)


def test_bad_wishes_get_a_sentence_and_nothing_is_kept(clinic: Clinic, desk: App) -> None:
    for wishes in (Wishes(minutes=3), Wishes(wish=Wish(not_before=time(9), not_after=time(8)))):
        with pytest.raises(Refused):
            wait_for(desk, clinic.ids.maria, wishes)
    with pytest.raises(NotFound):
        wait_for(desk, clinic.ids.maria, Wishes(locations=frozenset({LocationId(999)})))
    with pytest.raises(Refused) as no:
        desk.write(waitlist.add, patient=clinic.ids.maria, wishes=Wishes(), words="w" * 1_001)
    assert no.value.field == "note"
    assert clinic.count("waitlist_entry") == 0


def test_nobody_waits_twice_for_the_same_kind(clinic: Clinic, desk: App) -> None:
    wait_for(desk, clinic.ids.maria)
    with pytest.raises(Refused, match="waits for a therapy visit already"):
        wait_for(desk, clinic.ids.maria)
    wait_for(desk, clinic.ids.maria, Wishes(kind=Kind.INTAKE, minutes=60))
    assert clinic.count("waitlist_entry") == 2


def test_a_cancelled_visit_is_a_freed_time_with_whom_it_suits(clinic: Clinic, desk: App) -> None:
    ids = clinic.ids
    visit = freed_visit(clinic)
    tyrone, maria = wait_for(desk, ids.tyrone), wait_for(desk, ids.maria)
    wait_for(desk, ids.jiri, Wishes(frozenset({ids.ben})))
    clinic.as_role(LEAD).write(waitlist.triage, maria, level=Triage.SOON)
    (time_free,) = times(desk)
    assert (time_free.starts, time_free.therapist_name, time_free.location_name) == (TUESDAY, "Ana Lee", "Birmingham")
    assert [match.id for match in time_free.matches] == [maria, tyrone]
    assert time_free.matches[0].reason == "soon; since 4 Jan; any therapist"
    assert desk.read(shown.waiting_for, visit) == 2
    found = desk.read(shown.matches, therapist=ids.ben, location=ids.birmingham, starts=TUESDAY, ends=at(later(days=1), 11))
    assert len(found) == 3


def test_a_time_is_freed_no_more_once_it_is_booked_passed_or_too_far(clinic: Clinic, desk: App) -> None:
    freed_visit(clinic)
    freed_visit(clinic, hour=14, days=15)
    assert [line.starts for line in times(desk)] == [TUESDAY]
    visit = book(desk, clinic, patient=clinic.ids.tyrone)
    assert times(desk) == []
    desk.write(appointments.unbook, [visit])
    assert [line.starts for line in times(desk)] == [TUESDAY]
    clinic.clock.ahead(days=1, hours=2)
    assert TUESDAY not in [line.starts for line in times(desk)]


def test_what_is_left_after_a_no_show_is_freed_too(clinic: Clinic, desk: App) -> None:
    visit = book(desk, clinic, starts=at(MONDAY, 10))
    wait_for(desk, clinic.ids.tyrone, Wishes(minutes=20))
    clinic.clock.ahead(hours=1, minutes=16)
    desk.write(appointments.mark, visit, status=Status.NO_SHOW)
    (left,) = times(desk)
    assert (left.starts, left.ends, len(left.matches)) == (at(MONDAY, 10, 30), at(MONDAY, 10, 50), 1)


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


def test_of_two_desks_on_one_entry_the_second_is_told(clinic: Clinic, desk: App) -> None:
    key = wait_for(desk, clinic.ids.tyrone)
    seen = line_of(desk, key).version
    other = clinic.as_role(MANAGER)
    other.write(waitlist.change, key, wishes=Wishes(minutes=30), version=seen)
    late: tuple[Callable[[], object], ...] = (
        lambda: desk.write(waitlist.withdraw, key, version=seen),
        lambda: desk.write(waitlist.change, key, wishes=Wishes(), version=seen),
        lambda: offered(clinic, desk, key, version=seen),
    )
    for call in late:
        with pytest.raises(Conflict, match="a moment ago"):
            call()
    offer = offered(clinic, desk, key)
    desk.write(slot_offers.answer, offer, answer=Answer.DECLINED, version=1)
    with pytest.raises(Conflict, match="a moment ago"):
        other.write(slot_offers.accept, offer, version=1)


def test_a_therapist_reads_and_offers_her_own_only(clinic: Clinic, desk: App) -> None:
    ana, ben = clinic.as_role(THERAPIST), clinic.as_role(OTHER)
    freed_visit(clinic)
    key = wait_for(desk, clinic.ids.maria)
    wait_for(desk, clinic.ids.tyrone)
    assert [line.id for line in ana.read(shown.people)] == [key]
    assert ben.read(shown.people) == []
    assert [[match.id for match in line.matches] for line in times(ana)] == [[key]]
    assert times(ben) == []
    with pytest.raises(NotAllowed):
        ben.write(waitlist.withdraw, key)
    with pytest.raises(NotAllowed):
        offered(clinic, ana, key, therapist=clinic.ids.ben)


def test_triage_is_for_clinicians_and_an_emergency_does_not_wait(clinic: Clinic, desk: App) -> None:
    key = wait_for(desk, clinic.ids.maria)
    with pytest.raises(NotAllowed):
        desk.write(waitlist.triage, key, level=Triage.SOON)
    lead = clinic.as_role(LEAD)
    with pytest.raises(Refused, match="911"):
        lead.write(waitlist.triage, key, level=Triage.EMERGENCY)
    before = lead.write(waitlist.triage, key, level=Triage.SOON)
    with pytest.raises(NotAllowed):
        desk.write(waitlist.take_back, before)
    lead.write(waitlist.take_back, before)
    assert (line_of(desk, key).level, line_of(desk, key).triaged) == (Triage.ROUTINE, False)


def test_a_request_goes_to_the_waitlist_with_its_date_and_level_and_is_closed(clinic: Clinic, desk: App) -> None:
    request = desk.write(inquiries.take, Asks("María", "O'Kon", phone="205 555 0142"))
    clinic.as_role(LEAD).write(inquiries.triage, request, level=Triage.URGENT)
    came = clinic.clock.now
    clinic.clock.ahead(days=1)
    with pytest.raises(Refused, match="Register the patient first"):
        desk.write(waitlist.add_from_request, request, wishes=Wishes())
    desk.write(inquiries.link, request, clinic.ids.maria)
    key = desk.write(waitlist.add_from_request, request, wishes=Wishes())
    assert (line_of(desk, key).since, line_of(desk, key).level) == (came, Triage.URGENT)
    assert clinic.rows("SELECT outcome FROM inquiry") == [(Outcome.WAITLIST.value,)]
    with pytest.raises(Refused):
        desk.write(waitlist.add_from_request, request, wishes=Wishes(kind=Kind.INTAKE))
    assert clinic.count("waitlist_entry") == 1


def test_nobody_inactive_is_proposed(clinic: Clinic, desk: App) -> None:
    wait_for(desk, clinic.ids.tyrone)

    def leave(tx: Any) -> None:
        tx.session.get_one(Patient, clinic.ids.tyrone).active = False
        tx.record("patient:leave", Topic.PATIENTS, clinic.ids.tyrone)

    clinic.app.write(leave)
    assert desk.read(shown.people) == []


def test_the_queries_keep_their_statement_budgets_however_many_wait(clinic: Clinic, desk: App) -> None:
    ids, counted = clinic.ids, []
    for round_, patient in enumerate((ids.tyrone, ids.jiri)):
        visit = freed_visit(clinic, hour=9 + 2 * round_)
        wait_for(desk, patient)
        offered(clinic, desk, wait_for(desk, patient, Wishes(kind=Kind.INTAKE)), starts=at(later(days=2), 9 + 2 * round_))
        ends = TUESDAY + timedelta(hours=1)
        where = {"therapist": ids.ana, "location": ids.birmingham, "starts": TUESDAY, "ends": ends}
        for budget, query in (
            (5, lambda: desk.read(shown.people)),
            (15, lambda: desk.read(shown.freed)),
            (5, lambda where=where: desk.read(shown.matches, **where)),
            (6, lambda visit=visit: desk.read(shown.waiting_for, visit)),
        ):
            with statements(engine_of(desk)) as seen:
                query()
            assert 1 <= len(seen) <= budget, seen
            counted.append(len(seen))
    assert counted[:4] == counted[4:]


def test_nothing_freed_costs_one_statement(desk: App) -> None:
    with statements(engine_of(desk)) as seen:
        assert desk.read(shown.freed) == []
    assert len(seen) == 1
