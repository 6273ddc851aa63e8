"""The waitlist on both engines: its order, times that became free and whom they suit, two desks, who reads what."""

from collections.abc import Callable
from datetime import time, timedelta
from typing import Any

import pytest

from ibh_desktop.app import App
from ibh_desktop.domain.appointments import Kind, Status
from ibh_desktop.domain.errors import Conflict, NotAllowed, NotFound, Refused
from ibh_desktop.domain.ids import LocationId
from ibh_desktop.domain.inquiries import Details as Asks
from ibh_desktop.domain.inquiries import Outcome, Triage
from ibh_desktop.domain.topics import Topic
from ibh_desktop.domain.waitlist import Answer, Wishes
from ibh_desktop.domain.wishes import Wish
from ibh_desktop.queries import waitlist as shown
from ibh_desktop.store.schema import Patient
from ibh_desktop.usecases import appointments, inquiries, slot_offers, waitlist
from tests.integration.waiting_room import TUESDAY, book, freed_visit, line_of, offered, times, wait_for
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
