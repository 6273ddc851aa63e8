"""The day's lists and forms: who stands on them for whom, that names can be left out, and what is told of nobody."""

from __future__ import annotations

import io
from dataclasses import asdict
from typing import Any

import pytest
from pypdf import PdfReader

from ibh_desktop.app import App
from ibh_desktop.domain.appointments import Status
from ibh_desktop.domain.errors import NotAllowed
from ibh_desktop.domain.ids import AppointmentId
from ibh_desktop.letters import kinds, list_sheet, paper_form
from ibh_desktop.queries import day_lists, patient_forms
from ibh_desktop.queries.calendar_sheet import Naming
from ibh_desktop.usecases import appointments, paper
from tests.integration.world import LEAD, MANAGER, MONDAY, OTHER, RECEPTIONIST, THERAPIST, Clinic, at, later


@pytest.fixture
def booked(clinic: Clinic) -> Clinic:
    """María has a course with Ana on Mondays at ten, Tyrone comes to Ben at eleven."""
    clinic.open_course()
    ids = clinic.ids
    where: dict[str, Any] = {"patient": ids.tyrone, "therapist": ids.ben, "location": ids.birmingham}
    clinic.as_role(RECEPTIONIST).write(appointments.book, starts=at(MONDAY, 11), **where)
    return clinic


def day(app: App, naming: Naming = Naming.FULL) -> list[str]:
    """The lines of Monday's sheet."""
    sheet = app.read(day_lists.day, on=MONDAY, location=None, therapist=None, naming=naming)
    return [" | ".join(row) for row in sheet.rows]


def test_the_day_sheet_stands_by_therapist_and_time_with_room_for_arrivals(booked: Clinic) -> None:
    assert day(booked.as_role(RECEPTIONIST)) == [
        "10:00–10:50 | María Elena (Mari) O'Kon | therapy visit | Ana Lee | Room 1 |  | ",
        "11:00–11:50 | Tyrone Washington | therapy visit | Ben Ortiz |  |  | ",
    ]
    booked.clock.ahead(minutes=58)
    booked.as_role(RECEPTIONIST).write(appointments.mark, AppointmentId(1), status=Status.CHECKED_IN)
    assert "| 09:58 |" in day(booked.as_role(RECEPTIONIST))[0]
    booked.as_role(RECEPTIONIST).write(appointments.cancel, AppointmentId(17), by_clinic=True)
    assert len(day(booked.as_role(RECEPTIONIST))) == 1


def test_names_become_initials_or_nothing_on_every_list(booked: Clinic) -> None:
    desk = booked.as_role(RECEPTIONIST)
    assert "M. E. O." in day(desk, Naming.INITIALS)[0]
    week = desk.read(day_lists.week, monday=MONDAY, therapist=booked.ids.ana, naming=Naming.BUSY)
    for text in (*day(desk, Naming.BUSY), str(asdict(week))):
        assert "busy" in text
        assert "Kon" not in text


def test_therapists_find_their_own_patients_only(booked: Clinic) -> None:
    ana, ben = booked.as_role(THERAPIST), booked.as_role(OTHER)
    assert [("O'Kon" in line, "therapy visit" in line) for line in day(ana)] == [(True, False)]
    assert len(day(ben)) == 1
    others = ben.read(day_lists.week, monday=MONDAY, therapist=booked.ids.ana, naming=Naming.FULL)
    assert [row[2] for row in others.rows] == ["busy"]
    assert len(ben.read(day_lists.calls, on=MONDAY, location=None).rows) == 1


def test_a_week_list_shows_every_day_with_place_and_time(booked: Clinic) -> None:
    sheet = booked.as_role(LEAD).read(day_lists.week, monday=later(1), therapist=booked.ids.ana, naming=Naming.FULL)
    assert sheet.title == "Ana Lee, ALC: week of Monday, January 11, 2027"
    assert [row[:2] for row in sheet.rows] == [("Mon Jan 11", "10:00–10:50")]
    assert "CST" in sheet.subtitle
    assert "O'Kon" not in sheet.file_title


def test_the_call_list_holds_whom_nobody_confirmed_yet(booked: Clinic) -> None:
    desk = booked.as_role(RECEPTIONIST)
    desk.write(appointments.mark, AppointmentId(1), status=Status.CONFIRMED)
    sheet = desk.read(day_lists.calls, on=MONDAY, location=booked.ids.birmingham)
    assert [row[1:3] for row in sheet.rows] == [("Tyrone Washington", "(205) 555-0143")]
    assert "never what the visit is for" in sheet.subtitle
    assert list_sheet.pdf(sheet).startswith(b"%PDF")


def test_a_note_can_be_asked_for_once_somebody_came(booked: Clinic) -> None:
    desk = booked.as_role(RECEPTIONIST)
    assert desk.read(day_lists.attended, on=MONDAY, location=None) == []
    booked.clock.ahead(hours=1)
    for status in (Status.CHECKED_IN, Status.IN_SESSION):
        booked.as_role(RECEPTIONIST).write(appointments.mark, AppointmentId(1), status=status)
    assert [v.id for v in desk.read(day_lists.attended, on=MONDAY, location=None)] == [1]
    assert booked.as_role(OTHER).read(day_lists.attended, on=MONDAY, location=None) == []
    with pytest.raises(NotAllowed):
        booked.as_role(MANAGER).read(day_lists.attended, on=MONDAY, location=None)


def text_of(pdf: bytes) -> str:
    """The words of a form."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def test_forms_are_blank_or_hold_what_the_file_knows(booked: Clinic) -> None:
    desk = booked.as_role(RECEPTIONIST)
    for form in (patient_forms.registration, patient_forms.consent):
        blank = paper_form.pdf(desk.read(form, None))
        filled = paper_form.pdf(desk.read(form, booked.ids.maria))
        assert "O'Kon" not in text_of(blank)
        assert "O'Kon" in text_of(filled)
        assert len(PdfReader(io.BytesIO(filled)).pages) == 1
    for whom in (None, booked.ids.maria):
        made = text_of(kinds.pdf(desk.read(patient_forms.authorization, whom, booked.ids.birmingham)))
        assert ("O'Kon" in made) is (whom is not None)
        assert "Birmingham" in made


def test_a_form_of_another_therapists_patient_is_not_filled_in(booked: Clinic) -> None:
    for form in (patient_forms.registration, patient_forms.consent):
        with pytest.raises(NotAllowed):
            booked.as_role(OTHER).read(form, booked.ids.maria)
    with pytest.raises(NotAllowed):
        booked.as_role(MANAGER).read(patient_forms.authorization, None, None)


def test_what_came_out_is_on_record_by_kind_and_day_and_without_a_name(booked: Clinic) -> None:
    booked.as_role(RECEPTIONIST).write(paper.came_out, "day", how="file", on=MONDAY)
    ((diff, user),) = booked.rows('SELECT diff, "user" FROM audit WHERE action = :a', a="paper:print")
    assert (diff, user) == ('{"how": "file", "on": "2027-01-04", "paper": "day", "patient": null}', RECEPTIONIST)
