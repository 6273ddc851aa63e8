"""What a letter is rendered from: place, people, the visit in its own time, scores and the course as pictures."""

from dataclasses import replace
from datetime import timedelta

import pytest

from ibh_desktop.domain.appointments import Modality
from ibh_desktop.domain.disclosure import Notice, Part2
from ibh_desktop.domain.letter_kinds import REFERRAL, RULES
from ibh_desktop.domain.letter_lines import written
from ibh_desktop.domain.part2 import TEXTS
from ibh_desktop.letters.content import Address, LetterContent, ScoreBand, Signer
from ibh_desktop.letters.kinds import pdf
from ibh_desktop.queries import letters as shown
from ibh_desktop.queries import release
from ibh_desktop.queries.proposals import proposal
from ibh_desktop.store.chart import Guardian
from ibh_desktop.store.schema import Appointment, Patient
from ibh_desktop.store.tx import Tx
from ibh_desktop.usecases import letters, measures
from tests.integration.law_desk import CONSENT, allow
from tests.integration.letter_world import Told, told
from tests.integration.world import EASTERN, LEAD, RECEPTIONIST, THERAPIST, Clinic, at, engine_of, later, statements
from tests.letter_words import whole

BUDGETS = {
    "referral": (13, 17),
    "psychiatry": (10, 18),
    "thanks": (5, 17),
    "summary": (12, 25),
    "confirmation": (4, 8),
    "plan": (22, 9),
    "missed": (6, 8),
    "attendance": (4, 8),
    "closure": (10, 9),
    "authorization": (7, 6),
}
"""Statements of a proposal and of the composer by kind; a progress letter brings the timeline of its course."""


@pytest.fixture
def chart(clinic: Clinic) -> Told:
    """María's course five weeks in."""
    return told(clinic)


def content(chart: Told, kind: str, who: str = THERAPIST) -> LetterContent:
    """A letter of a kind as it would be set."""
    letter = chart.begin(kind, who)
    return chart.clinic.as_role(who).read(shown.composer, letter).content


def test_a_letter_to_the_patient_is_addressed_to_her_home(chart: Told) -> None:
    for kind in ("summary", "confirmation", "missed", "plan"):
        assert content(chart, kind).to == Address("María Elena O'Kon", "", "7 Sample Ln", "Hoover, AL 35226")
    assert content(chart, "attendance").to is None
    assert content(chart, "referral").to is None


def test_the_letterhead_is_that_of_the_place_of_the_visit_or_course(chart: Told) -> None:
    assert content(chart, "referral").sender.npi == "1234567893"

    def in_the_east(tx: Tx, of: Told) -> None:
        tx.session.get_one(Appointment, of.coming).location_id = of.clinic.ids.phenix

    chart.change(in_the_east)
    made = content(chart, "confirmation", RECEPTIONIST)
    assert (made.sender.location, made.sender.npi) == ("Phenix City", "")
    assert made.visit is not None
    assert made.visit.place == "Phenix City"


def test_a_visit_is_told_in_the_time_of_its_place_with_the_zone(chart: Told) -> None:
    made = content(chart, "confirmation", RECEPTIONIST).visit
    assert made is not None
    assert (made.starts, f"{made.starts:%H:%M %Z}") == (at(later(5), 10), "10:00 CST")
    assert (made.ends - made.starts, made.clinician, made.telehealth) == (timedelta(minutes=50), "Ana Lee", False)

    def online_in_the_east_in_summer(tx: Tx, of: Told) -> None:
        row = tx.session.get_one(Appointment, of.coming)
        row.location_id, row.modality, row.room_id = of.clinic.ids.phenix, Modality.TELEHEALTH, None
        row.starts, row.ends = at(later(11), 10, zone=EASTERN), at(later(11), 11, zone=EASTERN)

    chart.change(online_in_the_east_in_summer)
    moved = content(chart, "confirmation", RECEPTIONIST)
    assert moved.visit is not None
    assert (f"{moved.visit.starts:%H:%M %Z}", moved.visit.telehealth) == ("10:00 EDT", True)
    assert "A quiet room" in moved.parts["bring"]
    assert "be ready" in moved.parts["early"]


def test_an_attendance_note_gives_the_times_that_were_written_down_and_names_nobody_looked_up_easily(chart: Told) -> None:
    made = content(chart, "attendance", RECEPTIONIST)
    assert made.visit is not None
    assert (made.visit.arrived, made.visit.left) == (at(later(1), 9, 52), at(later(1), 10, 50))
    assert (made.visit.clinician, made.signer.name, made.signer.credential) == ("", "Dana Brooks", "")

    def noted_the_day_after(tx: Tx, of: Told) -> None:
        row = tx.session.get_one(Appointment, of.attended)
        row.arrived_at, row.ended_at = None, row.ends + timedelta(days=1)

    chart.change(noted_the_day_after)
    late = content(chart, "attendance", RECEPTIONIST).visit
    assert late is not None
    assert (late.arrived, late.left) == (at(later(1), 10), at(later(1), 10, 50))


def test_the_desks_letters_name_a_person_and_no_profession(chart: Told) -> None:
    for kind in ("confirmation", "missed", "attendance", "authorization"):
        assert content(chart, kind, RECEPTIONIST).signer == Signer("Dana Brooks", "", "", "", "")


def test_where_a_therapist_writes_the_note_for_work_or_school_the_clinic_signs(chart: Told) -> None:
    assert content(chart, "attendance", THERAPIST).signer.name == ""
    assert content(chart, "attendance", LEAD).signer.name == "Lee Ann Foster"
    assert content(chart, "missed", THERAPIST).signer.name == "Ana Lee"


def test_who_froze_a_letter_of_the_desk_stays_its_signer(chart: Told) -> None:
    letter = chart.begin("confirmation", RECEPTIONIST)
    chart.clinic.as_role(RECEPTIONIST).write(letters.sign, letter, pdf=b"%PDF", version=1)
    assert chart.clinic.as_role(LEAD).read(shown.composer, letter).content.signer.name == "Dana Brooks"


def test_scores_become_series_with_their_bands_and_substance_use_does_not(chart: Told) -> None:
    ana = chart.clinic.as_role(THERAPIST)
    ana.write(measures.record, chart.course, measure="PCL-5", answers=[1] * 20, taken_on=later(3))
    phq, pcl = content(chart, "referral").series
    assert (phq.code, phq.top, phq.points) == ("PHQ-9", 27, ((later(1), 16), (later(3), 8)))
    assert phq.bands[0] == ScoreBand("minimal", 0, 4)
    assert (pcl.code, pcl.bands) == (
        "PCL-5",
        (ScoreBand("below the cut", 0, 32), ScoreBand("at or above the cut", 33, 80)),
    )
    assert content(chart, "thanks").series == ()


def test_a_corrected_score_is_drawn_once(chart: Told) -> None:
    ana = chart.clinic.as_role(THERAPIST)
    (wrong,) = chart.clinic.rows("SELECT max(id) FROM score WHERE measure = 'PHQ-9'")[0]
    ana.write(measures.record, chart.course, measure="PHQ-9", answers=[0] * 9, taken_on=later(3), replaces=wrong)
    (phq,) = content(chart, "summary").series
    assert phq.points == ((later(1), 16), (later(3), 0))


def test_a_letter_to_somebody_else_says_on_what_ground_it_goes_and_what_it_must_carry(chart: Told) -> None:
    assert content(chart, "thanks").basis == "Disclosed for treatment (45 CFR 164.506)."
    assert (content(chart, "summary").basis, content(chart, "confirmation").notices) == ("", ())

    def protected(tx: Tx, of: Told) -> None:
        tx.session.get_one(Patient, of.patient).part2 = Part2.YES.value

    chart.change(protected)
    allow(chart.clinic, paper=CONSENT)
    letter = chart.begin("referral")
    ana = chart.clinic.as_role(THERAPIST)
    ana.write(letters.write, letter, lines=written(whole(REFERRAL)), recipient=chart.referrer)
    draft = ana.read(shown.composer, letter)
    assert draft.content.basis == "Disclosed on the patient's consent (42 CFR 2.31) of 01/02/2027."
    assert draft.content.notices[0] == TEXTS[Notice.LONG]
    assert draft.content.notices[1].startswith("Scope of the consent: signed on 01/02/2027.")
    made = pdf(replace(draft.content, draft=False))
    ana.write(letters.sign, letter, pdf=made, version=draft.version)
    kept = chart.clinic.rows("SELECT basis, notice, consent_copy, authorization_id IS NULL FROM letter WHERE id = :l", l=letter)
    assert [(basis, notice, bool(copy), bool(none)) for basis, notice, copy, none in kept] == [
        ("treatment", "long", True, False)
    ]
    assert chart.clinic.as_role(LEAD).read(release.reasons, letter) == (
        "This letter waits for the supervisor's signature. It can be printed and sent after that.",
    )


def test_only_a_progress_letter_pictures_the_course(chart: Told) -> None:
    pictured = {rule.id for rule in RULES if content(chart, rule.id).timeline is not None}
    assert pictured == {"summary"}


def test_a_guardian_signs_with_name_and_right_and_nothing_of_the_courts_order(chart: Told) -> None:
    def a_child(tx: Tx, of: Told) -> None:
        tx.session.get_one(Patient, of.patient).born = later() - timedelta(days=14 * 365)
        words = {"relation": "mother", "authority": "custodial parent", "restrictions": "No contact", "custody_note": "Ask"}
        tx.session.add(Guardian(patient_id=of.patient, name="Rosa O'Kon", noted_at=tx.now, **words))
        tx.session.add(Guardian(patient_id=of.patient, name="Gone", noted_at=tx.now, removed=True, **words))

    chart.change(a_child)
    for kind, part in (("plan", "guardian"), ("authorization", "signer")):
        made = content(chart, kind)
        assert made.parts[part] == "Rosa O'Kon, custodial parent"
        assert not any(word in repr(made) for word in ("No contact", "Ask'", "Gone"))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_proposals_and_the_composer_ask_a_bounded_number_of_questions(chart: Told, rule: object) -> None:
    kind = next(one for one in RULES if one is rule)
    letter = chart.begin(kind.id)
    ana = chart.clinic.as_role(THERAPIST)
    counts = {}
    for name, ask in (
        ("proposal", lambda: ana.read(proposal, kind.id, chart.about(kind.id))),
        ("composer", lambda: ana.read(shown.composer, letter)),
    ):
        with statements(engine_of(ana)) as seen:
            ask()
        counts[name] = len(seen)
    assert counts["proposal"] <= BUDGETS[kind.id][0], counts
    assert counts["composer"] <= BUDGETS[kind.id][1], counts
