"""The audit: a row for every write, a chain that shows what was tampered with, and news for other desks."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select, text

from ibh_desktop import cli
from ibh_desktop.app import App
from ibh_desktop.bootstrap import sign_in
from ibh_desktop.domain.errors import NotAllowed, Refused, Unavailable
from ibh_desktop.domain.topics import Change, Topic
from ibh_desktop.home import Home
from ibh_desktop.queries.audit_trail import first_broken, signature_at
from ibh_desktop.store import schema as models
from ibh_desktop.store.tx import Tx
from ibh_desktop.usecases import appointments, patients
from ibh_desktop.usecases.clinic import change_setting
from ibh_desktop.usecases.session import note
from tests.integration.world import MANAGER, PASSWORD, RECEPTIONIST, Clinic, Clock, at, engine_of, later


def test_furnishing_the_clinic_left_a_whole_chain(clinic: Clinic) -> None:
    broken, head = clinic.app.read(first_broken, clinic.app.chain)
    assert broken is None
    assert head.seq == clinic.count("audit") > 20
    assert clinic.app.read(signature_at, head.seq) == head.h
    assert clinic.app.read(signature_at, head.seq + 1) is None


def test_a_write_says_who_did_what_when_and_at_which_desk(clinic: Clinic) -> None:
    ids = clinic.ids
    clinic.clock.ahead(minutes=7)
    new = clinic.as_role(RECEPTIONIST).write(
        appointments.book, patient=ids.maria, therapist=ids.ana, location=ids.birmingham, starts=at(later(1), 10)
    )
    last = "SELECT user, desk, action, topic, subject FROM audit ORDER BY seq DESC LIMIT 1"
    quoted = last.replace("user", '"user"')
    assert clinic.rows(quoted) == [(RECEPTIONIST, "desk 2", "appointment:book", "appointments", new)]


def test_a_write_without_an_audit_row_is_an_error_and_keeps_nothing(clinic: Clinic) -> None:
    def silent(tx: Tx) -> None:
        tx.session.execute(text("UPDATE clinic SET name = 'Silent Clinic'"))

    with pytest.raises(AssertionError, match="silent wrote without an audit record"):
        clinic.app.write(silent)
    assert clinic.rows("SELECT name FROM clinic") == [("Riverside Clinic",)]


def test_a_use_case_reads_what_it_changed_a_moment_ago(clinic: Clinic) -> None:
    def renames(tx: Tx) -> str:
        tx.session.scalars(select(models.Clinic)).one().name = "Hillside Clinic"
        note(tx, "test:rename")
        return str(tx.rows(select(models.Clinic.name)).scalar_one())

    assert clinic.app.write(renames) == "Hillside Clinic"


def test_a_use_case_that_raises_keeps_nothing(clinic: Clinic) -> None:
    before = clinic.count("audit")

    def breaks(tx: Tx) -> None:
        note(tx, "test:before")
        tx.session.execute(text("UPDATE clinic SET name = 'Broken Clinic'"))
        raise Refused("No.")

    heard: list[list[Change]] = []
    clinic.app.on_change(heard.append)
    with pytest.raises(Refused):
        clinic.app.write(breaks)
    assert (clinic.count("audit"), clinic.rows("SELECT name FROM clinic"), heard) == (before, [("Riverside Clinic",)], [])


def forged(clinic: Clinic, statement: str) -> None:
    """Change the audit as somebody with the file and the key could: triggers away first."""
    sqlite = engine_of(clinic.app).dialect.name == "sqlite"
    with engine_of(clinic.app).begin() as connection:
        for name in ("audit_no_update", "audit_no_delete") if sqlite else ("audit_kept",):
            connection.execute(text(f"DROP TRIGGER {name}" + ("" if sqlite else " ON audit")))
        connection.execute(text(statement))


@pytest.mark.parametrize(
    ("statement", "found_at"),
    [
        ("UPDATE audit SET action = 'patient:change' WHERE seq = 5", 5),
        ("UPDATE audit SET subject = 4711 WHERE seq = 6", 6),
        ("UPDATE audit SET reason = 'with consent' WHERE seq = 7", 7),
        ("UPDATE audit SET \"user\" = 'dana' WHERE seq = 8", 8),
        ("DELETE FROM audit WHERE seq = 9", 10),
        ("UPDATE audit SET prev = (SELECT h FROM audit WHERE seq = 3) WHERE seq = 11", 11),
    ],
)
def test_a_forged_row_is_found_by_number(clinic: Clinic, statement: str, found_at: int) -> None:
    forged(clinic, statement)
    broken, head = clinic.app.read(first_broken, clinic.app.chain)
    assert broken == found_at
    assert head.seq == min(found_at, 9 if "DELETE" in statement else found_at) - 1


def test_verifying_from_the_command_line_names_the_row(clinic: Clinic, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.verify_audit(clinic.app) == 0
    forged(clinic, "UPDATE audit SET reason = 'x' WHERE seq = 4")
    assert cli.verify_audit(clinic.app) == cli.BROKEN
    said = capsys.readouterr()
    assert "broken at entry 4" in said.err
    assert said.out == ""


def test_only_the_manager_verifies_the_audit(clinic: Clinic) -> None:
    for who in (RECEPTIONIST, "ana", "lee.ann"):
        with pytest.raises(NotAllowed):
            clinic.as_role(who).read(first_broken, clinic.app.chain)


def test_a_tail_that_was_cut_off_is_found_at_the_next_sign_in(clinic: Clinic, place: Home) -> None:
    """The chain itself is whole then; only the anchor beside the file knows better."""
    if place.folder is None:
        forged(clinic, "DELETE FROM audit WHERE seq > 12")
        assert clinic.app.read(first_broken, clinic.app.chain)[0] is None  # a server has no side file
        return
    clinic.app.write(note, "session:test")
    forged(clinic, "DELETE FROM audit WHERE seq > 12")
    assert clinic.app.read(first_broken, clinic.app.chain)[0] is None
    with pytest.raises(Unavailable, match=r"The audit log ends before entry \d+, which this PC has seen"):
        sign_in(place, MANAGER, PASSWORD, clock=Clock())


def test_the_audit_names_no_patient(clinic: Clinic) -> None:
    desk = clinic.as_role(RECEPTIONIST)
    new = desk.write(patients.register, patients.Details("Shanice", "Quarles", date(1992, 2, 2), phone="205 555 0199"))
    desk.write(patients.change, new, patients.Details("Shanice", "Quarles-Ivey", date(1992, 2, 2)))
    said = " ".join(str(value) for row in clinic.rows("SELECT reason, diff, action FROM audit") for value in row)
    for word in ("Shanice", "Quarles", "Ivey", "Kon", "María", "5550199", "1992"):
        assert word not in said


def test_listeners_hear_what_was_committed_until_they_stop(clinic: Clinic) -> None:
    heard: list[list[Change]] = []
    stop = clinic.app.on_change(heard.append)
    clinic.app.write(change_setting, "crisis_line", "988")
    stop()
    stop()
    clinic.app.write(change_setting, "crisis_line", "911")
    assert heard == [[Change("setting:change", Topic.CLINIC, None)]]


def test_another_desk_gets_the_news_once_and_never_its_own(clinic: Clinic) -> None:
    here, there = clinic.as_role(RECEPTIONIST), clinic.as_role("ana")
    assert here.news() == there.news() == []
    clinic.app.write(change_setting, "crisis_line", "988")
    ids = clinic.ids
    new = here.write(appointments.book, patient=ids.maria, therapist=ids.ana, location=ids.birmingham, starts=at(later(1), 10))
    booked = Change("appointment:book", Topic.APPOINTMENTS, new)
    assert there.news() == [Change("setting:change", Topic.CLINIC, None), booked]
    assert here.news() == [Change("setting:change", Topic.CLINIC, None)]
    assert here.news() == there.news() == []


def test_two_desks_write_one_unbroken_chain(clinic: Clinic) -> None:
    desks: list[App] = [clinic.as_role(RECEPTIONIST), clinic.as_role("ana"), clinic.app]
    for number in range(9):
        clinic.clock.now += timedelta(microseconds=123_456)
        desks[number % 3].write(note, f"session:test-{number}")
    assert clinic.app.read(first_broken, clinic.app.chain)[0] is None
