"""One course of sixteen sessions through the real window, from the booking to what lingers: a story with keys and clicks."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget

from ibh_desktop.bootstrap import sign_in
from ibh_desktop.domain.appointments import UPCOMING
from ibh_desktop.domain.courses import CourseStatus
from ibh_desktop.domain.goals import GoalStatus
from ibh_desktop.domain.ids import CourseId, PatientId
from ibh_desktop.domain.lingering import Disposition
from ibh_desktop.domain.phases import Phase
from ibh_desktop.home import Home
from ibh_desktop.letters import timeline_art
from ibh_desktop.queries import course_lanes, course_page, goals, patient_file
from ibh_desktop.sample.size import PASSWORD
from ibh_desktop.usecases import clinic as setup
from ibh_desktop.usecases.patients import Details, register
from tests.gui.conftest import SignIn
from tests.gui.hands import NOW, button, click, control, of, pick, press, seen, settle
from tests.integration.world import Clock
from ui.dialogs.ask import AskPanel
from ui.dialogs.book import BookPanel
from ui.dialogs.goal import AfterGoalPanel, GoalPanel
from ui.dialogs.issue import IssuePanel
from ui.dialogs.measure import MeasurePanel
from ui.dialogs.safety_notice import SafetyDialog
from ui.places import Course, Today
from ui.shell import Shell
from ui.views.course.view import CourseView
from ui.views.today.view import TodayView


class Story:
    """The window of whoever acts, and the clock; every step goes through the widgets that staff use."""

    def __init__(self, shell: Shell, clock: Clock) -> None:
        self.shell, self.clock = shell, clock
        born = datetime(1991, 4, 9, tzinfo=UTC).date()
        self.patient: PatientId = shell.app.write(register, Details("Wilhelmina", "Tresvant", born))
        self.course = CourseId(0)

    def page(self) -> course_page.CoursePage:
        """The course as it stands."""
        return self.shell.app.read(course_page.page, self.course)

    def view(self) -> CourseView:
        """The course page, opened anew."""
        self.shell.open(Course(self.course))
        settle()
        return of(CourseView, self.shell.view())

    def ask(self, words: str, **fields: str) -> None:
        """Press a button of the contract, fill the form in, save it."""
        view = self.view()
        part = view.sections.open("contract")
        assert part is not None
        settle()
        click(button(part, words))
        self.fill(**fields)

    def fill(self, **fields: str) -> None:
        """Fill in the form that is open, and save it."""
        panel = of(AskPanel, self.shell.open_panel)
        for name, text in fields.items():
            widget: QWidget = panel._fields[name][0]
            getattr(widget, "setPlainText", getattr(widget, "setText", None))(text)  # type: ignore[misc]
        control(panel, Qt.Key.Key_Return)
        assert self.shell.open_panel is None, panel.problem.text()

    def book(self) -> None:
        """The whole course, at the first hour that is offered from tomorrow on."""
        panel = BookPanel(self.shell, patient=self.patient, course=True)
        self.shell.panel(panel)
        pick(panel.therapist, "Ana Lee")
        settle()
        control(panel, Qt.Key.Key_Return)
        if self.shell.open_panel is panel:
            panel.passed.setText("The only hour she can come")
            control(panel, Qt.Key.Key_Return)
        assert self.shell.open_panel is None, seen(panel)
        self.course = self.shell.app.read(patient_file.file, self.patient).courses[0].id

    def attend(self, *, comes: bool = True) -> None:
        """The next session on Today: arrived, in session, done; or a no-show after the grace."""
        visits = self.shell.app.read(patient_file.file, self.patient).visits
        starts = min(visit.starts for visit in visits if visit.status in UPCOMING)
        self.clock.now = starts.astimezone(UTC) + timedelta(minutes=-3 if comes else 16)
        self.shell.open(Today())
        view = of(TodayView, self.shell.view())
        view.stale()
        settle()
        view.choose(self.patient)
        for key, minutes in (("a", 4), ("s", 50), ("d", 1)) if comes else (("n", 1),):
            press(view, key)
            self.clock.now += timedelta(minutes=minutes)

    def phq9(self, answers: str, *, alarm: bool = False) -> None:
        """Nine keys and Ctrl+Enter."""
        click(self.view().button("PHQ-9"))
        panel = of(MeasurePanel, self.shell.open_panel)
        press(panel.items, answers)
        control(panel.items, Qt.Key.Key_Return)
        if alarm:
            click(button(of(SafetyDialog, QApplication.activeModalWidget()), "I will see to it now"))


def test_a_whole_course_is_played_from_its_booking_to_what_lingers(
    shell_as: SignIn, sample_home: Home, clock: Clock, tmp_path: Path
) -> None:
    boss = sign_in(sample_home, "morgan", PASSWORD, clock=Clock(NOW))
    for name in ("most_a_day", "most_in_a_row"):
        boss.write(setup.change_setting, name, "20")
    boss.close()
    story = Story(shell_as("receptionist"), clock)
    story.book()
    assert story.page().status is CourseStatus.DRAFT
    click(story.view().button("start"))
    story.fill()
    story.shell = shell_as("therapist")
    _initial_phase(story)
    _middle_phase(story)
    _ending(story)
    _picture_and_paper(story, tmp_path)


def _initial_phase(story: Story) -> None:
    story.attend()
    story.phq9("222222221", alarm=True)
    assert story.page().open_safety == 1
    click(story.view().button("goal"))
    panel = of(GoalPanel, story.shell.open_panel)
    press(panel.title, "Say what I need at home")
    control(panel.title, Qt.Key.Key_Return)
    story.attend()
    story.attend(comes=False)
    story.attend()
    assert story.page().attendance.no_show == 1
    click(story.view().button("phase"))
    story.fill(override="Seen on paper, all of it")
    assert story.page().phase is Phase.MIDDLE


def _middle_phase(story: Story) -> None:
    for number in range(4, 14):
        story.attend()
        if number in (8, 12):
            story.phq9("111110110" if number == 8 else "101010100")
    part = story.view().sections.open("goals")
    assert part is not None
    settle()
    press(part, "7")
    assert story.shell.app.read(goals.section, story.course).goals[0].ratings[-1] == 7
    click(story.view().button("phase"))
    assert story.page().phase is Phase.ENDING
    assert story.page().attendance.delivered == 13


def _ending(story: Story) -> None:
    story.attend()
    story.attend()
    assert (story.page().attendance.delivered, story.page().attendance.upcoming) == (15, 0)
    story.ask("Length…", planned="17", reason="One was missed, and the ending needs time")
    assert story.page().planned == 17
    for _ in range(2):
        click(story.view().button("book"))
        panel = of(BookPanel, story.shell.open_panel)
        control(panel, Qt.Key.Key_Return)
        if story.shell.open_panel is panel:
            panel.passed.setText("She asked for it")
            control(panel, Qt.Key.Key_Return)
        story.attend()
    assert story.page().attendance.delivered == 17
    _close_goal(story)
    story.phq9("000001000")
    story.ask("Complete…", override="All done and told in the last session")
    assert story.page().status is CourseStatus.COMPLETED


def _close_goal(story: Story) -> None:
    view = story.view()
    item = next(item for item in view.timeline.items if item.kind == "goal")
    view._open_item(item)
    panel = of(GoalPanel, story.shell.open_panel)
    pick(panel.status, "Partly")
    control(panel.status, Qt.Key.Key_Return)
    after = of(AfterGoalPanel, story.shell.open_panel)
    click(button(after, "Note what lingers"))
    issue = of(IssuePanel, story.shell.open_panel)
    pick(issue.disposition, "Referral elsewhere")
    control(issue.text, Qt.Key.Key_Return)
    section = story.shell.app.read(goals.section, story.course)
    assert [goal.status for goal in section.goals] == [GoalStatus.PARTLY]
    assert [line.disposition for line in section.issues] == [Disposition.REFERRAL_OUT]


def _picture_and_paper(story: Story, out: Path) -> None:
    view = story.view()
    view.grab().save(str(out / "timeline.png"))
    assert not QImage(str(out / "timeline.png")).isNull()
    spoken = " ".join(item.words for item in view.timeline.items)
    for told in ("no-show", "PHQ-9 17", "PHQ-9 1 ", "Say what I need at home", "Session 17 of 17"):
        assert told in spoken, told
    pdf = timeline_art.pdf(story.shell.app.read(course_lanes.sheet, story.course))
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    assert "Tresvant" in text
    assert "PHQ-9" in text
