"""Forms in the side panel: where a refusal stands, and the keys that close and save."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from ibh_desktop.domain.errors import Refused, Unavailable
from tests.gui.hands import HeldTasks, SmallDesk, button, click, control, press, seen
from ui.kit.fields import ClockField
from ui.kit.form import FormPanel
from ui.kit.inputs import TextField

Show = Callable[[QWidget], QWidget]


class NamePanel(FormPanel):
    """A name and a time; `refusal` is what the write says."""

    def __init__(self, desk: SmallDesk) -> None:
        super().__init__(desk, "Name somebody")
        self.name, self.at = TextField(), ClockField()
        self.refusal: Exception | None = None
        self.written: list[str] = []
        self.field("name", "Name", self.name)
        self.field("at", "Time", self.at)
        self.done_adding()

    def save(self) -> Callable[[], object]:
        name, at = self.name.value(), self.read("at")

        def write() -> None:
            if self.refusal is not None:
                raise self.refusal
            self.written.append(f"{name} {at}")

        return write


def _panel(shown: Show, desk: SmallDesk) -> tuple[NamePanel, list[str]]:
    panel = NamePanel(desk)
    shown(panel)
    panel.focus_first()
    closed: list[str] = []
    panel.closed.connect(lambda: closed.append("closed"))
    return panel, closed


def test_ctrl_enter_saves_from_any_field_and_closes(shown: Show, small_desk: SmallDesk) -> None:
    panel, closed = _panel(shown, small_desk)
    press(panel.name, "Ada")
    press(panel.at, "930")
    control(panel.at, Qt.Key.Key_Return)
    assert panel.written == ["Ada 09:30:00"]
    assert closed == ["closed"]


def test_esc_closes_without_saving(shown: Show, small_desk: SmallDesk) -> None:
    panel, closed = _panel(shown, small_desk)
    press(panel.name, "Ada")
    press(panel.name, Qt.Key.Key_Escape)
    assert closed == ["closed"]
    assert panel.written == []


def test_what_cannot_be_read_is_said_at_its_field_which_gets_the_cursor(shown: Show, small_desk: SmallDesk) -> None:
    panel, closed = _panel(shown, small_desk)
    press(panel.at, "half past")
    click(button(panel, "Save"))
    assert "“half past” is not a time." in seen(panel)
    assert panel.at.property("wrong") is True
    assert panel.at.hasFocus()
    assert not panel.problem.isVisible()
    assert closed == []


def test_a_refusal_of_the_write_stands_at_the_field_it_names(shown: Show, small_desk: SmallDesk) -> None:
    panel, _ = _panel(shown, small_desk)
    panel.at.setText("9")
    panel.refusal = Refused("Somebody is called that already.", field="name")
    click(button(panel, "Save"))
    assert "Somebody is called that already." in seen(panel)
    assert panel.name.property("wrong") is True
    panel.refusal = None
    click(button(panel, "Save"))
    assert panel.name.property("wrong") is False
    assert panel.written


def test_a_refusal_about_no_field_stands_beside_save(shown: Show, small_desk: SmallDesk) -> None:
    panel, _ = _panel(shown, small_desk)
    panel.at.setText("9")
    panel.refusal = Unavailable("The database is out of reach.")
    click(button(panel, "Save"))
    assert panel.problem.isVisible()
    assert panel.problem.text() == "The database is out of reach."
    assert small_desk.failures == []


def test_a_bug_goes_to_the_desk_and_the_form_stays(shown: Show, small_desk: SmallDesk) -> None:
    panel, closed = _panel(shown, small_desk)
    panel.at.setText("9")
    panel.refusal = KeyError("name")
    click(button(panel, "Save"))
    assert small_desk.failures == [panel.refusal]
    assert closed == []
    assert button(panel, "Save").isEnabled()


def test_ctrl_enter_twice_saves_once(shown: Show) -> None:
    tasks = HeldTasks()
    panel, closed = _panel(shown, SmallDesk(tasks))
    panel.at.setText("9")
    control(panel.name, Qt.Key.Key_Return)
    control(panel.name, Qt.Key.Key_Return)
    while tasks.jobs:
        tasks.release()
    assert len(panel.written) == 1
    assert closed == ["closed"]


def test_every_field_has_its_title_as_accessible_name(shown: Show, small_desk: SmallDesk) -> None:
    panel, _ = _panel(shown, small_desk)
    assert (panel.name.accessibleName(), panel.at.accessibleName()) == ("Name", "Time")
    assert panel.accessibleName() == "Name somebody"


def test_tab_goes_down_the_fields_in_the_order_of_the_eye(shown: Show, small_desk: SmallDesk) -> None:
    panel, _ = _panel(shown, small_desk)
    assert panel.name.hasFocus()
    press(panel.name, Qt.Key.Key_Tab)
    assert panel.at.hasFocus()
