"""What a page tells depends on who reads it: kinds of visits and the clinical parts of a course."""

import pytest

from ibh_desktop.queries import course_page, patient_file, schedule, today
from ibh_desktop.usecases import measures
from tests.integration.permitted import ANA, BOSS, DESK, SUPERVISOR, Hers, hers
from tests.integration.world import later

__all__ = ["hers"]


@pytest.mark.parametrize(("who", "kind"), [(DESK, "therapy visit"), (BOSS, "therapy visit"), (ANA, "therapy")])
def test_only_who_treats_reads_what_kind_of_visit_it_is(hers: Hers, who: str, kind: str) -> None:
    app = hers.clinic.as_role(who)
    assert {line.kind for line in app.read(today.board, on=later(1))} == {kind}
    assert {visit.kind for visit in app.read(patient_file.file, hers.clinic.ids.maria).visits} == {kind}


@pytest.mark.parametrize(("who", "clinical"), [(DESK, False), (ANA, True), (SUPERVISOR, True)])
def test_a_course_page_is_as_clinical_as_its_reader(hers: Hers, who: str, clinical: bool) -> None:  # noqa: FBT001
    hers.clinic.as_role(ANA).write(measures.record, hers.opened.course, measure="PHQ-9", answers=[1] * 9, taken_on=later())
    page = hers.clinic.as_role(who).read(course_page.page, hers.opened.course)
    parts = (page.goals, page.scores, page.letters, page.open_safety, page.indication, page.area)
    assert [bool(part) for part in parts] == [clinical] * 6
    assert (page.clinical, page.writable) == (clinical, clinical)
    assert (page.planned, len(page.visits), page.patient_name[-5:]) == (16, 16, "O'Kon")


def test_a_manager_reads_the_calendar_but_not_who_is_how_far_in_a_course(hers: Hers) -> None:
    boss, desk = hers.clinic.app, hers.clinic.as_role(DESK)
    (line,), (told,) = (app.read(today.board, on=later(1)) for app in (boss, desk))
    assert (line.course, line.session, line.dues, line.safety) == (None, "", (), False)
    assert (told.course, told.session) == (hers.opened.course, "1 of 16 · initial")
    board = boss.read(schedule.day, on=later(1), location=hers.clinic.ids.birmingham)
    assert [(b.course, b.session, b.phase) for column in board.columns for b in column.blocks] == [(None, "", None)]
    assert boss.read(patient_file.file, hers.clinic.ids.maria).courses == ()
