"""A group in the window: opened in the booking panel, joined from a member's course, and who came ticked by keys."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from PySide6.QtCore import Qt

from ibh_desktop.domain.appointments import Kind
from ibh_desktop.domain.ids import GroupId, LocationId, PatientId, TherapistId
from ibh_desktop.queries import course_contract, course_page, free_slots, groups
from ibh_desktop.queries.groups import GroupPage
from ibh_desktop.store.schema import Course as CourseRow
from ibh_desktop.store.schema import TherapyGroup
from ibh_desktop.store.tx import Reading
from ibh_desktop.usecases import appointments, series
from ibh_desktop.usecases.patients import Details, register
from tests.gui.conftest import SignIn
from tests.gui.hands import button, click, control, has_button, of, pick, press, seen, settle
from tests.integration.world import Clock
from ui.dialogs.ask import AskPanel
from ui.dialogs.book import BookPanel
from ui.dialogs.group import AttendancePanel, GroupPanel
from ui.places import Course
from ui.shell import Shell
from ui.views.course.contract import ContractPart
from ui.views.course.view import CourseView

NAMES = ("Tresvant", "Quillfeather", "Umberto", "Xanthos")


def _newcomers(desk: Shell) -> list[PatientId]:
    return [desk.app.write(register, Details("Wilhelmina", name, date(1991, 4, 9))) for name in NAMES]


def _opened(shell: Shell) -> GroupPage:
    """A group of three with Ana, opened by keys and Ctrl+Enter."""
    control(shell, Qt.Key.Key_B)
    panel = of(BookPanel, shell.open_panel)
    press(panel.patient, NAMES[0].lower())
    press(panel.patient, Qt.Key.Key_Return)
    pick(panel.what, "Group IPT, 8 sessions")
    for name in NAMES[1:3]:
        press(panel.more, name.lower())
        press(panel.more.picker, Qt.Key.Key_Return)
    pick(panel.therapist, "Ana Lee")
    assert "Six to ten patients are usual" in seen(panel)
    if panel.passed.isVisible():
        panel.passed.setText("as agreed")
    control(panel.patient, Qt.Key.Key_Return)
    assert shell.open_panel is None, panel.problem.text()
    return _newest(shell)


def _newest(shell: Shell) -> GroupPage:
    def find(reading: Reading) -> GroupId:
        return GroupId(max(row.id for row in reading.session.query(TherapyGroup)))

    return shell.app.read(groups.page, shell.app.read(find))


def _page(shell: Shell, known: GroupPage) -> GroupPage:
    return shell.app.read(groups.page, known.id)


def _meets_ana(desk: Shell, patient: PatientId, page: GroupPage) -> None:
    """The individual meeting before the group, on the evening before its first session."""
    course = desk.app.read(lambda r: r.session.get_one(CourseRow, page.members[0].course))
    ana, here = TherapistId(course.therapist_id), LocationId(course.location_id)
    free = desk.app.read(free_slots.search, minutes=60, therapists=[ana], locations=[here], kind=Kind.INTAKE)
    write, starts = desk.app.write, free[0].starts
    write(
        appointments.book,
        patient=patient,
        therapist=ana,
        location=here,
        starts=starts,
        kind=Kind.INTAKE,
        passed_reason="as agreed",
    )


def _group_panel(shell: Shell, page: GroupPage) -> GroupPanel:
    shell.open(Course(page.members[0].course))
    settle()
    view = of(CourseView, shell.view())
    part = view.sections.open("contract")
    settle()
    click(button(of(ContractPart, part), "Group…"))
    return of(GroupPanel, shell.open_panel)


def test_a_group_is_opened_in_one_booking_and_undone_for_everybody(shell_as: SignIn) -> None:
    desk = shell_as("receptionist")
    _newcomers(desk)
    page = _opened(desk)
    assert desk.toast.text.startswith("A group of 3 from ")
    assert len(page.members) == 3
    assert [len(session.visits) for session in page.sessions] == [3] * 8
    click(button(desk.toast, "Undo"))
    assert _page(desk, page).members == ()


def test_a_group_of_one_is_refused_at_the_other_patients(shell_as: SignIn) -> None:
    desk = shell_as("receptionist")
    _newcomers(desk)
    control(desk, Qt.Key.Key_B)
    panel = of(BookPanel, desk.open_panel)
    press(panel.patient, "tresvant")
    press(panel.patient, Qt.Key.Key_Return)
    pick(panel.what, "Group IPT, 8 sessions")
    panel.passed.setText("as agreed")
    control(panel.patient, Qt.Key.Key_Return)
    assert "two patients or more" in seen(panel)


def test_the_courses_page_shows_the_group_and_takes_one_more_member(shell_as: SignIn, clock: Clock) -> None:
    desk = shell_as("receptionist")
    guests = _newcomers(desk)
    page = _opened(desk)
    _meets_ana(desk, guests[3], page)
    ana = shell_as("therapist")
    panel = _group_panel(ana, page)
    assert "3 of 10 places taken" in seen(panel)
    assert has_button(panel, "Tresvant, Wilhelmina · 0 of 8 held")
    assert not has_button(panel, "Who came…")
    assert not has_button(panel, "One more session…")
    part = of(CourseView, ana.view()).sections.open("contract")
    assert part is not None
    assert not has_button(part, "Variant…")
    assert not has_button(part, "Another therapist…")
    click(button(panel, "Add a member…"))
    asked = of(AskPanel, ana.open_panel)
    picker = asked._fields["patient"][0]
    control(asked, Qt.Key.Key_Return)
    assert "Choose a patient" in seen(asked)
    press(picker, "xanthos")
    press(picker, Qt.Key.Key_Return)
    control(asked, Qt.Key.Key_Return)
    assert ana.toast.text == "Joined for 8 sessions"
    assert [len(session.visits) for session in _page(ana, page).sessions] == [4] * 8
    ana.toast.undo()
    settle()
    assert len(_page(ana, page).members) == 3


def test_who_came_is_ticked_with_the_space_bar_and_undone(shell_as: SignIn, clock: Clock) -> None:
    desk = shell_as("receptionist")
    _newcomers(desk)
    page = _opened(desk)
    ana = shell_as("therapist")
    clock.now = page.sessions[0].starts + timedelta(hours=1, minutes=40)
    panel = _group_panel(ana, page)
    click(button(panel, "Who came…"))
    asked = of(AttendancePanel, ana.open_panel)
    tick = next(iter(asked.ticks.values()))
    assert tick.hasFocus()
    press(tick, Qt.Key.Key_Space)
    control(asked, Qt.Key.Key_Return)
    assert ana.toast.text == "2 of 3 came"
    held = [ana.app.read(course_page.page, member.course).attendance for member in page.members]
    assert sorted((one.delivered, one.no_show) for one in held) == [(0, 1), (1, 0), (1, 0)]
    ana.toast.undo()
    settle()
    held = [ana.app.read(course_page.page, member.course).attendance for member in page.members]
    assert [one.delivered for one in held] == [0, 0, 0]


def test_a_session_that_was_cancelled_is_booked_again_for_all(shell_as: SignIn, clock: Clock) -> None:
    desk = shell_as("receptionist")
    _newcomers(desk)
    page = _opened(desk)
    ana = shell_as("therapist")
    desk.app.write(series.cancel, page.sessions[7].visits[0].id, by_clinic=True)
    panel = _group_panel(ana, page)
    click(button(panel, "One more session…"))
    asked = of(AskPanel, ana.open_panel)
    assert "3 members have a session left" in seen(asked)
    asked._fields["passed_reason"][0].setText("as agreed")  # type: ignore[attr-defined]
    control(asked, Qt.Key.Key_Return)
    assert ana.toast.text == "Booked for 3 members"
    assert len(ana.app.read(groups.page, page.id).sessions) == 8
    ana.toast.undo()
    settle()
    assert len(ana.app.read(groups.page, page.id).sessions) == 7


def test_the_members_course_page_has_no_booking_of_its_own(shell_as: SignIn, clock: Clock) -> None:
    desk = shell_as("receptionist")
    _newcomers(desk)
    page = _opened(desk)
    ana = shell_as("therapist")
    ana.open(Course(page.members[0].course))
    settle()
    view = of(CourseView, ana.view())
    assert not view.button("book").isVisible()
    assert "Group IPT, 8 sessions" in seen(view)
    assert ana.app.read(course_contract.page, page.members[0].course).group == page.id
    assert isinstance(page.next_at, datetime)


def test_a_members_name_opens_her_course(shell_as: SignIn) -> None:
    desk = shell_as("receptionist")
    _newcomers(desk)
    page = _opened(desk)
    ana = shell_as("therapist")
    panel = _group_panel(ana, page)
    other = page.members[2]
    link = button(panel, other.name)
    link.setFocus()
    press(link, Qt.Key.Key_Space)
    assert ana.place == Course(other.course)
