"""The call list: who stands on it, what a call changes, and two desks at one person."""

from __future__ import annotations

from functools import partial

import pytest

from ibh_desktop.domain.appointments import Kind, Modality, Status
from ibh_desktop.domain.calls import CallOutcome, Group
from ibh_desktop.domain.errors import Conflict, Refused
from ibh_desktop.domain.ids import AppointmentId
from ibh_desktop.domain.topics import Topic
from ibh_desktop.queries import calls as lists
from ibh_desktop.store.frontdesk import CallMade
from ibh_desktop.store.schema import Appointment
from ibh_desktop.store.tx import Tx
from ibh_desktop.usecases import appointments, calls
from ibh_desktop.usecases import clinic as setup
from tests.integration.call_desk import THURSDAY, TUESDAY, WEDNESDAY, book, booked, call, line_of, lines, seen
from tests.integration.test_letter_race import together
from tests.integration.world import (
    EASTERN,
    LEAD,
    MANAGER,
    OTHER,
    RECEPTIONIST,
    THERAPIST,
    Clinic,
    at,
    close_on,
    later,
)

__all__ = ["booked"]


def test_the_list_holds_the_visits_of_the_next_two_business_days_by_time(booked: Clinic) -> None:
    book(booked, booked.ids.maria, at(THURSDAY, 10))
    found = lines(booked.as_role(RECEPTIONIST))
    assert [(line.patient, f"{line.starts:%a %H:%M %Z}", line.group) for line in found] == [
        (booked.ids.maria, "Tue 10:00 CST", Group.TO_CALL),
        (booked.ids.tyrone, "Wed 11:00 CST", Group.TO_CALL),
    ]
    assert (found[0].phone, found[0].place, found[0].therapist_name) == ("(205) 555-0142", "Birmingham", "Ana Lee")


def test_a_closed_day_moves_the_list_on_at_its_location(booked: Clinic) -> None:
    book(booked, booked.ids.maria, at(THURSDAY, 10))
    booked.app.write(close_on, booked.ids.phenix, WEDNESDAY)
    assert len(lines(booked.app)) == 2
    booked.app.write(close_on, booked.ids.birmingham, WEDNESDAY)
    assert [f"{line.starts:%a}" for line in lines(booked.app)] == ["Tue", "Wed", "Thu"]


def test_a_location_in_another_zone_has_its_own_day_and_hour(clinic: Clinic) -> None:
    clinic.clock.ahead(days=2)
    eastern = at(later(0, 4), 9, zone=EASTERN)
    book(clinic, clinic.ids.tyrone, eastern, therapist=clinic.ids.ben, location=clinic.ids.phenix)
    (line,) = lines(clinic.app)
    assert f"{line.starts:%a %H:%M %Z}" == "Fri 09:00 EST"
    assert lines(clinic.app) == list(clinic.app.read(lists.listing, location=clinic.ids.phenix).lines)
    assert clinic.app.read(lists.listing, location=clinic.ids.birmingham).lines == ()


def test_an_intake_is_listed_on_its_own_day_until_it_begins_and_a_day_earlier(clinic: Clinic) -> None:
    book(clinic, clinic.ids.maria, at(later(), 10), kind=Kind.INTAKE)
    book(clinic, clinic.ids.tyrone, at(later(), 14))
    book(clinic, clinic.ids.jiri, at(THURSDAY, 10), kind=Kind.INTAKE)
    assert {line.patient for line in lines(clinic.app)} == {clinic.ids.maria, clinic.ids.jiri}
    clinic.clock.ahead(hours=1, minutes=1)
    assert {line.patient for line in lines(clinic.app)} == {clinic.ids.jiri}


def test_the_setting_says_how_far_the_list_reaches(booked: Clinic) -> None:
    booked.app.write(setup.change_setting, "reminder_days", "1")
    assert [line.patient for line in lines(booked.app)] == [booked.ids.maria]


def test_therapists_call_their_own_patients(booked: Clinic) -> None:
    counts = {who: len(lines(booked.as_role(who))) for who in (RECEPTIONIST, THERAPIST, OTHER, LEAD, MANAGER)}
    assert counts == {RECEPTIONIST: 2, THERAPIST: 1, OTHER: 1, LEAD: 2, MANAGER: 2}


def test_confirmed_moves_the_status_with_the_call_and_undo_puts_both_back(booked: Clinic) -> None:
    desk, maria = booked.as_role(RECEPTIONIST), booked.ids.maria
    noted = call(desk, maria, CallOutcome.CONFIRMED)
    line = line_of(desk, maria)
    assert (line.status, line.group, [c.by for c in line.calls]) == (Status.CONFIRMED, Group.SETTLED, ["Dana Brooks"])
    desk.write(calls.take_back, noted)
    line = line_of(desk, maria)
    assert (line.status, line.group, line.calls) == (Status.SCHEDULED, Group.TO_CALL, ())
    assert booked.count("call_made") == 1
    with pytest.raises(Conflict, match="taken back already"):
        desk.write(calls.take_back, noted)


def test_a_cancellation_on_the_phone_is_late_within_the_notice(booked: Clinic) -> None:
    desk = booked.as_role(RECEPTIONIST)
    booked.clock.ahead(hours=1, seconds=1)
    call(desk, booked.ids.maria, CallOutcome.CANCELLED)
    noted = call(desk, booked.ids.tyrone, CallOutcome.CANCELLED)
    statuses = {line.patient: line.status for line in lines(desk)}
    assert statuses == {booked.ids.maria: Status.LATE_CANCEL, booked.ids.tyrone: Status.CANCELLED_PATIENT}
    desk.write(calls.take_back, noted)
    assert line_of(desk, booked.ids.tyrone).group is Group.TO_CALL


def test_several_attempts_count_and_the_last_can_be_withdrawn(booked: Clinic) -> None:
    desk, maria = booked.as_role(RECEPTIONIST), booked.ids.maria
    call(desk, maria, CallOutcome.NO_ANSWER)
    call(desk, maria, CallOutcome.NO_ANSWER, note="rang out")
    line = line_of(desk, maria)
    assert (line.group, [(c.outcome, c.note) for c in line.calls]) == (
        Group.TRIED,
        [(CallOutcome.NO_ANSWER, ""), (CallOutcome.NO_ANSWER, "rang out")],
    )
    desk.write(calls.withdraw, line.last_call)
    assert len(line_of(desk, maria).calls) == 1
    call(desk, maria, CallOutcome.CONFIRMED)
    with pytest.raises(Refused, match="was confirmed in the call"):
        desk.write(calls.withdraw, line_of(desk, maria).last_call)


def test_a_move_on_the_phone_is_noted_and_settles_at_the_new_time(booked: Clinic) -> None:
    desk, maria = booked.as_role(RECEPTIONIST), booked.ids.maria
    line = line_of(desk, maria)
    noted = desk.write(calls.moved, line.id, seen=seen(line), starts=at(later(1, 1), 10))
    moved = line_of(desk, maria)
    assert (moved.group, moved.starts, moved.calls[0].outcome) == (Group.SETTLED, at(later(1, 1), 10), CallOutcome.MOVED)
    desk.write(calls.take_back, noted)
    back = line_of(desk, maria)
    assert (back.group, back.starts, back.calls) == (Group.TO_CALL, at(TUESDAY, 10), ())


def test_a_move_that_is_refused_notes_no_call(booked: Clinic) -> None:
    desk = booked.as_role(RECEPTIONIST)
    line = line_of(desk, booked.ids.maria)
    with pytest.raises(Refused, match="passed"):
        desk.write(calls.moved, line.id, seen=seen(line), starts=at(later(-1), 10))
    assert booked.count("call_made") == 0


def test_what_another_desk_does_elsewhere_settles_the_row(booked: Clinic) -> None:
    desk, maria = booked.as_role(RECEPTIONIST), booked.ids.maria
    call(desk, maria, CallOutcome.MESSAGE)
    booked.app.write(appointments.mark, line_of(desk, maria).id, status=Status.CONFIRMED)
    assert line_of(desk, maria).group is Group.SETTLED
    booked.app.write(appointments.cancel, line_of(desk, booked.ids.tyrone).id, by_clinic=True)
    assert line_of(desk, booked.ids.tyrone).group is Group.SETTLED


def test_a_visit_that_was_moved_in_the_schedule_is_called_about_anew(booked: Clinic) -> None:
    desk, maria = booked.as_role(RECEPTIONIST), booked.ids.maria
    call(desk, maria, CallOutcome.MESSAGE)
    desk.write(appointments.move, line_of(desk, maria).id, starts=at(WEDNESDAY, 14))
    assert (line_of(desk, maria).group, line_of(desk, maria).calls) == (Group.TO_CALL, ())


def test_two_desks_that_call_one_person_are_told_and_nothing_is_lost(booked: Clinic) -> None:
    one, two, maria = booked.as_role(RECEPTIONIST), booked.as_role(LEAD), booked.ids.maria
    shown = line_of(two, maria)
    call(one, maria, CallOutcome.NO_ANSWER)
    for outcome in CallOutcome:
        if outcome is not CallOutcome.MOVED:
            with pytest.raises(Conflict, match="Dana Brooks noted “no answer” at 09:00"):
                two.write(calls.called, shown.id, outcome=outcome, seen=seen(shown))
    with pytest.raises(Conflict):
        two.write(calls.moved, shown.id, seen=seen(shown), starts=at(THURSDAY, 10))
    assert [c.outcome for c in line_of(two, maria).calls] == [CallOutcome.NO_ANSWER]
    call(two, maria, CallOutcome.NO_ANSWER)
    assert [c.by for c in line_of(one, maria).calls] == ["Dana Brooks", "Lee Ann Foster"]


def test_a_visit_that_was_confirmed_meanwhile_is_said_to_be(booked: Clinic) -> None:
    desk = booked.as_role(RECEPTIONIST)
    shown = line_of(desk, booked.ids.maria)
    booked.app.write(appointments.mark, shown.id, status=Status.CONFIRMED)
    with pytest.raises(Conflict, match="it is confirmed"):
        desk.write(calls.called, shown.id, outcome=CallOutcome.MESSAGE, seen=seen(shown))
    assert booked.count("call_made") == 0


def test_whoever_has_no_phone_stands_apart_but_may_confirm_in_person(clinic: Clinic) -> None:
    book(clinic, clinic.ids.jiri, at(TUESDAY, 10), modality=Modality.TELEHEALTH)
    desk = clinic.as_role(RECEPTIONIST)
    line = line_of(desk, clinic.ids.jiri)
    assert (line.group, line.apart, line.place) == (Group.APART, "There is no phone number in the file.", "telehealth")
    with pytest.raises(Refused, match="no phone number"):
        call(desk, clinic.ids.jiri, CallOutcome.NO_ANSWER)
    call(desk, clinic.ids.jiri, CallOutcome.CONFIRMED)
    assert line_of(desk, clinic.ids.jiri).group is Group.SETTLED


def test_a_note_that_is_too_long_is_refused_and_nothing_is_half_done(booked: Clinic) -> None:
    desk = booked.as_role(RECEPTIONIST)
    with pytest.raises(Refused) as no:
        call(desk, booked.ids.maria, CallOutcome.CONFIRMED, note="x" * 10_000)
    assert no.value.field == "note"
    assert line_of(desk, booked.ids.maria).status is Status.SCHEDULED


def test_of_several_desks_that_note_a_call_at_one_moment_one_holds_and_the_others_are_told(booked: Clinic) -> None:
    desks = [booked.as_role(who) for who in (RECEPTIONIST, LEAD, MANAGER, RECEPTIONIST)]
    outcomes = (CallOutcome.MESSAGE, CallOutcome.NO_ANSWER, CallOutcome.CONFIRMED, CallOutcome.CANCELLED)
    shown = line_of(booked.app, booked.ids.tyrone)
    for _ in range(5):
        heard = together(
            [
                partial(desk.write, calls.called, shown.id, outcome=outcome, seen=seen(shown))
                for desk, outcome in zip(desks, outcomes, strict=True)
            ]
        )
        assert heard == {"won": 1, "Conflict": len(desks) - 1}
        ((call_id, outcome, status),) = booked.rows(
            "SELECT c.id, c.outcome, a.status FROM call_made c JOIN appointment a ON a.id = c.appointment_id"
            " WHERE c.withdrawn_at IS NULL"
        )
        assert (outcome == "confirmed", "cancel" in outcome) == (status == "confirmed", "cancel" in status)
        booked.app.write(_as_it_was, call_id, shown.id)
        shown = line_of(booked.app, booked.ids.tyrone)


def _as_it_was(tx: Tx, call_id: int, visit: AppointmentId) -> None:
    """The race again: the call is withdrawn and the visit scheduled."""
    tx.session.get_one(CallMade, call_id).withdrawn_at = tx.now
    row = tx.session.get_one(Appointment, visit)
    row.status, row.version = Status.SCHEDULED, row.version + 1
    tx.record("test:again", Topic.APPOINTMENTS, visit)
