"""The call list: who stands on it, what a call changes, two desks at one person, and the words that leave the house."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import time
from typing import Any

import pytest

from ibh_desktop.app import App
from ibh_desktop.domain.appointments import Kind, Modality, Status
from ibh_desktop.domain.calls import CallOutcome, Group
from ibh_desktop.domain.contact import NOTHING, Channel, Voicemail, Wishes, tells
from ibh_desktop.domain.errors import Conflict, Refused
from ibh_desktop.domain.ids import AppointmentId, PatientId
from ibh_desktop.exchange.csv_out import as_csv
from ibh_desktop.letters import list_sheet
from ibh_desktop.queries import call_sheet, contact
from ibh_desktop.queries import calls as lists
from ibh_desktop.queries.calls import CallLine
from ibh_desktop.usecases import appointments, calls, patients
from ibh_desktop.usecases import clinic as setup
from ibh_desktop.usecases import contact as wishes
from ibh_desktop.usecases.calls import Seen
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

TUESDAY, WEDNESDAY, THURSDAY = later(0, 1), later(0, 2), later(0, 3)


def book(clinic: Clinic, patient: PatientId, starts: Any, **more: Any) -> AppointmentId:
    """A visit with Ana at Birmingham unless told otherwise."""
    where = {"therapist": clinic.ids.ana, "location": clinic.ids.birmingham} | more
    return clinic.app.write(appointments.book, patient=patient, starts=starts, passed_reason="asked for", **where)


@pytest.fixture
def booked(clinic: Clinic) -> Clinic:
    """Monday, 09:00. María comes to Ana on Tuesday at ten, Tyrone to Ben on Wednesday at eleven; Jiří has no phone."""
    book(clinic, clinic.ids.maria, at(TUESDAY, 10))
    book(clinic, clinic.ids.tyrone, at(WEDNESDAY, 11), therapist=clinic.ids.ben)
    return clinic


def lines(app: App) -> list[CallLine]:
    """What stands on the list."""
    return list(app.read(lists.listing).lines)


def line_of(app: App, patient: PatientId) -> CallLine:
    """The first line of a patient."""
    return next(line for line in lines(app) if line.patient == patient)


def seen(line: CallLine) -> Seen:
    """What a desk saw of a line."""
    return Seen(line.version, line.last_call)


def call(app: App, patient: PatientId, outcome: CallOutcome, **more: Any) -> calls.Noted:
    """Note a call about the first line of a patient."""
    line = line_of(app, patient)
    return app.write(calls.called, line.id, outcome=outcome, seen=seen(line), **more)


def wish(clinic: Clinic, patient: PatientId, wanted: Wishes) -> None:
    """The front desk notes a wish."""
    clinic.as_role(RECEPTIONIST).write(wishes.wish, patient, wanted)


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


def test_who_is_not_to_be_contacted_stands_apart_and_cannot_be_called(booked: Clinic) -> None:
    desk, maria = booked.as_role(RECEPTIONIST), booked.ids.maria
    wish(booked, maria, replace(NOTHING, stop=True, stop_reason="asked in writing"))
    line = line_of(desk, maria)
    assert (line.group, line.apart) == (Group.APART, "Do not contact: asked in writing.")
    for outcome in CallOutcome:
        with pytest.raises(Refused):
            desk.write(calls.called, line.id, outcome=outcome, seen=seen(line))
    with pytest.raises(Refused, match="Do not contact"):
        desk.write(calls.moved, line.id, seen=seen(line), starts=at(THURSDAY, 10))
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


def test_no_message_is_noted_where_none_is_wished_and_no_call_outside_the_hours(booked: Clinic) -> None:
    desk, maria = booked.as_role(RECEPTIONIST), booked.ids.maria
    wish(booked, maria, replace(NOTHING, voicemail=Voicemail.NONE, safe_from=time(10), safe_to=time(17)))
    with pytest.raises(Refused, match="safe to call from 10 to 17; it is 09:00"):
        call(desk, maria, CallOutcome.NO_ANSWER)
    booked.clock.ahead(hours=1)
    with pytest.raises(Refused, match="No voicemail"):
        call(desk, maria, CallOutcome.MESSAGE)
    call(desk, maria, CallOutcome.NO_ANSWER)
    assert line_of(desk, maria).group is Group.TRIED


def test_wishes_are_noted_once_a_patient_and_a_second_desk_is_told(clinic: Clinic) -> None:
    desk, maria = clinic.as_role(RECEPTIONIST), clinic.ids.maria
    assert desk.read(contact.known, maria) == contact.Known(NOTHING, 0)
    wanted = Wishes(
        channel=Channel.TEXT,
        text_ok=True,
        voicemail=Voicemail.DETAIL,
        safe_from=time(9),
        safe_to=time(17, 30),
        ask_for="Sam",
        says="the office",
        language="Spanish",
        interpreter=True,
        confidential=True,
        where="Work phone",
        emergency_name="Rosa O'Kon",
        emergency_relation="mother",
        emergency_phone="205 555 0199",
    )
    before = desk.write(wishes.wish, maria, wanted, version=0)
    found = desk.read(contact.known, maria)
    assert found == contact.Known(replace(wanted, emergency_phone="(205) 555-0199"), 1)
    with pytest.raises(Conflict):
        clinic.app.write(wishes.wish, maria, NOTHING, version=0)
    desk.write(wishes.wish, maria, before)
    assert desk.read(contact.known, maria).wishes == NOTHING
    assert clinic.count("patient_contact") == 1
    assert all("Sam" not in diff for (diff,) in clinic.rows("SELECT diff FROM audit WHERE action = 'contact:change'"))


@pytest.mark.parametrize("phone", ["no number", "12", "1" * 10_000, "<b>", "\x00\x07"])
def test_a_phone_that_is_none_is_refused_at_its_field(clinic: Clinic, phone: str) -> None:
    wrong = replace(NOTHING, emergency_name="Rosa", emergency_phone=phone)
    with pytest.raises(Refused) as no:
        clinic.app.write(wishes.wish, clinic.ids.maria, wrong)
    assert no.value.field == "emergency_phone"
    assert clinic.count("patient_contact") == 0


def test_a_note_that_is_too_long_is_refused_and_nothing_is_half_done(booked: Clinic) -> None:
    desk = booked.as_role(RECEPTIONIST)
    with pytest.raises(Refused) as no:
        call(desk, booked.ids.maria, CallOutcome.CONFIRMED, note="x" * 10_000)
    assert no.value.field == "note"
    assert line_of(desk, booked.ids.maria).status is Status.SCHEDULED


def test_the_list_on_paper_holds_whom_to_call_and_how(booked: Clinic) -> None:
    desk = booked.as_role(RECEPTIONIST)
    wish(booked, booked.ids.maria, replace(NOTHING, ask_for="Sam", language="Spanish", interpreter=True))
    call(desk, booked.ids.maria, CallOutcome.NO_ANSWER)
    call(desk, booked.ids.tyrone, CallOutcome.CONFIRMED)
    sheet = desk.read(call_sheet.sheet)
    assert [row[1:4] for row in sheet.rows] == [
        ("María Elena (Mari) O'Kon", "(205) 555-0142", "Call, voicemail name only, ask for Sam, Spanish interpreter")
    ]
    assert sheet.rows[0][5] == "no answer, Mon Jan 4, 09:00 Dana Brooks"
    assert sheet.title == "Calls for the next 2 business days"
    assert "O'Kon" not in sheet.file_title
    assert list_sheet.pdf(sheet).startswith(b"%PDF")


def test_reminders_use_only_the_ways_that_were_allowed_and_name_nothing(booked: Clinic) -> None:
    ids, desk = booked.ids, booked.as_role(RECEPTIONIST)
    book(booked, ids.jiri, at(TUESDAY, 14))
    wish(booked, ids.maria, replace(NOTHING, channel=Channel.TEXT, text_ok=True, ask_for="Sam", says="the office"))
    found = desk.read(call_sheet.reminders)
    assert [(row[0], row[1], row[2]) for row in found.rows] == [
        ("call", "Tyrone Washington", "(205) 555-0143"),
        ("text", "María Elena (Mari) O'Kon", "(205) 555-0142"),
    ]
    assert found.left_out == 1
    words = [row[-1] for row in found.rows]
    assert words[1] == (
        "Hello Sam, a reminder of your appointment on Tuesday, January 5 at 10:00 AM CST."
        " Please call (205) 555-0101 to confirm or change it. – the office"
    )
    assert [tells(each) for each in words] == ["", ""]
    details = patients.Details("Jiří", "Nováček", later(-2000), email="jiri@home.example")
    desk.write(patients.change, ids.jiri, details)
    wish(booked, ids.jiri, replace(NOTHING, channel=Channel.EMAIL))
    assert [row[2] for row in desk.read(call_sheet.reminders).rows if row[0] == "e-mail"] == ["jiri@home.example"]


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1"])
def test_no_cell_of_a_list_can_be_run_as_a_formula(cell: str) -> None:
    text = as_csv(("Name",), [(cell,), ("plain, “quoted”",)]).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert rows == [["Name"], [f"'{cell}"], ["plain, “quoted”"]]
