"""What each kind of letter takes from the chart, line by line with its source."""

from datetime import date

import pytest

from ibh_desktop.domain.consent import Giver
from ibh_desktop.domain.errors import NotAllowed, NotFound, Refused
from ibh_desktop.domain.guardians import Authority
from ibh_desktop.domain.letter_kinds import RULES
from ibh_desktop.domain.letter_lines import Line, texts
from ibh_desktop.domain.letters import missing
from ibh_desktop.domain.outcomes.measure import Given
from ibh_desktop.queries.proposals import Proposed, proposal
from ibh_desktop.store.chart import Contract
from ibh_desktop.store.schema import Course, Patient
from ibh_desktop.store.tx import Tx
from ibh_desktop.usecases import guardians, measures, safety_raise
from tests.integration.letter_world import Told, end_early, told
from tests.integration.world import MANAGER, RECEPTIONIST, THERAPIST, Clinic, later


@pytest.fixture
def chart(clinic: Clinic) -> Told:
    """María's course five weeks in."""
    return told(clinic)


def proposed(chart: Told, kind: str, who: str = THERAPIST) -> Proposed:
    """What a kind takes from it."""
    return chart.clinic.as_role(who).read(proposal, kind, chart.about(kind))


def lines(chart: Told, kind: str, part: str) -> list[tuple[str, str, bool]]:
    """One part of a proposal."""
    return [(line.text, line.source, line.on) for line in proposed(chart, kind).lines.get(part, ())]


def test_a_referral_says_why_what_was_done_and_what_is_left(chart: Told) -> None:
    of = proposed(chart, "referral")
    assert (of.patient, of.therapist, of.course, of.appointment) == (chart.patient, chart.clinic.ids.ana, chart.course, None)
    said = {name: [line.text for line in part] for name, part in of.lines.items()}
    assert said["reason"] == ["The course did not fully resolve what is referred to you now: Low mood in the mornings."]
    assert said["unresolved"] == ["Low mood in the mornings (moderate)."]
    assert said["summary"] == [
        "Interpersonal psychotherapy (Standard, 16 sessions) at Birmingham with Ana Lee. 3 of 16 planned sessions were held"
        " from January 11, 2027 to January 25, 2027, 1 missed. The focus was conflict with another person."
        " The course is going on."
    ]
    assert lines(chart, "referral", "scores") == [
        (
            "PHQ-9: first 16 (moderately severe) on January 11, 2027; latest 8 (mild) on January 25, 2027;"
            " reliable improvement; response.",
            "PHQ-9, January 11, 2027 and January 25, 2027",
            True,
        )
    ]
    assert lines(chart, "referral", "goals") == [
        ("Talk with my sister: partly achieved, rated 2 then 7 of 10.", "goal 1", True),
    ]
    assert lines(chart, "referral", "contact") == [("Ana Lee, Birmingham, (205) 555-0101", "the clinic", True)]
    assert lines(chart, "referral", "chart") == [("yes", "the scores", True)]


def test_what_tells_of_substance_use_or_risk_is_there_to_be_ticked_and_is_not_ticked(chart: Told) -> None:
    chart.clinic.as_role(THERAPIST).write(safety_raise.raise_concern, chart.patient, words="Said she cannot go on")
    for kind in ("referral", "psychiatry"):
        parts = proposed(chart, kind).lines
        assert [(line.text, line.on) for line in parts["substance_use"]] == [
            ("AUDIT-C: 4, positive (≥ 3), on January 11, 2027.", False)
        ]
        raised = [(line.text, line.on) for line in parts["risk"]]
        assert raised[-1] == ("A safety concern was raised on February 1, 2027; a clinician follows it up.", False)
        assert not any(on for _, on in raised)
        assert "AUDIT" not in repr(texts(parts))
        assert not {"risk", "substance_use"} & set(texts(parts))


def test_a_diagnosis_of_substance_use_waits_to_be_ticked(chart: Told) -> None:
    assert lines(chart, "referral", "diagnosis") == [("F32.1 Major depressive episode, moderate", "the course", True)]

    def drinks(tx: Tx, of: Told) -> None:
        tx.session.get_one(Course, of.course).diagnosis = "F10.20 Alcohol dependence"

    chart.change(drinks)
    assert lines(chart, "referral", "diagnosis") == [("F10.20 Alcohol dependence", "the course", False)]


def test_an_internal_referral_says_when_the_next_visit_is_and_goes_to_the_only_one_inside(chart: Told) -> None:
    of = proposed(chart, "psychiatry")
    assert of.recipient == chart.ours
    assert lines(chart, "psychiatry", "next_visit") == [
        ("Monday, February 8, 2027, 10:00 AM CST, with Ana Lee.", "visit of February 8, 2027", True)
    ]
    assert not {"question", "symptoms", "medicines"} & set(of.lines)


@pytest.mark.parametrize("who", [RECEPTIONIST, THERAPIST])
def test_thanks_say_when_and_by_whom_the_patient_was_seen_and_no_diagnosis(chart: Told, who: str) -> None:
    of = proposed(chart, "thanks", who)
    assert of.recipient == chart.referrer
    assert texts(of.lines) == {
        "seen": "Seen on Monday, January 11, 2027, by Ana Lee, ALC, at Birmingham.",
        "follow": "A summary will follow if the patient agrees.",
    }


def test_a_progress_letter_speaks_to_the_patient(chart: Told) -> None:
    said = texts(proposed(chart, "summary").lines)
    assert said["summary"] == (
        "You had 3 of 16 planned sessions of interpersonal psychotherapy with Ana Lee since January 11, 2027."
    )
    assert said["focus"] == "We worked on a conflict with another person."
    assert said["scores"] == ("PHQ-9: first 16 (moderately severe) on January 11, 2027; latest 8 (mild) on January 25, 2027.")
    assert said["ongoing"].splitlines() == [
        "Low mood in the mornings: we refer you to somebody for this.",
        "Money worries: you go on with this by yourself.",
        "Your next visit is on Monday, February 8, 2027, 10:00 AM CST.",
    ]
    assert "timeline" not in said
    assert lines(chart, "summary", "timeline") == [("yes", "the course's timeline", False)]


def test_a_treatment_plan_holds_the_contract_the_goals_and_the_homework(chart: Told) -> None:
    said = texts(proposed(chart, "plan").lines)
    assert said["contract"].splitlines()[:2] == [
        "16 sessions of 50 minutes, one a week, with Ana Lee at Birmingham, from January 11, 2027 to April 26, 2027.",
        "To be at ease with my sister again.",
    ]
    assert said["focus"] == "We work on a conflict with another person."
    assert (said["goals"], said["homework"]) == ("Talk with my sister.", "Call my sister on Sunday.")
    assert said["measures"].splitlines() == [
        "PHQ-9, in sessions 1, 4, 8, 12 and 16.",
        "GAD-7, in sessions 1, 8 and 16.",
    ]
    assert said["missed"] == "Please call the day before."
    assert "The law sets limits" in said["privacy"]


def test_the_desks_letters_say_nothing_of_why_somebody_came(chart: Told) -> None:
    for kind in ("confirmation", "missed", "attendance"):
        of = proposed(chart, kind, RECEPTIONIST)
        assert (of.course, of.appointment, of.patient) == (None, chart.about(kind), chart.patient)
        for word in ("therapy", "session", "depress", "conflict", "PHQ"):
            assert word not in repr(of.lines).lower()
    assert texts(proposed(chart, "confirmation").lines) == {
        "bring": "Your insurance card, a photo ID and a list of the medicines that you take.",
        "early": "Please come 10 minutes before the time.",
        "cancelling": "Call (205) 555-0101 at least 24 hours before the time, so that somebody else can have it.",
    }
    assert texts(proposed(chart, "missed").lines) == {
        "rebook": "Call (205) 555-0101 by February 15, 2027 and we find another time for you."
    }
    assert texts(proposed(chart, "attendance").lines) == {
        "attended": "María Elena O'Kon attended an appointment on Monday, January 11, 2027.",
        "verify": "Call (205) 555-0101. We confirm that this note is ours and tell nothing more.",
    }


def test_a_plain_envelope_is_ticked_where_the_patient_asked_for_one(chart: Told) -> None:
    def asked(tx: Tx, of: Told) -> None:
        tx.session.get_one(Patient, of.patient).plain_envelope = True

    chart.change(asked)
    for kind in ("confirmation", "missed"):
        assert lines(chart, kind, "plain_envelope") == [("yes", "the patient's file", True)]


def test_a_closing_letter_gives_a_date_and_no_reason(chart: Told) -> None:
    chart.change(end_early)
    said = texts(proposed(chart, "closure").lines)
    assert said["closing"] == "Your treatment with us was closed on February 1, 2027; 3 of 16 planned sessions were held."
    assert "moved" not in repr(said)
    assert (said["come_back"][:7], said["options"][:11]) == ("Call us", "Your family")


def test_a_form_names_the_referrer_and_leaves_to_the_patient_what_may_be_told(chart: Told) -> None:
    of = proposed(chart, "authorization", RECEPTIONIST)
    assert of.therapist == chart.clinic.ids.ana
    assert texts(of.lines) == {
        "recipient": "Dr. Amelia Hart, Sample Practice",
        "signer": "María Elena O'Kon, the patient",
    }
    offered = [line.text for line in of.lines["information"]]
    assert "questionnaire scores" in offered
    assert not {"psychotherapy notes", "substance use"} & set(offered)


@pytest.mark.parametrize(
    ("born", "by", "exception", "signs", "plan"),
    [
        (date(2013, 5, 1), Authority.PARENT, "", [("Rosa O'Kon, parent", True)], [("Rosa O'Kon, parent", True)]),
        (date(2013, 5, 1), Authority.PARENT, "emergency", [("María Elena O'Kon, the patient", True)], []),
        (date(2010, 5, 1), Authority.PARENT, "", [("María Elena O'Kon, the patient", True)], []),
        (date(1990, 5, 1), Authority.PARENT, "", [("María Elena O'Kon, the patient", True)], []),
        (
            date(1990, 5, 1),
            Authority.COURT_ORDER,
            "",
            [("María Elena O'Kon, the patient", True), ("Rosa O'Kon, court order", False)],
            [("Rosa O'Kon, court order", False)],
        ),
    ],
)
def test_a_letter_names_those_whose_signature_the_law_takes(
    chart: Told,
    born: date,
    by: Authority,
    exception: str,
    signs: list[tuple[str, bool]],
    plan: list[tuple[str, bool]],
) -> None:
    chart.clinic.as_role(RECEPTIONIST).write(guardians.add, chart.patient, guardians.Words("Rosa O'Kon", "mother", by))

    def aged(tx: Tx, of: Told) -> None:
        tx.session.get_one(Patient, of.patient).born = born
        contract = tx.session.get_one(Contract, of.course)
        contract.consent_exception, contract.consent_by = exception, Giver.PATIENT.value

    chart.change(aged)
    assert [(text, on) for text, _, on in lines(chart, "authorization", "signer")] == signs
    assert [(text, on) for text, _, on in lines(chart, "plan", "guardian")] == plan


def test_a_form_for_a_stranger_to_every_therapist_is_printed_blank(chart: Told) -> None:
    desk = chart.clinic.as_role(RECEPTIONIST)
    with pytest.raises(Refused, match="Print the blank form"):
        desk.read(proposal, "authorization", chart.clinic.ids.jiri)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_proposal_has_only_parts_of_its_kind_and_every_line_from_the_chart_says_where_from(chart: Told, rule: object) -> None:
    kind = next(one for one in RULES if one is rule)
    if kind.id == "closure":
        chart.change(end_early)
    of = proposed(chart, kind.id)
    assert set(of.lines) <= {field.name for field in kind.fields}
    unsourced = [line for part in of.lines.values() for line in part if not line.source]
    assert all(line == Line("routine") or kind.id == "authorization" for line in unsourced)
    lacking = missing(kind, texts(of.lines), recipient=of.recipient is not None)
    filled = {field.label for field in kind.fields if field.required and field.name in texts(of.lines)}
    assert not filled & set(lacking)


def test_what_is_not_there_or_not_known_is_said(chart: Told) -> None:
    ana = chart.clinic.as_role(THERAPIST)
    with pytest.raises(Refused, match="no kind of letter “poem”"):
        ana.read(proposal, "poem", chart.course)
    for kind in ("referral", "thanks", "confirmation", "authorization"):
        with pytest.raises((NotFound, NotAllowed)):
            ana.read(proposal, kind, 9_999)


def test_a_manager_proposes_no_letter_at_all(chart: Told) -> None:
    for rule in RULES:
        with pytest.raises(NotAllowed):
            proposed(chart, rule.id, MANAGER)


def test_a_chart_is_ticked_once_there_is_a_course_of_scores(clinic: Clinic) -> None:
    ana, course = clinic.as_role(THERAPIST), clinic.open_course().course
    assert "chart" not in ana.read(proposal, "referral", course).lines
    ana.write(measures.record, course, measure="PHQ-9", answers=[1] * 9, taken_on=later())
    assert [line.on for line in ana.read(proposal, "referral", course).lines["chart"]] == [False]
    ana.write(measures.record, course, measure="PHQ-9", answers=[1] * 9, taken_on=later(), given=Given())
    assert [line.on for line in ana.read(proposal, "referral", course).lines["chart"]] == [True]
    assert date(2027, 1, 4) == later()
