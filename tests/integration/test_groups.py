"""A group's course: opened for all its patients at once, joined, its sessions booked once, and who came to each."""

import pytest

from ibh_desktop.domain.appointments import Kind, Status
from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.ids import PatientId
from ibh_desktop.domain.lifecycle import EndReason
from ibh_desktop.domain.series import Reach
from ibh_desktop.queries import course_contract, course_page, groups, next_weekly, today, unbooked
from ibh_desktop.queries import courses as listed
from ibh_desktop.usecases import (
    appointments,
    contract,
    course_steps,
    courses,
    remaining,
    series,
    variant,
)
from ibh_desktop.usecases import groups as group_courses
from tests.integration.group_world import ROWS, TEN, opened, somebody
from tests.integration.world import CHICAGO, RECEPTIONIST, THERAPIST, Clinic, at, later

COURSES = "SELECT id, status, group_id FROM course ORDER BY id"


def test_every_patient_has_a_course_and_the_sessions_are_booked_once(clinic: Clinic) -> None:
    group = opened(clinic)
    assert (len(group.courses), len(group.appointments)) == (3, 24)
    rows = clinic.rows(ROWS)
    for session in range(8):
        first, *others = rows[session * 3 : session * 3 + 3]
        assert first[3] is None
        assert [row[3] for row in others] == [first[0]] * 2
        assert len({row[5] for row in (first, *others)}) == 1
    assert {row[2] for row in rows} == set(group.courses)
    page = clinic.as_role(THERAPIST).read(course_page.page, group.courses[1])
    assert (page.variant, page.planned, page.minutes, tuple(page.parts)) == ("IPTG8", 8, 90, (1, 6, 1))
    assert page.attendance.taken == 8
    assert clinic.as_role(RECEPTIONIST).read(unbooked.listing) == []


def test_the_members_and_the_sessions_stand_on_one_page(clinic: Clinic) -> None:
    group = opened(clinic)
    page = clinic.as_role(THERAPIST).read(groups.page, group.group)
    assert page.name == "Group on Mondays at 10:00"
    assert [member.name for member in page.members] == ["Nováček, Jiří", "O'Kon, María Elena", "Washington, Tyrone"]
    assert [(session.starts, len(session.visits)) for session in page.sessions] == [(at(later(n), 10), 3) for n in range(1, 9)]
    assert page.next_at == at(later(9), 10)
    assert page.next_at is not None
    assert page.next_at.tzinfo == CHICAGO
    shown = clinic.as_role(THERAPIST).read(course_contract.page, group.courses[0])
    assert shown.group == group.group
    assert "I14" in {line.task.code for line in shown.tasks}


@pytest.mark.parametrize(("count", "why"), [(1, "two patients or more"), (11, "10 patients at most; these are 11")])
def test_too_few_and_too_many_are_refused_and_nothing_is_booked(clinic: Clinic, count: int, why: str) -> None:
    others = tuple(PatientId(n) for n in range(2, count + 1))
    with pytest.raises(Refused, match=why) as no:
        clinic.as_role(THERAPIST).write(
            group_courses.open_group, clinic.plan(TEN, variant="IPTG8"), others=others, indication="depression"
        )
    assert no.value.field == "more"
    assert (clinic.count("appointment"), clinic.count("course"), clinic.count("therapy_group")) == (0, 0, 0)


def test_ten_patients_meet_in_one_group_and_an_eleventh_finds_it_full(clinic: Clinic) -> None:
    guests = tuple(somebody(clinic, number) for number in range(8))
    group = opened(clinic, clinic.ids.tyrone, *guests)
    assert len(group.courses) == 10
    with pytest.raises(Refused, match="This group has 10 patients; 10 are the most") as no:
        clinic.as_role(THERAPIST).write(group_courses.join, group.group, clinic.ids.jiri, indication="anxiety")
    assert no.value.field == "patient"


def test_a_patient_who_cannot_come_or_has_a_course_is_named_by_her_place_and_nothing_is_booked(clinic: Clinic) -> None:
    ids = clinic.ids
    busy = clinic.app.write(
        appointments.book, patient=ids.jiri, therapist=ids.ben, location=ids.birmingham, starts=at(later(3), 11)
    )
    with pytest.raises(Refused, match=r"Patient 3 of 3 has another appointment on Mon 25 Jan at 10:00\. Nothing was booked"):
        opened(clinic)
    clinic.app.write(appointments.unbook, [busy])
    clinic.open_course(at(later(1), 14), variant="IPTB8")
    with pytest.raises(Refused, match="Patient 1 of 3: This patient already has a running course"):
        opened(clinic)
    assert clinic.count("therapy_group") == 0


def test_a_group_is_not_opened_as_one_patients_course(clinic: Clinic) -> None:
    with pytest.raises(Refused, match="opened for all its patients at once") as no:
        clinic.open_course(TEN, variant="IPTG8")
    assert no.value.field == "more"


def test_opening_is_undone_for_everybody_while_nothing_happened_in_it(clinic: Clinic) -> None:
    group = opened(clinic)
    clinic.as_role(THERAPIST).write(group_courses.unopen, group)
    assert {row[1] for row in clinic.rows(COURSES)} == {"cancelled"}
    assert {row[4] for row in clinic.rows(ROWS)} == {"cancelled by clinic"}
    again = opened(clinic)
    clinic.app.write(appointments.mark, again.appointments[4], status=Status.CONFIRMED)
    with pytest.raises(Refused, match="worked on since"):
        clinic.as_role(THERAPIST).write(group_courses.unopen, again)


def test_who_joins_later_has_the_sessions_that_are_still_to_come(clinic: Clinic) -> None:
    group = opened(clinic, clinic.ids.tyrone)
    clinic.clock.now = at(later(2), 12)
    joined = clinic.as_role(THERAPIST).write(group_courses.join, group.group, clinic.ids.jiri, indication="anxiety")
    assert len(joined.appointments) == 6
    page = clinic.as_role(THERAPIST).read(course_page.page, joined.course)
    assert (page.planned, page.variant, page.starts_on, page.target_end) == (6, "IPTG8", later(3), later(8))
    assert tuple(page.parts) == (1, 4, 1)
    firsts = [row[0] for row in clinic.rows(ROWS) if row[3] is None]
    assert [row[3] for row in clinic.rows(ROWS) if row[2] == joined.course] == firsts[2:]
    clinic.as_role(THERAPIST).write(courses.unopen, joined)
    assert clinic.rows(COURSES)[-1][1] == "cancelled"


def test_nobody_joins_a_group_that_is_nearly_over_or_twice(clinic: Clinic) -> None:
    group = opened(clinic, clinic.ids.tyrone)
    ana = clinic.as_role(THERAPIST)
    with pytest.raises(Refused, match="This patient: This patient already has a running course"):
        ana.write(group_courses.join, group.group, clinic.ids.maria, indication="anxiety")
    clinic.clock.now = at(later(5), 12)
    with pytest.raises(Refused, match="3 sessions to come; a course has 4 at least"):
        ana.write(group_courses.join, group.group, clinic.ids.jiri, indication="anxiety")


def test_who_ends_early_leaves_and_the_group_goes_on_with_its_therapist_held(clinic: Clinic) -> None:
    """María's rows are the first of every session: Tyrone's take over, and Undo gives them back."""
    group = opened(clinic)
    ana = clinic.as_role(THERAPIST)
    clinic.start(group.courses[0])
    was = clinic.rows(ROWS)
    stepped = ana.write(course_steps.end_early, group.courses[0], reason=EndReason.MOVED)
    rows = clinic.rows(ROWS)
    assert [row[4] for row in rows if row[2] == group.courses[0]] == ["cancelled by clinic"] * 8
    assert [row[3] for row in rows if row[2] == group.courses[1]] == [None] * 8
    assert clinic.as_role(THERAPIST).read(groups.page, group.group).sessions[0].visits[0].status is Status.SCHEDULED
    with pytest.raises(Refused, match="Ana Lee is with another patient"):
        clinic.app.write(
            appointments.book,
            patient=clinic.ids.maria,
            therapist=clinic.ids.ana,
            location=clinic.ids.birmingham,
            starts=TEN,
            passed_reason="as agreed",
        )
    ana.write(course_steps.take_back, stepped)
    assert clinic.rows(ROWS) == was


def test_a_session_that_the_clinic_cancels_is_booked_again_for_everybody_who_has_one_left(clinic: Clinic) -> None:
    group = opened(clinic)
    ana, desk = clinic.as_role(THERAPIST), clinic.as_role(RECEPTIONIST)
    with pytest.raises(Refused, match="Every member's sessions are booked or held"):
        desk.write(group_courses.book_next, group.group, starts=at(later(9), 10))
    desk.write(series.cancel, group.appointments[3], by_clinic=True, reach=Reach.THIS)
    assert [member.left for member in ana.read(groups.page, group.group).members] == [1, 1, 1]
    made = desk.write(group_courses.book_next, group.group, starts=at(later(9), 10))
    assert len(made) == 3
    assert len(ana.read(groups.page, group.group).sessions) == 8
    desk.write(appointments.unbook, list(made))
    assert len(ana.read(groups.page, group.group).sessions) == 7


def test_a_groups_sessions_are_booked_by_no_other_path(clinic: Clinic) -> None:
    group = opened(clinic)
    desk, course = clinic.as_role(RECEPTIONIST), group.courses[0]
    desk.write(series.cancel, group.appointments[0], by_clinic=True, reach=Reach.THIS)
    before, free = clinic.count("appointment"), at(later(9), 14)
    ids = clinic.ids
    for call in (
        lambda: desk.write(courses.add_session, course, starts=free),
        lambda: desk.write(remaining.book_rest, course, starts=free, sessions=1),
        lambda: desk.write(series.make_up, group.appointments[0]),
        lambda: desk.write(
            appointments.book, patient=ids.maria, therapist=ids.ana, location=ids.birmingham, starts=free, course=course
        ),
    ):
        with pytest.raises(Refused, match="booked for all its members"):
            call()
    assert desk.read(next_weekly.proposal, ids.maria) is None
    assert clinic.count("appointment") == before


def test_the_individual_meeting_before_the_group_is_session_0(clinic: Clinic) -> None:
    group = opened(clinic)
    ids = clinic.ids
    clinic.as_role(RECEPTIONIST).write(
        appointments.book,
        patient=ids.maria,
        therapist=ids.ana,
        location=ids.birmingham,
        starts=at(later(0, 2), 10),
        kind=Kind.INTAKE,
        course=group.courses[0],
    )
    page = clinic.as_role(THERAPIST).read(course_page.page, group.courses[0])
    assert (len(page.visits), page.attendance.taken) == (9, 8)


def test_a_group_keeps_its_variant_and_its_therapist(clinic: Clinic) -> None:
    group = opened(clinic)
    ana = clinic.as_role(THERAPIST)
    for call in (
        lambda: ana.write(variant.change, group.courses[0], code="IPT16", reason="alone from now on"),
        lambda: ana.write(contract.change_therapist, group.courses[0], therapist=clinic.ids.ben, handover="Knows the aims."),
    ):
        with pytest.raises(Refused, match="group"):
            call()


def test_the_whole_group_moves_when_its_session_does(clinic: Clinic) -> None:
    group = opened(clinic)
    clinic.as_role(RECEPTIONIST).write(appointments.move, group.appointments[1], starts=at(later(1), 13))
    page = clinic.as_role(THERAPIST).read(groups.page, group.group)
    assert (page.sessions[0].starts, len(page.sessions[0].visits)) == (at(later(1), 13), 3)


def test_every_member_stands_on_today_with_her_number(clinic: Clinic) -> None:
    opened(clinic)
    board = clinic.as_role(RECEPTIONIST).read(today.board, on=later(1))
    assert [line.session for line in board] == ["1 of 8 · initial"] * 3
    lines = clinic.as_role(THERAPIST).read(listed.listing)
    assert [(line.variant, line.unbooked) for line in lines] == [("IPTG8", 0)] * 3
