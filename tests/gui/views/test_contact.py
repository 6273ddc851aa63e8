"""How a patient is reached: typed in the panel, shown in the file, wrong input said at its field."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from ibh_desktop.queries import contact
from tests.gui.call_hands import calls_view, plain
from tests.gui.conftest import SignIn
from tests.gui.hands import button, click, control, field_called, has_button, of, press, seen, settle
from ui.dialogs.contact import ContactPanel
from ui.places import Patients
from ui.shell import Shell
from ui.views.patients.view import PatientsView


def _file(shell: Shell) -> PatientsView:
    view = calls_view(shell)
    shell.open(Patients(plain(view).patient))
    settle()
    return of(PatientsView, shell.view())


def test_wishes_are_typed_in_the_file_and_stand_there_in_one_line(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    page = _file(shell)
    assert "no wishes noted" in seen(page.file)
    click(button(page.file, "Reach"))
    panel = of(ContactPanel, shell.open_panel)
    assert panel.channel.hasFocus()
    for name, words in (
        ("Safe to call from", "9"),
        ("until", "5p"),
        ("Language", "Spanish"),
        ("In an emergency", "Rosa"),
        ("Phone", "205 555 0199"),
    ):
        press(field_called(panel, name), words)
    press(panel.interpreter, Qt.Key.Key_Space)
    press(panel.voicemail, Qt.Key.Key_Up)
    control(panel, Qt.Key.Key_Return)
    words = seen(page.file)
    assert "Call 9–17, no voicemail, Spanish interpreter" in words
    assert "Mind: no voicemail" in words
    assert "Rosa, (205) 555-0199" in words
    control(shell, Qt.Key.Key_Z)
    assert "no wishes noted" in seen(page.file)
    assert "Mind:" not in seen(page.file)


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("until", "8", "It ends at 8, before it begins."),
        ("until", "noon-ish", "is not a time"),
        ("Ask for", "x" * 300, "A name can have 100 characters"),
        ("The caller says", "the <b>therapy</b> office", "tells what kind of place calls"),
        ("Phone", "nobody", "is not a phone number"),
    ],
)
def test_what_cannot_be_so_is_said_at_its_field_and_nothing_is_kept(
    shell_as: SignIn, field: str, typed: str, words: str
) -> None:
    shell = shell_as("receptionist")
    page = _file(shell)
    click(button(page.file, "Reach"))
    panel = of(ContactPanel, shell.open_panel)
    for name, good in (("Safe to call from", "9"), ("until", "17"), ("In an emergency", "Rosa")):
        press(field_called(panel, name), good)
    if field == "until":
        panel.safe_to.clear()
    press(field_called(panel, field), typed)
    control(panel, Qt.Key.Key_Return)
    assert shell.open_panel is panel
    assert words in seen(panel)
    assert shell.app.read(contact.known, panel._patient).version == 0


def test_a_lead_reads_wishes_but_cannot_change_them(shell_as: SignIn) -> None:
    page = _file(shell_as("lead"))
    assert "no wishes noted" in seen(page.file)
    assert not has_button(page.file, "Reach")
