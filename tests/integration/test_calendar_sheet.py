"""The printed schedule: what stands on it for whom, and that a sheet without names has none."""

import io
from datetime import timedelta

import pytest
from pypdf import PdfReader

from ibh_desktop.app import App
from ibh_desktop.domain.errors import NotFound
from ibh_desktop.domain.ids import LocationId, TherapistId
from ibh_desktop.letters.calendar_sheet import CalendarSheet, pdf
from ibh_desktop.queries import calendar_sheet
from ibh_desktop.queries.calendar_sheet import Naming
from ibh_desktop.usecases import appointments, roster
from tests.integration.world import MONDAY, OTHER, RECEPTIONIST, Clinic, at, close_on, later


def _text(sheet: CalendarSheet) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf(sheet))).pages).split())


def _day(app: App, clinic: Clinic, naming: Naming) -> CalendarSheet:
    return app.read(calendar_sheet.day, on=later(1), location=clinic.ids.birmingham, naming=naming)


@pytest.fixture
def booked(clinic: Clinic) -> Clinic:
    """María's course on Mondays at ten with Ana, Tyrone on Monday and on a Friday in Phenix City with Ben."""
    ids = clinic.ids
    clinic.open_course(at(later(1), 10))
    for where, on in ((ids.birmingham, later(1)), (ids.phenix, later(1, 4))):
        clinic.app.write(appointments.book, patient=ids.tyrone, therapist=ids.ben, location=where, starts=at(on, 14))
    return clinic


def test_a_day_has_a_column_a_therapist_with_hours_names_and_session_numbers(booked: Clinic) -> None:
    sheet = _day(booked.as_role(RECEPTIONIST), booked, Naming.FULL)
    assert (sheet.title, sheet.subtitle) == ("Monday, January 11, 2027", "Birmingham · times are CST")
    assert [column.heading for column in sheet.columns] == ["Ana Lee", "Ben Ortiz"]
    (block,) = sheet.columns[0].blocks
    assert (block.starts, block.ends, block.words, block.detail) == (600, 650, "María Elena (Mari) O'Kon", "1/16")
    assert sheet.columns[0].worked == ((480, 720), (780, 1020))
    text = _text(sheet)
    for said in ("María Elena (Mari) O'Kon", "Tyrone Washington", "10:00–10:50 · 1/16", "page 1 of 1", "Riverside Clinic"):
        assert said in text


@pytest.mark.parametrize(("naming", "words"), [(Naming.INITIALS, ["M. E. O.", "T. W."]), (Naming.BUSY, ["busy", "busy"])])
def test_a_sheet_without_names_has_none(booked: Clinic, naming: Naming, words: list[str]) -> None:
    sheet = _day(booked.as_role(RECEPTIONIST), booked, naming)
    assert [block.words for column in sheet.columns for block in column.blocks] == words
    assert all(block.detail == "" for column in sheet.columns for block in column.blocks)
    text = _text(sheet)
    assert not any(name in text for name in ("María", "Kon", "Mari", "Tyrone", "Washington", "1/16"))
    assert "10:00–10:50" in text


def test_the_file_says_nothing_of_a_patient_about_itself(booked: Clinic) -> None:
    reader = PdfReader(io.BytesIO(pdf(_day(booked.as_role(RECEPTIONIST), booked, Naming.FULL))))
    assert reader.metadata is not None
    assert (reader.metadata.title, reader.metadata.author) == ("Schedule", "Riverside Clinic")
    box = reader.pages[0].mediabox
    assert (float(box.width), float(box.height)) == (792, 612)


def test_a_therapist_prints_other_peoples_patients_as_busy(booked: Clinic) -> None:
    sheet = _day(booked.as_role(OTHER), booked, Naming.FULL)
    words = {column.heading: [block.words for block in column.blocks] for column in sheet.columns}
    assert words == {"Ana Lee": ["busy"], "Ben Ortiz": ["Tyrone Washington"]}


def test_a_manager_prints_names_but_not_how_far_they_are(booked: Clinic) -> None:
    sheet = _day(booked.app, booked, Naming.FULL)
    assert {block.detail for column in sheet.columns for block in column.blocks} == {""}


def test_a_week_follows_the_therapist_to_each_place_and_its_zone(booked: Clinic) -> None:
    sheet = booked.as_role(RECEPTIONIST).read(
        calendar_sheet.week, monday=later(1), therapist=booked.ids.ben, naming=Naming.FULL
    )
    assert sheet.title == "Ben Ortiz, LPC: week of January 11, 2027"
    assert sheet.subtitle == "Times are CST and EST"
    assert [column.heading for column in sheet.columns][::4] == ["Mon Jan 11", "Fri Jan 15"]
    assert [column.below for column in sheet.columns] == ["Birmingham"] * 4 + ["Phenix City"]
    assert [block.starts for column in sheet.columns for block in column.blocks] == [14 * 60, 15 * 60]


def test_what_is_cancelled_is_not_printed_and_an_absence_is(booked: Clinic) -> None:
    app, ids = booked.as_role(RECEPTIONIST), booked.ids
    (key,) = booked.rows("SELECT id FROM appointment WHERE patient_id = :p ORDER BY starts", p=ids.tyrone)[0]
    app.write(appointments.cancel, key, by_clinic=True)
    booked.app.write(roster.add_time_off, ids.ben, starts=at(later(1, 1), 0), ends=at(later(1, 2), 0), reason="surgery")
    sheet = app.read(calendar_sheet.week, monday=later(1), therapist=ids.ben, naming=Naming.FULL)
    assert [len(column.blocks) for column in sheet.columns] == [0, 0, 0, 0, 1]
    assert [column.note for column in sheet.columns] == ["", "Away", "", "", ""]
    assert "surgery" not in _text(sheet)


def test_a_closed_or_empty_day_says_so_on_its_one_page(booked: Clinic) -> None:
    booked.app.write(close_on, booked.ids.phenix, later(2, 4))
    app = booked.as_role(RECEPTIONIST)
    for on, said in ((later(2, 4), "Closed: Founders' Day"), (later(2, 5), "Nobody works here on this day")):
        sheet = app.read(calendar_sheet.day, on=on, location=booked.ids.phenix, naming=Naming.BUSY)
        assert said in _text(sheet)
    with pytest.raises(NotFound):
        app.read(calendar_sheet.day, on=MONDAY, location=LocationId(99), naming=Naming.BUSY)
    with pytest.raises(NotFound):
        app.read(calendar_sheet.week, monday=MONDAY, therapist=TherapistId(99), naming=Naming.BUSY)


def test_the_sample_clinic_says_that_it_is_one(sample: App) -> None:
    sheet = sample.read(calendar_sheet.day, on=MONDAY + timedelta(days=1), location=LocationId(1), naming=Naming.FULL)
    assert "Sample clinic: invented people" in _text(sheet)
