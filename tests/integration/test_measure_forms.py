"""Measures by answers and by score, corrections, the front desk, what is due, and the blank forms on paper."""

import io
import json
from collections import Counter
from datetime import date
from threading import Barrier, Thread
from typing import Any

import pytest
from pypdf import PdfReader

from ibh_desktop.app import App
from ibh_desktop.domain.errors import IbhError, NotAllowed, NotFound, Refused
from ibh_desktop.domain.ids import CourseId, ScoreId
from ibh_desktop.domain.outcomes import MEASURES
from ibh_desktop.domain.outcomes.measure import Given, Safety
from ibh_desktop.letters import blank_form
from ibh_desktop.queries import course_page, measure_paper
from ibh_desktop.queries import measures as desks
from ibh_desktop.usecases import clinic as setup
from ibh_desktop.usecases import courses, measures, patients
from tests.integration.world import LEAD, MONDAY, OTHER, RECEPTIONIST, THERAPIST, Clinic, at, later

QUIET = [1, 1, 1, 1, 1, 0, 0, 0, 0]


def record(clinic: Clinic, course: CourseId, measure: str, *, who: str = THERAPIST, **more: Any) -> measures.Recorded:
    """One form of a measure, on the day on which the tests stand."""
    form: dict[str, Any] = {"measure": measure, "taken_on": MONDAY, **more}
    return clinic.as_role(who).write(measures.record, course, **form)


def let_the_desk(clinic: Clinic, level: int) -> None:
    """What the front desk may enter."""
    clinic.app.write(setup.change_setting, "reception_may_enter_measures", str(level))


@pytest.mark.parametrize(
    ("measure", "form", "safety"),
    [
        ("EPDS", {"total": 3}, Safety.UNKNOWN),
        ("EPDS", {"total": 3, "given": Given(safety=1)}, Safety.POSITIVE),
        ("EPDS", {"total": 25, "given": Given(safety=0)}, Safety.NONE),
        ("EPDS", {"answers": [0] * 9 + [2]}, Safety.POSITIVE),
        ("EPDS", {"answers": [3] * 9 + [None]}, Safety.UNKNOWN),
        ("EPDS", {"answers": [None] * 9 + [1], "given": Given(safety=0)}, Safety.POSITIVE),
        ("PHQ-9", {"total": 12}, Safety.UNKNOWN),
        ("CORE-10", {"answers": [0] * 5 + [1] + [0] * 4}, Safety.POSITIVE),
        ("CORE-10", {"answers": [None] * 10}, Safety.UNKNOWN),
        ("PCL-5", {"answers": [4] * 20}, Safety.NONE),
        ("ASRM", {"total": 20}, Safety.NONE),
    ],
)
def test_every_way_of_entry_raises_an_event_for_a_safety_item_that_is_positive_or_unknown(
    clinic: Clinic, measure: str, form: dict[str, Any], safety: Safety
) -> None:
    course = clinic.open_course().course
    saved = record(clinic, course, measure, **form)
    assert saved.result is not None
    assert saved.result.safety is safety
    wanted = [] if safety is Safety.NONE else [(saved.event, saved.score, None)]
    assert clinic.rows("SELECT id, score_id, closed_at FROM safety_event") == wanted


def test_a_total_alone_is_stored_as_such_and_read_back(clinic: Clinic) -> None:
    course = clinic.open_course().course
    record(clinic, course, "WSAS", total=16, given=Given(retired=True))
    (row,) = clinic.rows("SELECT answers, total, band, mode, complete, given FROM score")
    assert row[:5] == ("[]", 16, "significant", "score only", True)
    assert json.loads(row[5]) == {"retired": True, "version": "1"}
    (past,) = clinic.as_role(THERAPIST).read(desks.desk, course).past
    assert (past.answers, past.total, past.words, past.given) == (None, 16, "significant", Given(retired=True))


def test_answers_and_total_must_say_the_same(clinic: Clinic) -> None:
    course = clinic.open_course().course
    with pytest.raises(Refused, match=r"The answers add up to 13, not 12\. Correct one of them\.") as no:
        record(clinic, course, "WHO-5", answers=[3, 3, 3, 2, 2], total=12)
    assert no.value.field == "total"
    with pytest.raises(Refused, match="give no total"):
        record(clinic, course, "WHO-5", answers=[3, 3, None, 2, 2], total=10)
    with pytest.raises(Refused, match="Give the answers or the total"):
        record(clinic, course, "WHO-5")
    with pytest.raises(Refused, match="on paper, on screen, or read aloud"):
        record(clinic, course, "WHO-5", answers=[3, 3, 3, 2, 2], mode="by pigeon")
    assert clinic.count("score") == 0
    saved = record(clinic, course, "WHO-5", answers=[3, 3, 3, 2, 2], total=13, mode="read aloud")
    assert saved.result is not None
    assert saved.result.total == 52


def test_a_correction_replaces_only_a_score_of_its_course_and_measure_that_stands(clinic: Clinic) -> None:
    course = clinic.open_course().course
    plan = clinic.plan(at(later(), 14), patient=clinic.ids.tyrone)
    other = clinic.as_role(THERAPIST).write(courses.open_course, plan, indication="anxiety").course
    first = record(clinic, course, "PHQ-9", answers=QUIET)
    for measure, form in (("GAD-7", [0] * 7), ("PHQ-8", [0] * 8)):
        with pytest.raises(Refused, match=f"Only a {measure} of this course") as no:
            record(clinic, course, measure, answers=form, replaces=first.score)
        assert no.value.field == "replaces"
    for elsewhere, score in ((course, ScoreId(99)), (other, first.score)):
        with pytest.raises(Refused, match="Only a PHQ-9 of this course"):
            record(clinic, elsewhere, "PHQ-9", answers=QUIET, replaces=score)
    second = record(clinic, course, "PHQ-9", answers=[0] * 9, replaces=first.score)
    with pytest.raises(Refused, match=r"corrected already\. Correct the newer one\."):
        record(clinic, course, "PHQ-9", answers=[2] * 9, replaces=first.score)
    third = record(clinic, course, "PHQ-9", answers=[1] * 9, replaces=second.score)
    past = clinic.as_role(THERAPIST).read(desks.desk, course).past
    assert {(s.id, s.replaced) for s in past} == {(first.score, True), (second.score, True), (third.score, False)}
    assert [line.id for line in clinic.as_role(THERAPIST).read(course_page.page, course).scores] == [third.score]


def test_of_four_desks_that_correct_one_score_at_once_one_does(clinic: Clinic) -> None:
    course = clinic.open_course().course
    heard: list[str] = []

    def correct(desk: App, old: ScoreId, together: Barrier) -> None:
        together.wait()
        try:
            desk.write(measures.record, course, measure="GAD-7", answers=[1] * 7, taken_on=MONDAY, replaces=old)
            heard.append("won")
        except Refused as reason:
            heard.append(reason.sentence[:32])

    desks_at_work = [clinic.as_role(THERAPIST) for _ in range(4)]
    for _ in range(6):
        old, together = record(clinic, course, "GAD-7", answers=[0] * 7).score, Barrier(4)
        threads = [Thread(target=correct, args=(desk, old, together)) for desk in desks_at_work]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert Counter(heard) == {"won": 6, "This score was corrected already": 18}
    assert clinic.rows("SELECT replaces_id FROM score WHERE replaces_id IS NOT NULL GROUP BY 1 HAVING count(*) > 1") == []


@pytest.mark.parametrize("form", [{"answers": [*QUIET[:8], None]}, {"total": 9}, {"answers": [None] * 8 + [1]}])
def test_a_correction_raises_an_event_of_its_own(clinic: Clinic, form: dict[str, Any]) -> None:
    course = clinic.open_course().course
    first = record(clinic, course, "PHQ-9", answers=[0] * 8 + [2])
    fixed = record(clinic, course, "PHQ-9", replaces=first.score, **form)
    assert clinic.rows("SELECT id, score_id FROM safety_event ORDER BY id") == [
        (first.event, first.score),
        (fixed.event, fixed.score),
    ]


def test_the_sex_and_the_cut_by_which_a_score_was_read_stay_with_it(clinic: Clinic) -> None:
    course = clinic.open_course().course
    details = patients.Details("María", "O'Kon", date(1985, 3, 14), sex="M")
    unknown = record(clinic, course, "AUDIT-C", answers=[1, 1, 1])
    assert unknown.result is not None
    assert (unknown.result.positive, len(unknown.result.notices)) == (True, 1)
    clinic.as_role(RECEPTIONIST).write(patients.change, clinic.ids.maria, details)
    clinic.app.write(setup.change_setting, "pcl5_cut", "31")
    known, low = record(clinic, course, "AUDIT-C", answers=[1, 1, 1]), record(clinic, course, "PCL-5", total=31)
    assert known.result is not None
    assert low.result is not None
    assert (known.result.positive, low.result.positive) == (False, True)
    clinic.app.write(setup.change_setting, "pcl5_cut", "33")
    words = {score.id: score.words for score in clinic.as_role(THERAPIST).read(desks.desk, course).past}
    assert words == {
        unknown.score: "positive (≥ 3)",
        known.score: "not positive (≥ 4)",
        low.score: "at or above the cut of 31",
    }


@pytest.mark.parametrize(
    ("level", "allowed"),
    [(0, set[str]()), (1, {m.code for m in MEASURES} - {"PHQ-9", "EPDS", "CORE-10"}), (2, {m.code for m in MEASURES})],
)
def test_the_front_desk_enters_what_the_setting_lets_it(clinic: Clinic, level: int, allowed: set[str]) -> None:
    course = clinic.open_course().course
    let_the_desk(clinic, level)
    seen = clinic.as_role(RECEPTIONIST).read(desks.desk, course)
    assert {line.code for line in seen.lines} == allowed
    assert clinic.as_role(RECEPTIONIST).read(course_page.page, course).enters_forms is (level > 0)
    for measure in ("PHQ-9", "EPDS", "GAD-7"):
        form = {"answers": [0] * {"PHQ-9": 9, "EPDS": 10, "GAD-7": 7}[measure]}
        if measure in allowed:
            assert record(clinic, course, measure, who=RECEPTIONIST, **form).result is None
        else:
            with pytest.raises(NotAllowed, match="Give it to the clinician"):
                record(clinic, course, measure, who=RECEPTIONIST, **form)


def test_the_front_desk_sees_neither_scores_nor_what_is_suggested_and_corrects_nothing(clinic: Clinic) -> None:
    course = clinic.open_course().course
    let_the_desk(clinic, 2)
    saved = record(clinic, course, "PHQ-9", who=RECEPTIONIST, answers=[0] * 8 + [1])
    assert saved.result is None
    assert saved.event is not None
    seen = clinic.as_role(RECEPTIONIST).read(desks.desk, course)
    assert (seen.past, seen.clinical) == ((), False)
    assert {(line.latest, line.baseline, line.suggested) for line in seen.lines} == {(None, None, False)}
    assert clinic.as_role(RECEPTIONIST).read(course_page.page, course).scores == ()
    with pytest.raises(NotAllowed):
        record(clinic, course, "PHQ-9", who=RECEPTIONIST, answers=QUIET, replaces=saved.score)
    with pytest.raises(NotAllowed):
        record(clinic, course, "PHQ-9", who=OTHER, answers=QUIET)
    record(clinic, course, "PHQ-9", who=LEAD, answers=QUIET, replaces=saved.score)


def test_due_and_suggested_measures_come_first(clinic: Clinic) -> None:
    course = clinic.open_course(at(later(), 10)).course
    ana = clinic.as_role(THERAPIST)
    lines = ana.read(desks.desk, course).lines
    assert [(line.code, line.due, line.suggested) for line in lines[:3]] == [
        ("PHQ-9", True, True),
        ("GAD-7", True, True),
        ("PCL-5", False, False),
    ]
    record(clinic, course, "PHQ-9", answers=QUIET)
    record(clinic, course, "EPDS", total=4, given=Given(safety=0))
    lines = ana.read(desks.desk, course).lines
    assert [line.code for line in lines if line.due] == ["GAD-7"]
    clinic.clock.ahead(weeks=3)
    assert [line.code for line in ana.read(desks.desk, course).lines if line.due] == ["PHQ-9"]
    clinic.clock.ahead(weeks=4)
    assert [line.code for line in ana.read(desks.desk, course).lines if line.due] == ["PHQ-9", "GAD-7", "EPDS"]


def test_change_is_judged_since_the_baseline_of_this_course(clinic: Clinic) -> None:
    course = clinic.open_course(at(later(), 10)).course
    record(clinic, course, "GAD-7", answers=[3, 3, 3, 3, 3, 3, None])
    clinic.clock.ahead(weeks=1)
    base = record(clinic, course, "GAD-7", answers=[2, 2, 2, 2, 2, 2, 2], taken_on=later(1))
    clinic.clock.ahead(weeks=1)
    record(clinic, course, "GAD-7", answers=[1] * 7, taken_on=later(2))
    line = clinic.as_role(THERAPIST).read(desks.desk, course).line("GAD-7")
    assert line.baseline is not None
    assert line.change is not None
    assert (line.baseline.id, line.change.baseline, line.change.latest) == (base.score, 14, 7)
    assert line.change.labels == ("reliable improvement", "response")
    with pytest.raises(NotFound):
        clinic.as_role(RECEPTIONIST).read(desks.desk, course).line("GAD-7")


def test_an_adult_form_given_to_a_minor_is_labelled(clinic: Clinic) -> None:
    course = clinic.open_course().course
    young = patients.Details("María", "O'Kon", date(2009, 3, 14))
    clinic.as_role(RECEPTIONIST).write(patients.change, clinic.ids.maria, young)
    record(clinic, course, "PHQ-9", answers=QUIET)
    record(clinic, course, "GAD-7", answers=[0] * 7)
    seen = clinic.as_role(THERAPIST).read(desks.desk, course)
    assert seen.minor
    assert {score.measure: score.adult_form for score in seen.past} == {"PHQ-9": True, "GAD-7": False}
    page = clinic.as_role(THERAPIST).read(course_page.page, course)
    assert [line.adult_form for line in page.scores if line.measure == "PHQ-9"] == [True]


def words_of(pdf: bytes) -> str:
    """The text of all pages on one line."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


@pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: measure.code)
def test_forms_with_wording_print_and_others_do_not(clinic: Clinic, measure: Any) -> None:
    ana = clinic.as_role(THERAPIST)
    if not measure.items:
        with pytest.raises(NotFound, match="its wording is not free"):
            ana.read(measure_paper.blank, measure.code)
        return
    text = words_of(blank_form.pdf(ana.read(measure_paper.blank, measure.code)))
    for item in measure.numbers:
        assert f"{item}. {measure.words_of(item)}" in text
        for choice in measure.choices_of(item):
            assert choice.split()[0] in text
    for part in (measure.lead, measure.licence, measure.function_item, "Name", "Date of birth", "Riverside Clinic"):
        assert part in text
    assert "O'Kon" not in text


def test_a_form_that_there_is_not_is_told_so(clinic: Clinic) -> None:
    with pytest.raises(IbhError, match="no form of ICG"):
        clinic.app.read(measure_paper.blank, "ICG")
