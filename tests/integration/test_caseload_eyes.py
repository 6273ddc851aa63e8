"""Whose courses a caseload shows, that it agrees with the course pages, and that its statements stay bounded."""

from collections.abc import Callable

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from ibh_desktop.app import App
from ibh_desktop.domain.errors import NotAllowed
from ibh_desktop.domain.ids import CourseId
from ibh_desktop.queries import caseload, measures
from ibh_desktop.queries.clinic import actor_for
from ibh_desktop.queries.course_plan import CoursePlan
from ibh_desktop.store.schema import Therapist
from ibh_desktop.usecases import courses
from tests.integration.test_caseload import FIRST, changed, opened
from tests.integration.world import (
    LEAD,
    MANAGER,
    OTHER,
    RECEPTIONIST,
    THERAPIST,
    Clinic,
    at,
    engine_of,
    statements,
)


def bens(clinic: Clinic) -> CourseId:
    """Tyrone's course with Ben."""
    ids = clinic.ids
    plan = CoursePlan(ids.tyrone, ids.ben, ids.birmingham, ids.spare, "IPT16", at(FIRST, 10))
    return clinic.as_role(OTHER).write(courses.open_course, plan, indication="anxiety").course


def test_a_therapist_sees_her_own_and_a_lead_those_whom_she_supervises(clinic: Clinic) -> None:
    hers, his = opened(clinic), bens(clinic)
    assert [line.id for line in clinic.as_role(THERAPIST).read(caseload.page).lines] == [hers]
    assert [line.id for line in clinic.as_role(OTHER).read(caseload.page).lines] == [his]
    lead = clinic.as_role(LEAD).read(caseload.page)
    assert ([line.id for line in lead.lines], lead.own, lead.team) == ([hers], None, frozenset({clinic.ids.ana}))

    changed(clinic, update(Therapist).where(Therapist.id == clinic.ids.ben).values(supervisor_id=clinic.ids.lead))
    assert {line.id for line in clinic.as_role(LEAD).read(caseload.page).lines} == {hers, his}


@pytest.mark.parametrize("who", [RECEPTIONIST, MANAGER])
def test_receptionist_and_manager_have_no_caseload(clinic: Clinic, who: str) -> None:
    opened(clinic)
    with pytest.raises(NotAllowed, match="clinical notes"):
        clinic.as_role(who).read(caseload.page)


def test_a_lead_who_supervises_nobody_sees_nothing(clinic: Clinic) -> None:
    opened(clinic)
    changed(clinic, update(Therapist).values(supervisor_id=None))
    assert clinic.as_role(LEAD).read(caseload.page).lines == ()


def test_forms_due_agree_with_every_course_page_of_the_sample(engine_name: str, samples: Callable[[str], App]) -> None:
    boss = samples(engine_name)
    with Session(engine_of(boss)) as session:
        lead = App(engine_of(boss), actor_for(session, "lee.ann"), boss.keys, clock=boss.clock)
    found = {line.id: set(line.due) for line in lead.read(caseload.page).lines}
    assert len(found) > 10
    for course, due in found.items():
        assert due == {line.code for line in lead.read(measures.desk, course).lines if line.due}


def test_three_courses_take_as_many_statements_as_one(clinic: Clinic) -> None:
    opened(clinic)
    ana = clinic.as_role(THERAPIST)
    with statements(engine_of(ana)) as one:
        ana.read(caseload.page)
    for patient, hour in ((clinic.ids.tyrone, 9), (clinic.ids.jiri, 11)):
        ana.write(courses.open_course, clinic.plan(at(FIRST, hour), patient=patient), indication="depression")
    with statements(engine_of(ana)) as three:
        assert len(ana.read(caseload.page).lines) == 3
    assert len(one) == len(three) == 7
