"""Focus and events of a course: formulation in versions, areas with their own fields, a dispute's stages, life events."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QPlainTextEdit, QWidget

from ibh_desktop.domain.courses import Area
from ibh_desktop.domain.ids import CourseId
from ibh_desktop.domain.problems import FIELDS, Stage
from ibh_desktop.queries import course_page, life_events, problems
from ibh_desktop.queries.problems import DetailLine, Focus
from ibh_desktop.usecases import problems as writes
from tests.gui.conftest import SignIn
from tests.gui.hands import button, click, control, field_called, has_button, of, pick, press, seen, settle
from ui.dialogs.formulation import FormulationPanel
from ui.dialogs.life_event import LifeEventPanel
from ui.dialogs.problem import AreaPanel, StagePanel
from ui.places import Course
from ui.shell import Shell
from ui.views.course.events import EventsPart
from ui.views.course.focus import FocusPart
from ui.views.course.view import CourseView

FIRST = CourseId(1)


def section(shell: Shell, name: str) -> QWidget | None:
    """A section of the first course."""
    shell.open(Course(FIRST))
    settle()
    part = of(CourseView, shell.view()).sections.open(name)
    settle()
    return part


def focus_of(shell: Shell) -> Focus:
    """As the database has it."""
    return shell.app.read(problems.focus, FIRST)


def dispute(shell: Shell) -> DetailLine:
    """The details of the sample's dispute."""
    return next(line for line in focus_of(shell).details if line.area is Area.ROLE_DISPUTE)


def test_a_new_version_needs_its_reason_and_both_are_shown(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    part = of(FocusPart, section(shell, "focus"))
    press(part.write, Qt.Key.Key_Space)
    panel = of(FormulationPanel, shell.open_panel)
    pick(panel.primary, "Life change")
    control(panel.primary, Qt.Key.Key_Return)
    assert "Say why there is a new version." in seen(panel)
    press(panel.reason, "She moved in May")
    control(panel.reason, Qt.Key.Key_Return)
    newest, first = focus_of(shell).formulations
    assert (newest.edition, newest.primary, newest.reason) == (2, Area.ROLE_TRANSITION, "She moved in May")
    assert shell.app.read(course_page.page, FIRST).area is Area.ROLE_TRANSITION
    words = seen(part)
    assert "Why: She moved in May" in words
    assert "Version 1 ·" in words
    assert first.text in words


def test_nothing_is_chosen_by_itself_and_a_word_offers_more_than_one_area(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    data = focus_of(shell)
    fresh = FormulationPanel(shell, Focus(data.course, data.today, True, "marital conflict", None, (), (), ()))
    shell.panel(fresh)
    settle()
    assert fresh.primary.value() is None
    assert "can be conflict with another person or life change. You decide." in seen(fresh)
    press(of(QPlainTextEdit, field_called(fresh, "How the symptoms")), "Low since the quarrel.")
    control(fresh.primary, Qt.Key.Key_Return)  # the sample's own version is shown first
    control(fresh.primary, Qt.Key.Key_Return)
    assert "Choose the area that the course works on." in seen(fresh)


def test_what_another_desk_wrote_first_is_shown_and_what_is_typed_stays(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    part = of(FocusPart, section(shell, "focus"))
    click(part.write)
    panel = of(FormulationPanel, shell.open_panel)
    panel.words.setPlainText("Mine.")
    press(panel.reason, "News")
    shell.app.write(writes.formulate, FIRST, text="Theirs.", primary=Area.GRIEF, reason="First", seen=1)
    control(panel.reason, Qt.Key.Key_Return)
    assert "Yours is not lost" in seen(panel)
    assert "Theirs." in panel.theirs.text()
    assert panel.words.value() == "Mine."
    control(panel.reason, Qt.Key.Key_Return)
    assert [line.text for line in focus_of(shell).formulations][:2] == ["Mine.", "Theirs."]


def test_a_dispute_is_moved_and_its_history_stays(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    part = of(FocusPart, section(shell, "focus"))
    before = dispute(shell).stages
    press(button(part, "Move the stage"), Qt.Key.Key_Space)
    panel = of(StagePanel, shell.open_panel)
    pick(panel.stage, "Dissolution")
    assert "Beyond repair." in seen(panel)
    press(panel.note, "She has moved out")
    control(panel.note, Qt.Key.Key_Return)
    assert dispute(shell).stage is Stage.DISSOLUTION
    assert dispute(shell).stages[1:] == before
    words = seen(part)
    assert "Stage now: dissolution" in words
    assert "impasse: Silent for weeks" in words


def test_a_form_shows_only_the_fields_of_its_area(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    of(FocusPart, section(shell, "focus"))
    for area, fields in FIELDS.items():
        panel = AreaPanel(shell, focus_of(shell), area)
        shell.panel(panel)
        settle()
        assert list(panel.parts) == list(fields)
        assert set(fields.values()) <= set(seen(panel).split("\n"))


def test_details_are_changed_by_keyboard(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    part = of(FocusPart, section(shell, "focus"))
    press(button(part, "Details"), Qt.Key.Key_Space)
    panel = of(AreaPanel, shell.open_panel)
    pick(of(QComboBox, field_called(panel, "Where")), "work")
    pick(of(QComboBox, field_called(panel, "Person of the inventory")), "Mr. Dunn")
    control(field_called(panel, "Or somebody else"), Qt.Key.Key_Return)
    line = dispute(shell)
    assert (str(line.detail.setting), line.person_name) == ("work", "Mr. Dunn")
    assert "Mr. Dunn" in seen(part)
    shell.panel(AreaPanel(shell, focus_of(shell), Area.DEFICITS))
    settle()
    panel = of(AreaPanel, shell.open_panel)
    press(field_called(panel, "Contacts a week"), "few")
    control(field_called(panel, "Contacts a week"), Qt.Key.Key_Return)
    assert "“few” is not a number." in seen(panel)


def test_an_event_is_added_with_the_precision_that_is_known(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    part = of(EventsPart, section(shell, "events"))
    press(part.add, Qt.Key.Key_Space)
    panel = of(LifeEventPanel, shell.open_panel)
    press(panel.title, "Left school")
    press(panel.begins, "soon")
    control(panel.begins, Qt.Key.Key_Return)
    assert "“soon” is no date. Type 2019, March 2024 or 3/14/2024." in seen(panel)
    panel.begins.clear()
    press(panel.begins, "1999")
    press(panel.ends, "may 2001")
    control(panel.ends, Qt.Key.Key_Return)
    assert "Give both dates alike" in seen(panel)
    panel.ends.clear()
    press(panel.ends, "2001")
    control(panel.ends, Qt.Key.Key_Return)
    assert shell.open_panel is None
    assert part.table.rows_model.index(0, 0).data() == "1999 to 2001"


def test_an_event_is_changed_removed_and_brought_back(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    part = of(EventsPart, section(shell, "events"))
    titles = partial(lambda: [line.about.title for line in shell.app.read(life_events.events, FIRST).events])
    part.table.setFocus()
    press(part.table, Qt.Key.Key_Return)
    panel = of(LifeEventPanel, shell.open_panel)
    panel.title.setText("Parents divorced")
    control(panel.title, Qt.Key.Key_Return)
    assert titles()[0] == "Parents divorced"
    part.table.setFocus()
    press(part.table, Qt.Key.Key_Delete)
    assert "Parents divorced" not in titles()
    control(part.table, Qt.Key.Key_Z)
    assert titles()[0] == "Parents divorced"
    part.table.choose(shell.app.read(life_events.events, FIRST).events[1].id)
    press(part.table, Qt.Key.Key_Return)
    part.table.selectRow(0)
    gone = of(LifeEventPanel, shell.open_panel).title.text()
    click(button(of(LifeEventPanel, shell.open_panel), "Remove"))
    assert gone not in titles(), "the one in the panel goes, not the one that is chosen by now"
    assert "Parents divorced" in titles()


def test_a_receptionist_sees_the_timeline_alone(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    shell.open(Course(FIRST))
    settle()
    view = of(CourseView, shell.view())
    assert [part.id for part in view.sections.all] == ["timeline"]
    assert not has_button(view, "Add a person")
