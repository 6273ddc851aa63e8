"""Recorded forms and the safety events they raise, in one transaction."""

from datetime import date

import pytest

from ibh_desktop.domain.errors import NotAllowed, Refused
from ibh_desktop.domain.ids import CourseId
from ibh_desktop.domain.outcomes.measure import Answers, Safety
from ibh_desktop.queries import course_page, today
from ibh_desktop.usecases import appointments, courses, measures
from tests.integration.world import LEAD, MANAGER, MONDAY, OTHER, RECEPTIONIST, THERAPIST, Clinic, at, later

QUIET = [1, 1, 1, 1, 1, 0, 0, 0, 0]


def record(clinic: Clinic, course: CourseId, answers: Answers, on: date = MONDAY, who: str = THERAPIST) -> measures.Recorded:
    """A PHQ-9 on paper."""
    return clinic.as_role(who).write(measures.record, course, measure="PHQ-9", answers=answers, taken_on=on)


def test_a_form_is_scored_and_shown(clinic: Clinic) -> None:
    course = clinic.open_course().course
    saved = record(clinic, course, QUIET)
    assert saved.result is not None
    assert (saved.result.total, saved.result.band, saved.event) == (5, "mild", None)
    (line,) = clinic.as_role(THERAPIST).read(course_page.page, course).scores
    assert (line.id, line.total, line.band, line.prorated, line.safety) == (saved.score, 5, "mild", False, Safety.NONE)


@pytest.mark.parametrize(
    ("answers", "total"),
    [
        ([0, 1, 1, 0, 1, 0, 0, 0, 2], 5),
        ([2, 2, 2, 2, 1, 1, 0, 0, None], 11),
        ([None, None, None, 0, 0, 0, 0, 0, 1], None),
        ([None] * 9, None),
    ],
)
def test_item_nine_raises_a_safety_event_whatever_the_total(
    clinic: Clinic, answers: list[int | None], total: int | None
) -> None:
    course = clinic.open_course().course
    saved = record(clinic, course, answers)
    assert saved.result is not None
    assert saved.result.total == total
    assert clinic.rows("SELECT id, course_id, score_id, closed_at FROM safety_event") == [
        (saved.event, course, saved.score, None)
    ]
    actions = clinic.rows("SELECT action FROM audit ORDER BY seq DESC LIMIT 2")
    assert actions == [("safety:raise",), ("measure:record",)]
    assert clinic.as_role(THERAPIST).read(course_page.page, course).open_safety == 1


def test_score_and_event_come_together_or_not_at_all(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    course = clinic.open_course().course

    def fails(*_: object) -> None:
        raise Refused("The event could not be written.")

    monkeypatch.setattr(measures, "raise_from_score", fails)
    with pytest.raises(Refused):
        record(clinic, course, [0] * 8 + [3])
    assert clinic.count("score") == clinic.count("safety_event") == 0


def test_a_correction_stays_beside_what_it_corrects_and_raises_its_own_event(clinic: Clinic) -> None:
    course = clinic.open_course().course
    first = record(clinic, course, QUIET)
    fixed = clinic.as_role(THERAPIST).write(
        measures.record, course, measure="PHQ-9", answers=[*QUIET[:8], 1], taken_on=MONDAY, replaces=first.score
    )
    assert clinic.count("score") == 2
    assert fixed.event is not None
    lines = clinic.as_role(THERAPIST).read(course_page.page, course).scores
    assert [line.id for line in lines] == [fixed.score]


def test_no_later_score_closes_an_event(clinic: Clinic) -> None:
    course = clinic.open_course().course
    record(clinic, course, [0] * 8 + [1])
    record(clinic, course, [0] * 9)
    assert clinic.rows("SELECT closed_at FROM safety_event") == [(None,)]


def test_an_open_event_shows_on_the_board(clinic: Clinic) -> None:
    course = clinic.open_course(at(later(1), 10)).course
    record(clinic, course, [0] * 8 + [1])
    (line,) = clinic.as_role(RECEPTIONIST).read(today.board, on=later(1))
    assert line.safety
    assert line.session == "1 of 16 · initial"


@pytest.mark.parametrize(
    ("answers", "on", "what"),
    [
        (QUIET, date(2027, 1, 5), "dated in the future"),
        (QUIET, date(1985, 3, 13), "before the patient was born"),
        (QUIET[:8], MONDAY, "has 9 items"),
        ([4, *QUIET[1:]], MONDAY, "Item 1 takes 0 to 3"),
    ],
)
def test_an_impossible_form_is_refused(clinic: Clinic, answers: list[int], on: date, what: str) -> None:
    course = clinic.open_course().course
    with pytest.raises(Refused, match=what):
        record(clinic, course, answers, on)
    assert clinic.count("score") == 0


def test_a_measure_we_do_not_carry_is_refused(clinic: Clinic) -> None:
    course = clinic.open_course().course
    with pytest.raises(Refused, match="There is no measure ICG"):
        clinic.as_role(THERAPIST).write(measures.record, course, measure="ICG", answers=[0] * 19, taken_on=MONDAY)


def test_a_course_that_is_over_takes_no_form(clinic: Clinic) -> None:
    opened = clinic.open_course()
    clinic.as_role(THERAPIST).write(courses.unopen, opened)
    with pytest.raises(Refused, match="nothing can be added"):
        record(clinic, opened.course, QUIET)


def test_only_the_therapist_and_her_lead_write_in_a_course(clinic: Clinic) -> None:
    course = clinic.open_course().course
    for who in (RECEPTIONIST, OTHER, MANAGER):
        with pytest.raises(NotAllowed):
            record(clinic, course, QUIET, who=who)
    record(clinic, course, QUIET, who=LEAD)


def test_a_form_is_due_on_the_board_until_it_is_there(clinic: Clinic) -> None:
    opened = clinic.open_course(at(later(), 10))
    (line,) = clinic.as_role(RECEPTIONIST).read(today.board, on=later())
    assert line.dues == ("PHQ-9 due",)
    clinic.start(opened.course)
    record(clinic, opened.course, QUIET)
    (line,) = clinic.as_role(RECEPTIONIST).read(today.board, on=later())
    assert line.dues == ()
    clinic.app.write(appointments.cancel, opened.appointments[0], by_clinic=True)
    (line,) = clinic.as_role(RECEPTIONIST).read(today.board, on=later())
    assert (line.dues, line.session, line.group) == ((), "", today.Group.MISSED)
