"""Every page in both sizes and schemes: drawn, in reach, and with no word cut off."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QWidget

from ibh_desktop.domain.ids import PatientId
from ibh_desktop.queries import patients
from tests.gui.conftest import SignIn
from tests.gui.hands import of, settle
from tests.gui.looking import beyond, cut_off, shades
from tests.gui.pages import FIRST, panels, places
from ui.kit import theme
from ui.places import Course
from ui.shell import Shell
from ui.signin import SignInPage
from ui.views.course.view import CourseView

ROOT = Path(__file__).resolve().parents[2]
SIZES = [(1280, 800), (1024, 700)]


def _own(shell: Shell) -> PatientId:
    """A patient whom whoever is signed in may see."""
    hits = shell.app.read(patients.search, "a")
    return hits[0].id


def _complaints(shell: Shell, name: str) -> list[str]:
    window = shell.window()
    return [f"{name}: {words}" for words in (*cut_off(window), *beyond(window))]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("role", ["therapist", "manager"])
def test_every_page_is_drawn_and_no_word_is_cut_off(
    qapp: QApplication, shell_as: SignIn, scheme: str, size: tuple[int, int], role: str
) -> None:
    theme.apply(qapp, scheme)
    shell = shell_as(role)
    shell.window().resize(*size)
    complaints = []
    ground = QColor(theme.DARK.page if scheme == "dark" else theme.LIGHT.page).rgb()
    for place in places(shell, _own(shell)):
        if shell.place != place:
            shell.open(place)
        settle()
        assert shell.window().size().toTuple() == size, place
        drawn = shades(shell.window())
        assert ground in drawn, place
        assert len(drawn) > 4, place
        complaints += _complaints(shell, type(place).__name__)
    assert complaints == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_every_section_of_a_course_is_drawn_and_no_word_is_cut_off(
    qapp: QApplication, shell_as: SignIn, scheme: str, size: tuple[int, int]
) -> None:
    theme.apply(qapp, scheme)
    shell = shell_as("therapist")
    shell.window().resize(*size)
    shell.open(Course(FIRST))
    settle()
    view = of(CourseView, shell.view())
    complaints = []
    for section in view.sections.all:
        view.sections.open(section.id)
        settle()
        assert shell.window().size().toTuple() == size, section.id
        assert len(shades(shell.window())) > 4, section.id
        complaints += _complaints(shell, section.id)
    assert complaints == []


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_every_panel_fits_beside_its_page(shell_as: SignIn, size: tuple[int, int], tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text("Last Name,First Name,Birth Date\nA,B,3/14/1985\nC,D,13/31/1984\n", encoding="utf-8")
    shell = shell_as("therapist")
    shell.window().resize(*size)
    complaints = []
    for panel in panels(shell, _own(shell), file):
        if shell.open_panel is not panel:
            shell.panel(panel)
        settle()
        complaints += _complaints(shell, panel.accessibleName().split(" · ")[0])
    assert complaints == []


def test_the_sign_in_page_has_room_for_its_words(shown: Callable[[QWidget], QWidget]) -> None:
    people = [(f"user{n}", f"Somebody Named {n}", "clinical lead") for n in range(6)]
    page = SignInPage(lambda _user, _password: None, people=people)
    page.resize(1024, 700)
    shown(page)
    page.refuse("This name and password do not go together. Check the Caps Lock key and try again.")
    settle()
    assert cut_off(page) == []


DOUBLE = """
import sys
from pathlib import Path
from tests.gui.hands import NOW, ROLES, settle, shell_of
from tests.gui.looking import cut_off, beyond
from tests.gui.pages import places
from ibh_desktop.home import Home
from ibh_desktop.queries.course_page import page
from ibh_desktop.sample.size import PASSWORD
from ui.app import application
from ui.kit.tasks import InlineTasks
from ui.window import Window
app = application("light")
window = Window(Home(Path(sys.argv[1])), InlineTasks(), clock=lambda: NOW)
window.resize(1024, 700)
window.show()
window.sign_in(ROLES["therapist"], PASSWORD)
settle()
shell = shell_of(window)
print(window.devicePixelRatioF())
patient = shell.app.read(page, 1).patient
for place in places(shell, patient):
    if shell.place != place:
        shell.open(place)
    settle()
    picture = window.grab()
    assert picture.width() == 2048, picture.width()
    for words in (*cut_off(window), *beyond(window)):
        print(type(place).__name__, words)
window.close()
"""


def test_at_200_percent_no_word_is_cut_off_either(template: Path, tmp_path: Path) -> None:
    copy = tmp_path / "sample"
    shutil.copytree(template, copy)
    env = {**os.environ, "QT_SCALE_FACTOR": "2", "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", DOUBLE, str(copy)], capture_output=True, text=True, encoding="utf-8", timeout=100, env=env
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout.splitlines() == ["2.0"]
