"""Warn, explain, override: a soft conflict is booked only with a reason, and the reason is kept."""

from typing import Any

import pytest

from ibh_desktop.domain.appointments import Kind
from ibh_desktop.domain.errors import NotAllowed, Refused
from ibh_desktop.domain.ids import AppointmentId
from ibh_desktop.domain.slots import Slot
from ibh_desktop.domain.topics import Topic
from ibh_desktop.queries import passed, soft_conflicts
from ibh_desktop.store.schema import Therapist
from ibh_desktop.store.tx import Tx
from ibh_desktop.usecases import appointments, courses
from ibh_desktop.usecases import clinic as setup
from tests.integration.world import LEAD, MANAGER, RECEPTIONIST, THERAPIST, Clinic, at, later

WHY = "She travels far and wants both on one day"


def book(clinic: Clinic, hour: int, minute: int = 0, *, anyway: str = "", kind: Kind = Kind.THERAPY) -> AppointmentId:
    """Tyrone with Ben, Monday week."""
    ids = clinic.ids
    where: dict[str, Any] = {"patient": ids.tyrone, "therapist": ids.ben, "location": ids.birmingham}
    return clinic.as_role(RECEPTIONIST).write(
        appointments.book, starts=at(later(1), hour, minute), passed_reason=anyway, kind=kind, **where
    )


def test_a_second_visit_on_one_day_needs_a_reason_which_is_kept(clinic: Clinic) -> None:
    book(clinic, 9)
    with pytest.raises(Refused, match=r"The patient has another visit on Mon 11 Jan, at 09:00\. Give a reason") as no:
        book(clinic, 14)
    assert no.value.field == "passed_reason"
    assert clinic.count("appointment") == 1
    new = book(clinic, 14, anyway=WHY)
    assert clinic.rows("SELECT passed, passed_reason FROM appointment WHERE id = :id", id=new) == [("twice", WHY)]
    assert clinic.rows("SELECT reason FROM audit WHERE action = 'appointment:book' AND subject = :id", id=new) == [(WHY,)]


def test_a_reason_without_a_conflict_is_not_kept(clinic: Clinic) -> None:
    new = book(clinic, 9, anyway=WHY)
    assert clinic.rows("SELECT passed, passed_reason FROM appointment WHERE id = :id", id=new) == [("", "")]


def test_the_clinics_own_settings_decide(clinic: Clinic) -> None:
    clinic.app.write(setup.change_setting, "most_a_day", "1")
    ids = clinic.ids
    clinic.app.write(appointments.book, patient=ids.jiri, therapist=ids.ben, location=ids.birmingham, starts=at(later(1), 9))
    with pytest.raises(Refused, match="Ben Ortiz would have 2 sessions on Mon 11 Jan"):
        book(clinic, 14)


def test_a_full_caseload_is_told_when_a_course_is_opened(clinic: Clinic) -> None:
    def fill(tx: Tx) -> None:
        tx.session.get_one(Therapist, clinic.ids.ana).caseload_target = 0
        tx.record("test:fill", Topic.STAFF, None)

    clinic.app.write(fill)
    ana = clinic.as_role(THERAPIST)
    wanted = clinic.plan(at(later(1), 10))
    with pytest.raises(Refused, match="Ana Lee would have a caseload of 1; the target is 0"):
        ana.write(courses.open_course, wanted, indication="depression")
    assert clinic.count("course") == clinic.count("appointment") == 0
    ana.write(courses.open_course, wanted, indication="depression", passed_reason=WHY)
    assert set(clinic.rows("SELECT passed, passed_reason FROM appointment")) == {("caseload", WHY)}


def test_a_move_is_judged_and_undo_brings_the_old_reason_back(clinic: Clinic) -> None:
    book(clinic, 9)
    second = book(clinic, 14, anyway=WHY)
    desk = clinic.as_role(RECEPTIONIST)
    before = desk.write(appointments.move, second, starts=at(later(1, 1), 14))
    asked = "SELECT passed, passed_reason FROM appointment WHERE id = :id"
    assert clinic.rows(asked, id=second) == [("", "")]
    with pytest.raises(Refused, match="another visit on Mon 11 Jan"):
        desk.write(appointments.move, second, starts=at(later(1), 15))
    desk.write(appointments.restore, before)
    assert clinic.rows(asked, id=second) == [("twice", WHY)]


def test_within_the_first_four_another_therapist_is_told(clinic: Clinic) -> None:
    opened = clinic.open_course(at(later(1), 10))
    move: dict[str, Any] = {"starts": at(later(2), 14), "therapist": clinic.ids.ben}
    with pytest.raises(Refused, match="Session 2 is with another therapist"):
        clinic.app.write(appointments.move, opened.appointments[1], **move)
    clinic.app.write(appointments.move, opened.appointments[1], passed_reason=WHY, **move)
    clinic.app.write(appointments.move, opened.appointments[9], starts=at(later(10), 14), therapist=clinic.ids.ben)


def test_what_a_window_shows_before_saving_is_what_saving_refuses(clinic: Clinic) -> None:
    book(clinic, 9)
    ids = clinic.ids
    slot = Slot(at(later(1), 14), at(later(1), 14, 50))
    asked = soft_conflicts.Asked(ids.tyrone, ids.ben, ids.birmingham, (slot,))
    (warned,) = clinic.as_role(RECEPTIONIST).read(soft_conflicts.found, asked)
    with pytest.raises(Refused) as no:
        book(clinic, 14)
    assert no.value.sentence.startswith(warned.sentence)


def test_what_was_passed_over_is_listed_for_manager_and_lead(clinic: Clinic) -> None:
    book(clinic, 9)
    second = book(clinic, 14, anyway=WHY)
    ids = clinic.ids
    over = clinic.app.write(
        appointments.book,
        patient=ids.jiri,
        therapist=ids.ben,
        location=ids.birmingham,
        starts=at(later(1), 9),
        overbook_reason="crisis",
    )
    for who in (MANAGER, LEAD):
        lines = clinic.as_role(who).read(passed.listing, later(), later(2))
        assert [(line.id, line.what.split(",")[0], line.reason) for line in lines] == [
            (over, "booked over another visit", "crisis"),
            (second, "patient twice a day", WHY),
        ]
        assert clinic.as_role(who).read(passed.listing, later(2), later(3)) == []
    for who in (RECEPTIONIST, THERAPIST):
        with pytest.raises(NotAllowed):
            clinic.as_role(who).read(passed.listing, later(), later(2))
