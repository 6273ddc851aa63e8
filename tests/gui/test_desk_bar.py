"""The tabs above the front desk's pages."""

from __future__ import annotations

from PySide6.QtCore import Qt

from tests.gui.conftest import SignIn
from tests.gui.hands import press
from ui.desk_bar import PAGES
from ui.places import Courses, Today


def test_the_tabs_lead_to_every_page_of_the_desk_by_keys_and_say_where_we_are(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    bar = shell.desk_bar
    assert [bar.tabText(n) for n in range(bar.count())] == [c.label for name in PAGES for c in shell.commands if c.id == name]
    bar.setFocus()
    for number, place in enumerate(PAGES.values()):
        assert type(shell.place) is place
        assert bar.currentIndex() == number
        assert shell.rail._buttons["go.today"][0].isChecked()
        bar.setFocus()
        press(bar, Qt.Key.Key_Right)


def test_other_pages_show_no_tabs_of_the_desk(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    assert shell.desk_bar.isVisible()
    shell.open(Courses())
    assert not shell.desk_bar.isVisible()
    shell.open(Today())
    assert shell.desk_bar.isVisible()
