"""Everything that was done about a patient, as far as whoever reads may know of it; on both engines."""

from datetime import date, timedelta

import pytest

from ibh_desktop.app import App
from ibh_desktop.domain import history
from ibh_desktop.domain.appointments import Status
from ibh_desktop.domain.cover import Cover, Payer
from ibh_desktop.domain.errors import NotAllowed
from ibh_desktop.domain.topics import Change, Topic
from ibh_desktop.queries import patient_history
from ibh_desktop.queries.patient_history import FieldChange, HistoryLine
from ibh_desktop.store.tx import Tx
from ibh_desktop.usecases import appointments, coverage, patients, safety_raise
from tests.integration.permitted import Hers, hers
from tests.integration.test_permissions import EVERY_WRITE, Enough
from tests.integration.world import LEAD, MANAGER, OTHER, RECEPTIONIST, THERAPIST, Clinic, at, later

__all__ = ["hers"]
DETAILS = patients.Details("María Elena", "O'Kon", date(1985, 3, 14), preferred="Mari", phone="(205) 555-0142", city="Hoover")


def read(clinic: Clinic, who: str = RECEPTIONIST) -> list[HistoryLine]:
    """María's history as somebody sees it."""
    return clinic.as_role(who).read(patient_history.lines, clinic.ids.maria)


def said(clinic: Clinic, who: str = RECEPTIONIST) -> list[str]:
    """The same in words."""
    return [line.what for line in read(clinic, who)]


def test_a_change_is_told_with_what_stood_there_before(clinic: Clinic) -> None:
    clinic.clock.ahead(minutes=5)
    desk = clinic.as_role(RECEPTIONIST)
    moved = patients.Details("María Elena", "O'Kon", date(1985, 3, 14), preferred="Mari", phone="205 555 0177", city="Vestavia")
    desk.write(patients.change, clinic.ids.maria, moved)
    line = read(clinic)[0]
    assert (line.who, f"{line.at:%H:%M}", line.what) == ("Dana Brooks", "09:05", "changed")
    assert line.fields == (FieldChange("phone", "+12055550142", "+12055550177"), FieldChange("city", "Hoover", "Vestavia"))
    assert read(clinic)[-1].what == "registered the patient"


def test_what_did_not_change_is_not_kept_and_the_audit_holds_no_words(clinic: Clinic) -> None:
    desk = clinic.as_role(RECEPTIONIST)
    desk.write(patients.change, clinic.ids.maria, DETAILS)
    assert clinic.count("patient_change") == 0
    desk.write(patients.change, clinic.ids.tyrone, patients.Details("Tyrone", "Secret", date(1990, 7, 1)))
    assert clinic.rows("SELECT count(*) FROM audit WHERE diff LIKE '%Secret%' OR reason LIKE '%Secret%'") == [(0,)]
    kept = clinic.rows("SELECT field, was, became FROM patient_change ORDER BY id")
    assert ("family", "Washington", "Secret") in kept
    assert not any(row[0] == "same_key" for row in kept)


def test_a_refused_change_leaves_no_trace(clinic: Clinic) -> None:
    with pytest.raises(Exception, match="not an e-mail address"):
        clinic.as_role(RECEPTIONIST).write(
            patients.change, clinic.ids.maria, patients.Details("A", "B", date(1985, 3, 14), email="none")
        )
    assert clinic.count("patient_change") == 0


def test_visits_tell_their_time_and_what_became_of_them(clinic: Clinic) -> None:
    opened = clinic.open_course()
    desk = clinic.as_role(RECEPTIONIST)
    desk.write(appointments.move, opened.appointments[1], starts=at(later(1), 14), passed_reason="fine")
    desk.write(appointments.mark, opened.appointments[0], status=Status.CHECKED_IN)
    marked, moved = read(clinic)[:2]
    assert (marked.what, marked.fields) == ("marked a visit", (FieldChange("", "scheduled", "waiting"),))
    assert moved.fields == (FieldChange("", "Mon 11 Jan 2027 10:00", "Mon 11 Jan 2027 14:00"),)
    assert {"booked the sessions of a course", "opened a course"} <= set(said(clinic))


def test_a_receptionist_reads_nothing_clinical_and_a_manager_nothing_of_the_course(hers: Hers) -> None:
    clinic = hers.clinic
    seen = {who: set(said(clinic, who)) for who in (RECEPTIONIST, THERAPIST, LEAD, MANAGER)}
    assert {"added a goal", "raised a safety concern"} <= seen[THERAPIST]
    assert "added a goal" in seen[LEAD]
    assert not {"added a goal", "raised a safety concern"} & seen[RECEPTIONIST]
    assert {"signed a letter", "opened a course", "recorded an authorization"} <= seen[RECEPTIONIST]
    assert not {"signed a letter", "opened a course", "added a goal"} & seen[MANAGER]
    assert "recorded an authorization" in seen[MANAGER]


def test_another_therapist_does_not_open_it(clinic: Clinic) -> None:
    clinic.open_course()
    with pytest.raises(NotAllowed):
        read(clinic, OTHER)


def test_a_safety_event_of_no_course_is_read_by_whom_safety_events_are(clinic: Clinic) -> None:
    clinic.as_role(RECEPTIONIST).write(safety_raise.raise_concern, clinic.ids.maria, words="Worried")
    assert "raised a safety concern" in said(clinic, LEAD)
    assert "raised a safety concern" not in said(clinic, RECEPTIONIST)


def test_other_peoples_lines_stay_out(clinic: Clinic) -> None:
    clinic.as_role(RECEPTIONIST).write(coverage.add, clinic.ids.tyrone, Cover(Payer.SELF_PAY))
    assert "added a payer" not in said(clinic)


def test_the_latest_two_hundred_stand_first(clinic: Clinic) -> None:
    desk = clinic.as_role(RECEPTIONIST)

    def many(tx: Tx) -> None:
        for number in range(210):
            tx.record("guardian:change", Topic.PATIENTS, clinic.ids.maria, diff={"guardian": number})

    desk.write(many)
    clinic.clock.now += timedelta(minutes=1)
    desk.write(coverage.add, clinic.ids.maria, Cover(Payer.SELF_PAY))
    found = read(clinic)
    assert len(found) == patient_history.PAGE
    assert found[0].what == "added a payer"
    assert "registered the patient" not in {line.what for line in found}


def _changes(app: App, hers: Hers, name: str) -> list[Change]:
    call, _ = EVERY_WRITE[name]
    heard: list[Change] = []

    def once(tx: Tx) -> None:
        call(tx, hers)
        heard.extend(tx.changes)
        raise Enough

    with pytest.raises(Enough):
        app.write(once)
    return heard


NO_PATIENT = {"patient:import", "patient:unimport"}
"""About many at once: their audit rows name no single patient."""


def test_every_action_about_patients_and_visits_has_words(hers: Hers) -> None:
    known = history.OF_PATIENT | history.OF_SAFETY | history.OF_VISIT | history.BY_COURSE
    silent = set()
    for name, (_, roles) in EVERY_WRITE.items():
        heard = _changes(hers.clinic.as_role(sorted(roles)[0]), hers, name)
        codes = {change.action for change in heard if change.topic in (Topic.PATIENTS, Topic.APPOINTMENTS)}
        silent |= codes - known.keys() - NO_PATIENT
    assert silent == set()
