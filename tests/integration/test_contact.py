"""How patients are reached: wishes that are honoured, and the words and lists that leave the house."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import time

import pytest

from ibh_desktop.domain.calls import CallOutcome, Group
from ibh_desktop.domain.contact import NOTHING, Channel, Voicemail, Wishes, tells
from ibh_desktop.domain.errors import Conflict, Refused
from ibh_desktop.exchange.csv_out import as_csv
from ibh_desktop.letters import list_sheet
from ibh_desktop.queries import call_sheet, contact
from ibh_desktop.usecases import calls, patients
from ibh_desktop.usecases import contact as wishes
from tests.integration.call_desk import THURSDAY, TUESDAY, book, booked, call, line_of, seen, wish
from tests.integration.world import (
    RECEPTIONIST,
    Clinic,
    at,
    later,
)

__all__ = ["booked"]


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
    assert words[0] == "Hello, this is Dana with a message for Tyrone. Please call back at (205) 555-0101. Thank you."
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
