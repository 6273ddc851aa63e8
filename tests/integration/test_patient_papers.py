"""A patient's papers on both engines: payers, what is authorized, what is signed, and the words for the Today row."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from ibh_desktop.domain.appointments import Modality, Status
from ibh_desktop.domain.consent import Giver
from ibh_desktop.domain.cover import Cover, Payer
from ibh_desktop.domain.desk_consents import DeskConsent, Kind, Visit
from ibh_desktop.domain.errors import Conflict, NotAllowed, NotFound, Refused
from ibh_desktop.domain.ids import CoverageId, DeskConsentId, PatientId
from ibh_desktop.domain.slots import Slot
from ibh_desktop.queries import consent_facts, cover_facts, cover_outrun, patient_papers
from ibh_desktop.queries.clinic import settings
from ibh_desktop.store.schema import Patient
from ibh_desktop.usecases import appointments, coverage, desk_consents, patients
from ibh_desktop.usecases import clinic as setup
from tests.integration.world import LEAD, MONDAY, OTHER, RECEPTIONIST, THERAPIST, Clinic, at, later

PLAN = Cover(Payer.INSURED, "Sample Health Plan", "M1", "A-7", 12, MONDAY, date(2027, 6, 30), "Called")
SIGNED = DeskConsent(Kind.PRIVACY, MONDAY - timedelta(days=3), paper_seen=True)


def papers(clinic: Clinic, patient: PatientId | None = None, who: str = RECEPTIONIST) -> patient_papers.PatientPapers:
    """What the panel shows."""
    return clinic.as_role(who).read(patient_papers.papers_of, patient or clinic.ids.maria)


def test_a_payer_is_noted_changed_taken_off_and_put_back(clinic: Clinic) -> None:
    desk = clinic.as_role(RECEPTIONIST)
    key = desk.write(coverage.add, clinic.ids.maria, PLAN)
    (line,) = papers(clinic).covers
    assert (line.id, line.version, line.cover, line.used) == (key, 1, PLAN, 0)
    desk.write(coverage.change, key, Cover(Payer.SELF_PAY), version=1)
    assert papers(clinic).covers[0].cover == Cover(Payer.SELF_PAY)
    with pytest.raises(Conflict, match="Somebody else changed this"):
        desk.write(coverage.change, key, PLAN, version=1)
    desk.write(coverage.remove, key)
    assert papers(clinic).covers == ()
    desk.write(coverage.put_back, key)
    assert len(papers(clinic).covers) == 1
    assert clinic.count("coverage") == 1


def test_bad_input_leaves_nothing_behind(clinic: Clinic) -> None:
    desk, maria = clinic.as_role(RECEPTIONIST), clinic.ids.maria
    with pytest.raises(Refused) as no:
        desk.write(coverage.add, maria, Cover(Payer.INSURED, "x" * 10_000))
    assert no.value.field == "name"
    with pytest.raises(Refused) as no:
        desk.write(desk_consents.add, maria, DeskConsent(Kind.PRIVACY, MONDAY + timedelta(days=2)))
    assert no.value.field == "signed_on"
    assert (clinic.count("coverage"), clinic.count("desk_consent")) == (0, 0)
    with pytest.raises(NotFound):
        desk.write(coverage.remove, CoverageId(99))
    with pytest.raises(NotFound):
        desk.write(desk_consents.remove, DeskConsentId(99))


def test_a_lead_reads_payers_and_another_therapist_reads_nothing(clinic: Clinic) -> None:
    clinic.open_course()
    clinic.as_role(THERAPIST).write(coverage.add, clinic.ids.maria, PLAN)
    assert len(papers(clinic, who=LEAD).covers) == 1
    for app, call in ((OTHER, coverage.add), (LEAD, coverage.add)):
        with pytest.raises(NotAllowed):
            clinic.as_role(app).write(call, clinic.ids.maria, PLAN)
    with pytest.raises(NotAllowed):
        papers(clinic, who=OTHER)


def test_the_file_says_when_the_running_course_outruns_what_is_authorized(clinic: Clinic) -> None:
    clinic.open_course()
    assert papers(clinic).warning == ""
    clinic.as_role(RECEPTIONIST).write(coverage.add, clinic.ids.maria, PLAN)
    assert papers(clinic).warning == "12 of 16 sessions authorized until 30 Jun 2027: ask for more"


def test_without_a_course_what_is_booked_counts(clinic: Clinic) -> None:
    ids, desk = clinic.ids, clinic.as_role(RECEPTIONIST)
    one = Cover(Payer.OTHER, "Parish", sessions=1)
    desk.write(coverage.add, ids.tyrone, one)
    for week in (1, 2):
        where: dict[str, Any] = {"patient": ids.tyrone, "therapist": ids.ana, "location": ids.birmingham}
        desk.write(appointments.book, starts=at(later(week), 10), passed_reason="fine", **where)
    assert papers(clinic, ids.tyrone).warning == "1 of 2 sessions authorized: ask for more"


def test_booking_a_course_says_it_beforehand_and_blocks_nothing(clinic: Clinic) -> None:
    desk, ids = clinic.as_role(RECEPTIONIST), clinic.ids
    weeks = [at(later(week), 10) for week in range(16)]
    slots = [Slot(start, start + timedelta(minutes=50)) for start in weeks]
    assert desk.read(cover_outrun.outrun, ids.maria, ids.ana, slots) == ""
    desk.write(coverage.add, ids.maria, PLAN)
    assert desk.read(cover_outrun.outrun, ids.maria, ids.ana, slots).startswith("12 of 16 sessions authorized")
    assert len(clinic.open_course().appointments) == 16
    assert desk.read(cover_outrun.outrun, ids.maria, ids.ana, slots).startswith("0 of 16 sessions authorized")


def test_many_patients_at_once_say_whose_authorization_is_used_up_or_expired(clinic: Clinic) -> None:
    desk, ids = clinic.as_role(RECEPTIONIST), clinic.ids
    opened = clinic.open_course()
    desk.write(coverage.add, ids.maria, Cover(Payer.INSURED, "Plan", sessions=2, first=MONDAY))
    desk.write(coverage.add, ids.tyrone, Cover(Payer.INSURED, "Plan", last=MONDAY - timedelta(days=1)))
    desk.write(coverage.add, ids.jiri, Cover(Payer.SELF_PAY))
    all_of_them = select(Patient.id)
    on, before = later(2), at(later(2), 10)
    said = desk.read(cover_facts.words_of, all_of_them, on, before)
    assert said == {ids.maria: "authorization used up", ids.tyrone: "authorization expired"}
    desk.write(appointments.cancel, opened.appointments[0], by_clinic=True)
    assert desk.read(cover_facts.words_of, [ids.maria], on, before) == {}


def test_a_paper_is_noted_revoked_taken_off_and_put_back(clinic: Clinic) -> None:
    desk = clinic.as_role(RECEPTIONIST)
    assert papers(clinic).lacks == ("consent to treatment missing", "privacy notice missing")
    key = desk.write(desk_consents.add, clinic.ids.maria, SIGNED)
    (line,) = papers(clinic).consents
    assert (line.paper, line.version) == (SIGNED, 1)
    revoked = DeskConsent(Kind.PRIVACY, SIGNED.signed_on, revoked_on=MONDAY)
    desk.write(desk_consents.change, key, revoked, version=1)
    assert papers(clinic).lacks == ("consent to treatment missing", "privacy notice revoked")
    desk.write(desk_consents.remove, key)
    assert papers(clinic).consents == ()
    desk.write(desk_consents.put_back, key)
    actions = [row[0] for row in clinic.rows("SELECT action FROM audit WHERE action LIKE 'consent:%' ORDER BY seq")]
    assert actions == ["consent:add", "consent:revoke", "consent:remove", "consent:put-back"]


def test_consent_that_was_noted_when_a_course_started_counts(clinic: Clinic) -> None:
    opened = clinic.open_course()
    assert "consent to treatment missing" in papers(clinic).lacks
    clinic.start(opened.course)
    assert papers(clinic).lacks == ("privacy notice missing",)


def test_the_settings_say_what_is_asked_for(clinic: Clinic) -> None:
    clinic.app.write(setup.change_setting, "required_consents", "financial policy")
    assert papers(clinic).lacks == ("financial policy missing",)
    with pytest.raises(Refused) as no:
        clinic.app.write(setup.change_setting, "required_consents", "blood")
    assert no.value.field == "required_consents"


def test_many_visits_at_once_say_which_consent_is_missing_or_expired(clinic: Clinic) -> None:
    desk, ids = clinic.as_role(RECEPTIONIST), clinic.ids
    child = desk.write(patients.register, patients.Details("Ada", "Young", date(2013, 1, 1)))
    ended = MONDAY - timedelta(days=1)
    for who in (ids.maria, ids.tyrone, child):
        signer = Giver.PATIENT
        desk.write(desk_consents.add, who, DeskConsent(Kind.TREATMENT, later(-9), signer))
        desk.write(desk_consents.add, who, DeskConsent(Kind.PRIVACY, later(-9)))
    desk.write(desk_consents.add, ids.jiri, DeskConsent(Kind.TREATMENT, later(-9), expires_on=ended))
    desk.write(desk_consents.add, ids.jiri, DeskConsent(Kind.PRIVACY, later(-9)))
    old, here = date(1980, 1, 1), Modality.IN_PERSON
    visits = {
        "kept": (ids.maria, Visit(MONDAY, here, old)),
        "far": (ids.tyrone, Visit(MONDAY, Modality.TELEHEALTH, old)),
        "late": (ids.jiri, Visit(MONDAY, here, old)),
        "young": (child, Visit(MONDAY, here, date(2013, 1, 1))),
    }
    said = {"far": "consent missing", "late": "consent expired", "young": "guardian's consent missing"}
    assert desk.read(consent_facts.words_of, visits, desk.read(settings)) == said


def test_what_was_held_is_used_and_a_visit_that_was_missed_is_not(clinic: Clinic) -> None:
    opened = clinic.open_course()
    desk = clinic.as_role(RECEPTIONIST)
    desk.write(coverage.add, clinic.ids.maria, PLAN)
    clinic.clock.now = at(later(1), 12)
    assert papers(clinic).covers[0].used == 2
    desk.write(appointments.mark, opened.appointments[1], status=Status.NO_SHOW)
    assert papers(clinic).covers[0].used == 1
