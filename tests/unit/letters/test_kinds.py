"""What each kind of letter says, and what it must not say (DOMAIN.md 4.3)."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from ibh_desktop.domain.disclosure import Special
from ibh_desktop.domain.letters import URGENCIES
from ibh_desktop.domain.timeline_picture import picture
from ibh_desktop.letters.content import Subject
from ibh_desktop.letters.kinds.authorization import STATEMENTS
from ibh_desktop.letters.timeline_art import KEPT_IN_THE_CHART, wide
from tests.letter_reading import placed, words
from tests.letter_samples import ANA, CENTRAL, FOSTER, PARTS, SUBJECT, VISIT, sample
from tests.unit.stories import full

PATIENT_LETTERS = ("summary", "confirmation", "plan", "missed", "closure")


def said(kind: str, **changed: Any) -> str:
    """The words of a kind's sample; `parts` are added to its own."""
    if "parts" in changed:
        changed["parts"] = PARTS[kind] | changed["parts"]
    return words(sample(kind, **changed))


@pytest.mark.parametrize("urgency", URGENCIES)
def test_a_referral_begins_with_the_urgency_checked_the_reason_and_the_question(urgency: str) -> None:
    text = said("referral", parts={"urgency": urgency})
    assert text.count("✓") == 1
    assert f"✓ {urgency}" in text
    order = ["Dear", "Urgency", "Reason for referral", "What we ask", "Not fully addressed", "Course summary", "Sincerely"]
    assert sorted(order, key=text.index) == order
    assert all(choice in text for choice in URGENCIES)


def test_a_referral_ends_with_enclosures_copies_its_legal_basis_and_notices_word_for_word() -> None:
    long = "This record which has been disclosed to you is protected by *Federal* rules (42 CFR part 2)."
    text = said("referral", notices=("42 CFR part 2 prohibits it.", long))
    for part in (
        "Enclosures: Copy of the consent",
        "cc: Dr. Samuel Ortiz",
        "Legal basis: authorization",
        "prohibits it.",
        long,
    ):
        assert part in text
    assert said("referral", basis="", notices=()).count("Legal basis") == 0


def test_many_enclosures_are_listed_one_below_the_other() -> None:
    many = "\n".join(f"Enclosure {n}" for n in range(60))
    text = said("referral", parts={"enclosures": many})
    assert all(f"Enclosure {n} " in text for n in range(60))


def test_psychiatry_reads_by_situation_background_assessment_recommendation() -> None:
    text = said("psychiatry")
    order = ["✓ routine", "Situation", "Symptoms", "Background", "Past and current", "Assessment", "Scores", "Recommendation"]
    order += ["Question", "Next IPT visit", "Sincerely"]
    assert sorted(order, key=text.index) == order


def test_a_chart_is_drawn_where_it_is_ticked_and_there_are_scores() -> None:
    assert "PHQ-9 18 → 8" in said("referral")
    assert "PHQ-9 18 → 8" not in said("referral", parts={"chart": ""})
    assert "minimal" not in said("referral", series=())


def test_a_timeline_in_a_letter_leaves_out_what_is_never_merged() -> None:
    text = said("summary")
    assert "How the course went" in text
    assert "Sessions 1 2 3" in text
    for never in ("Safety", "safety event", "Life events", "Husband", "Mother in hospital", "Letters", "item answered"):
        assert never not in text
    whole = picture(full(16), width=500, wide=wide)
    assert {lane.name for lane in whole.lanes} >= KEPT_IN_THE_CHART
    text = said("summary", timeline=whole)
    assert not any(never in text for never in ("Safety ", "Life events", "Husband", "Letters"))
    assert "How the course went" not in said("summary", parts={"timeline": ""})
    assert "How the course went" not in said("summary", timeline=None)


def test_a_confirmation_says_weekday_date_time_with_its_zone_place_and_clinician() -> None:
    text = said("confirmation")
    for part in ("Monday, May 3, 2027", "3:30 to 4:20 PM CDT", "100 Sample St, Birmingham, AL 35203", "Ana Lee, ALC"):
        assert part in text
    winter = replace(
        VISIT,
        starts=datetime(2027, 1, 4, 11, 30, tzinfo=CENTRAL),
        ends=datetime(2027, 1, 4, 12, 20, tzinfo=CENTRAL),
    )
    assert "11:30 AM to 12:20 PM CST" in said("confirmation", visit=winter)
    midnight = replace(
        VISIT, starts=datetime(2027, 1, 4, 0, 5, tzinfo=CENTRAL), ends=datetime(2027, 1, 4, 0, 55, tzinfo=CENTRAL)
    )
    assert "12:05 to 12:55 AM CST" in said("confirmation", visit=midnight)


def test_a_telehealth_visit_sends_nobody_to_the_clinic() -> None:
    text = said("confirmation", visit=replace(VISIT, telehealth=True), parts={"directions": "Open the link in your e-mail."})
    assert "Where By video or phone (telehealth)" in text
    assert "Where Birmingham" not in text
    assert "How to find us Open the link" in text


def test_a_missed_visit_is_told_without_a_reproach() -> None:
    text = said("missed", parts={"fee": ""})
    assert "with Ana Lee, ALC on Monday, May 3, 2027, at 3:30 PM CDT, and did not see you." in text
    assert not any(word in text.lower() for word in ("fee", "fail", "no-show", "must", "unfortunately"))


@pytest.mark.parametrize("kind", ["confirmation", "missed", "closure", "attendance"])
def test_what_a_household_may_open_has_no_date_of_birth(kind: str) -> None:
    assert "03/14/1985" not in said(kind)


@pytest.mark.parametrize("kind", PATIENT_LETTERS)
def test_a_letter_to_the_patient_names_the_crisis_line(kind: str) -> None:
    assert "In a crisis call or text 988; in immediate danger 911." in said(kind)


def test_an_attendance_note_tells_an_employer_nothing_but_the_attendance() -> None:
    text = said("attendance")
    for part in ("To whom it may concern", "María Elena O'Kon", "Arrived 3:21 PM CDT", "Left 4:24 PM CDT", "(205) 555-0101"):
        assert part in text
    for never in ("CONFIDENTIAL", "ALC", "License", "NPI", "10001", "supervision", "988", "crisis", "therap", "1200 Sample"):
        assert never not in text
    unknown = said("attendance", visit=replace(VISIT, arrived=None, left=None), parts={"return_on": ""})
    assert not any(label in unknown for label in ("Arrived", "Left", "Return"))


def test_a_plan_has_a_line_for_every_hand_and_a_guardian_where_one_is_named() -> None:
    assert said("plan").count("Date") == 1 + 4
    alone = said("plan", parts={"guardian": ""}, cosigner=None, signer=replace(ANA, supervisor=""))
    assert "guardian" not in alone
    assert alone.count("Date") == 1 + 2
    assert "Ana Lee, ALC, therapist · License AL-ALC-1 Date" in alone


def test_a_supervisor_signs_beside_an_associate() -> None:
    both = said("referral")
    assert "under the supervision of Lee Ann Foster" in both
    assert f"Supervisor {FOSTER.name}, {FOSTER.credential} License {FOSTER.licence}" in both
    assert "Supervisor" not in said("referral", cosigner=None)


def test_an_authorization_has_every_element_that_the_law_asks_for() -> None:
    text = said("authorization")
    for part in PARTS["authorization"].values():
        assert part in text
    assert all(heading in text and words_ in text for heading, words_ in STATEMENTS)
    for right in ("revoke this authorization at any time, in writing", "no longer protect it", "depend on whether you sign"):
        assert right in text


def test_a_blank_authorization_is_one_page_with_boxes_and_lines_for_all_of_it() -> None:
    content = sample("authorization", parts={}, subject=Subject("", SUBJECT.born, ""))
    (sheet,) = placed(content)
    text = words(content)
    assert all(kind.value in text for kind in Special)
    for label in ("Patient Date of birth", "Who may receive it", "What may be told", "What for", "Records from and to"):
        assert label in text
    assert "It ends on" in text
    assert "Parent, guardian or other right" in text
    assert "03/14/1985" not in text
    assert len(sheet) > 20


def test_a_note_without_its_visit_still_says_what_was_written() -> None:
    for kind in ("confirmation", "missed", "attendance"):
        text = said(kind, visit=None)
        assert all(part.split("\n")[0].lstrip("- ") in text for part in PARTS[kind].values())
