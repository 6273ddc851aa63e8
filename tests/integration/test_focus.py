"""Formulation, problem areas, dispute stages and life events on both engines."""

from dataclasses import replace
from datetime import date

import pytest

from ibh_desktop.app import App
from ibh_desktop.domain.circle import Place
from ibh_desktop.domain.courses import Area
from ibh_desktop.domain.errors import Conflict, NotFound, Refused
from ibh_desktop.domain.ids import CourseId, LifeEventId
from ibh_desktop.domain.inventory import Person, Relation
from ibh_desktop.domain.life_events import EventKind, LifeEvent, Moment, Precision
from ibh_desktop.domain.problems import Detail, Setting, Stage
from ibh_desktop.queries import course_page
from ibh_desktop.queries import life_events as events_shown
from ibh_desktop.queries import problems as shown
from ibh_desktop.usecases import courses, inventory, life_events, problems
from tests.integration.world import LEAD, THERAPIST, Clinic, at, later


@pytest.fixture
def ana(clinic: Clinic) -> App:
    """The clinic as Ana has it."""
    return clinic.as_role(THERAPIST)


@pytest.fixture
def course(clinic: Clinic) -> CourseId:
    """María's course."""
    return clinic.open_course(at(later(1), 10)).course


def test_a_formulation_has_exactly_one_primary_area_and_the_course_follows_it(ana: App, course: CourseId) -> None:
    """DOMAIN.md 8, invariant 2, as far as it is data."""
    with pytest.raises(Refused) as no:
        ana.write(problems.formulate, course, text="Low since March.", primary=None, secondary=Area.GRIEF)
    assert no.value.field == "primary"
    with pytest.raises(Refused):
        ana.write(problems.formulate, course, text="Low since March.", primary=Area.GRIEF, secondary=Area.GRIEF)
    assert ana.read(shown.focus, course).newest is None
    ana.write(problems.formulate, course, text="Low since March.", primary=Area.GRIEF, agreed_on=later())
    ana.write(
        problems.formulate, course, text="Low since the move.", primary=Area.ROLE_TRANSITION, reason="It was the move", seen=1
    )
    focus = ana.read(shown.focus, course)
    assert [(f.edition, f.primary, f.reason, f.author) for f in focus.formulations] == [
        (2, Area.ROLE_TRANSITION, "It was the move", "Ana Lee"),
        (1, Area.GRIEF, "", "Ana Lee"),
    ]
    assert focus.area is ana.read(course_page.page, course).area is Area.ROLE_TRANSITION


def test_a_second_version_needs_its_reason(ana: App, course: CourseId) -> None:
    ana.write(problems.formulate, course, text="Low since March.", primary=Area.GRIEF)
    with pytest.raises(Refused, match="why there is a new version") as no:
        ana.write(problems.formulate, course, text="Low since May.", primary=Area.GRIEF, seen=1)
    assert no.value.field == "reason"


def test_two_therapists_who_edit_one_formulation_do_not_overwrite_each_other(
    clinic: Clinic, ana: App, course: CourseId
) -> None:
    clinic.as_role(LEAD).write(problems.formulate, course, text="Hers.", primary=Area.DEFICITS)
    with pytest.raises(Conflict, match="Yours is not lost"):
        ana.write(problems.formulate, course, text="Mine.", primary=Area.GRIEF)
    assert [f.text for f in ana.read(shown.focus, course).formulations] == ["Hers."]


def test_an_area_keeps_its_own_details(clinic: Clinic, ana: App, course: CourseId) -> None:
    rosa = ana.write(inventory.add_person, course, Person("Rosa", Relation.SIBLING, Place(2, 90)))
    dispute = Detail(person=rosa, setting=Setting.HOME, patient_expects="A call", issues="The house")
    grief = Detail(person_words="Grandfather", on=Moment(date(2019, 1, 1), Precision.YEAR), circumstances="Suddenly")
    ana.write(problems.save_detail, course, Area.ROLE_DISPUTE, dispute, version=None)
    ana.write(problems.save_detail, course, Area.GRIEF, grief, version=None)
    read = ana.read(shown.focus, course)
    assert [(d.area, d.detail, d.person_name) for d in read.details] == [
        (Area.ROLE_DISPUTE, dispute, "Rosa"),
        (Area.GRIEF, grief, "Grandfather"),
    ]
    assert read.people == ((rosa, "Rosa"),)
    with pytest.raises(Refused) as no:
        ana.write(problems.save_detail, course, Area.DEFICITS, Detail(losses="All"), version=None)
    assert no.value.field == "losses"


def test_details_of_another_desk_are_not_overwritten(clinic: Clinic, ana: App, course: CourseId) -> None:
    first = Detail(patterns="Leaves before being left", contacts_a_week=2)
    ana.write(problems.save_detail, course, Area.DEFICITS, first, version=None)
    with pytest.raises(Conflict):
        clinic.as_role(LEAD).write(problems.save_detail, course, Area.DEFICITS, Detail(), version=None)
    ana.write(problems.save_detail, course, Area.DEFICITS, replace(first, contacts_a_week=3), version=1)
    with pytest.raises(Conflict):
        clinic.as_role(LEAD).write(problems.save_detail, course, Area.DEFICITS, Detail(), version=1)
    assert ana.read(shown.focus, course).details[0].detail.contacts_a_week == 3


def test_a_person_of_another_course_cannot_be_named(clinic: Clinic, ana: App, course: CourseId) -> None:
    other = clinic.as_role(THERAPIST).write(
        courses.open_course, clinic.plan(at(later(1), 14), patient=clinic.ids.tyrone), indication="depression"
    )
    theirs = ana.write(inventory.add_person, other.course, Person("Rosa", Relation.SIBLING, Place(2, 90)))
    with pytest.raises(Refused) as no:
        ana.write(problems.save_detail, course, Area.GRIEF, Detail(person=theirs), version=None)
    assert no.value.field == "person"
    with pytest.raises(Refused):
        ana.write(life_events.add_event, course, replace(MOVED, person=theirs))


def test_a_dispute_moves_in_any_direction_and_keeps_its_history(ana: App, course: CourseId) -> None:
    for stage, on in (
        (Stage.DISSOLUTION, later(-3)),
        (Stage.RENEGOTIATION, later()),
        (Stage.IMPASSE, later(-8)),
        (Stage.IMPASSE, later(-1)),
    ):
        ana.write(problems.move_stage, course, stage=stage, on=on, note="Said so")
    (line,) = ana.read(shown.focus, course).details
    assert line.stage is Stage.RENEGOTIATION
    assert [(s.on, s.stage) for s in line.stages] == [
        (later(), Stage.RENEGOTIATION),
        (later(-1), Stage.IMPASSE),
        (later(-3), Stage.DISSOLUTION),
        (later(-8), Stage.IMPASSE),
    ]
    with pytest.raises(Refused, match="day that has come"):
        ana.write(problems.move_stage, course, stage=Stage.IMPASSE, on=later(0, 1))


MOVED = LifeEvent(EventKind.LIFE_EVENT, "Moved to Mobile", Moment(date(2024, 3, 1), Precision.MONTH), mood=-2)


def test_life_events_stand_in_the_order_in_which_they_happened(ana: App, course: CourseId) -> None:
    rosa = ana.write(inventory.add_person, course, Person("Rosa", Relation.SIBLING, Place(2, 90)))
    ana.write(life_events.add_event, course, MOVED)
    left = LifeEvent(EventKind.OTHER, "School", Moment(date(2001, 1, 1), Precision.YEAR), person=rosa, area=Area.DEFICITS)
    left = replace(left, ends=Moment(date(2010, 1, 1), Precision.YEAR))
    ana.write(life_events.add_event, course, left)
    read = ana.read(events_shown.events, course)
    assert [(e.about, e.person_name) for e in read.events] == [(left, "Rosa"), (MOVED, "")]
    assert read.people == ((rosa, "Rosa"),)


def test_an_event_is_changed_removed_and_put_back(clinic: Clinic, ana: App, course: CourseId) -> None:
    key = ana.write(life_events.add_event, course, MOVED)
    ana.write(life_events.change_event, key, replace(MOVED, mood=None), version=1)
    with pytest.raises(Conflict):
        clinic.as_role(LEAD).write(life_events.change_event, key, MOVED, version=1)
    version = ana.write(life_events.remove_event, key, version=2)
    assert ana.read(events_shown.events, course).events == ()
    assert clinic.count("life_event") == 1
    with pytest.raises(Conflict):
        ana.write(life_events.change_event, key, MOVED, version=version)
    ana.write(life_events.put_back_event, key, version=version)
    assert ana.read(events_shown.events, course).events[0].about == replace(MOVED, mood=None)
    with pytest.raises(NotFound, match="This event is not there any more"):
        ana.write(life_events.remove_event, LifeEventId(999), version=1)


def test_what_is_still_to_come_is_judged_by_the_clock_of_the_location(clinic: Clinic, ana: App, course: CourseId) -> None:
    clinic.clock.ahead(hours=12)  # 21:00 in Chicago, and already Tuesday in UTC
    with pytest.raises(Refused) as no:
        ana.write(life_events.add_event, course, replace(MOVED, begins=Moment(later(0, 1))))
    assert no.value.field == "begins"
    ana.write(life_events.add_event, course, replace(MOVED, begins=Moment(later())))


def test_a_course_that_is_over_takes_no_more_of_it(clinic: Clinic, ana: App) -> None:
    opened = clinic.open_course(at(later(1), 10))
    ana.write(courses.unopen, opened)
    for call in (
        lambda: ana.write(problems.formulate, opened.course, text="So.", primary=Area.GRIEF),
        lambda: ana.write(problems.save_detail, opened.course, Area.GRIEF, Detail(), version=None),
        lambda: ana.write(problems.move_stage, opened.course, stage=Stage.IMPASSE, on=later()),
        lambda: ana.write(life_events.add_event, opened.course, MOVED),
    ):
        with pytest.raises(Refused, match="This course is cancelled"):
            call()
    assert not ana.read(shown.focus, opened.course).writable
    assert not ana.read(events_shown.events, opened.course).writable
