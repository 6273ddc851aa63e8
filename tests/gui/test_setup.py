"""First run: from the set-up page to an opened clinic; and the way back in when a password is lost."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from ibh_desktop.bootstrap import found, sign_in
from ibh_desktop.home import Home
from tests.gui.hands import button, click, of, press, seen, settle, shell_of
from tests.integration.world import MANAGER, PASSWORD, founding
from ui.places import Today
from ui.setup import RecoverPage, RecoveryKeyPage, SetUpPage
from ui.signin import SignInPage
from ui.window import Window

Open = Callable[..., Window]
NEW = "four unrelated words here"
ANSWERS = {
    "clinic": "Riverside Clinic",
    "locations": "Huntsville, 100 Main St, 256 555 0142\nMobile, 2 Bay Ave, 251 555 0143",
    "manager": "Morgan Avery",
    "username": "morgan",
    "password": PASSWORD,
    "again": PASSWORD,
}


def _fill(window: Window, **changes: str) -> SetUpPage:
    page = of(SetUpPage, window.centralWidget())
    for name, text in (ANSWERS | changes).items():
        field = getattr(page, name)
        field.clear()
        press(field, text) if name != "locations" else field.setPlainText(text)
    click(page.button)
    return page


def _key(page: RecoveryKeyPage) -> list[str]:
    return [label.text() for label in page.findChildren(QLabel) if re.fullmatch(r"[A-Z0-9]{5}", label.text())]


def _type_back(page: RecoveryKeyPage, groups: list[str]) -> None:
    for field in page.fields:
        field.clear()
        number = int(field.accessibleName().removeprefix("Group "))
        press(field, groups[number - 1].lower())
    click(button(page, "I have it"))


def test_a_first_run_asks_for_clinic_locations_and_manager_and_shows_the_key_once(window_on: Open, home: Home) -> None:
    window = window_on(home, needs_set_up=True)
    assert str(home.folder) in seen(window)
    _fill(window)
    page = of(RecoveryKeyPage, window.centralWidget())
    groups = _key(page)
    assert len(groups) == 8
    _type_back(page, groups)
    shell = shell_of(window)
    assert shell.place == Today()
    assert [place.name for place in shell.locations] == ["Huntsville", "Mobile"]
    assert shell.app.actor.role.value == "manager"
    assert "invented" not in seen(window)


def test_the_key_page_stays_until_both_groups_are_right(window_on: Open, home: Home) -> None:
    window = window_on(home, needs_set_up=True)
    _fill(window)
    page = of(RecoveryKeyPage, window.centralWidget())
    _type_back(page, ["WRONG"] * 8)
    assert "not those of the key" in seen(page)
    assert window.shell is None
    _type_back(page, _key(page))
    assert window.shell is not None


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"again": "something else here"}, "The two passwords differ"),
        ({"password": "short", "again": "short"}, "15"),
        ({"locations": ""}, "at least one location"),
        ({"clinic": ""}, "clinic's name"),
        ({"manager": ""}, "your name"),
        ({"username": "not a name!"}, "name"),
        ({"locations": "Mobile\nMobile"}, "same name"),
        ({"locations": "Mobile, Bay Ave, 1234567"}, "phone"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_what_is_wrong_is_said_and_nothing_is_founded(window_on: Open, home: Home, changes: dict[str, str], words: str) -> None:
    window = window_on(home, needs_set_up=True)
    page = _fill(window, **changes)
    assert window.centralWidget() is page
    assert page.problem.isVisible()
    assert words in page.problem.text()
    assert page.button.isEnabled()
    assert home.is_new


def test_a_corrected_answer_goes_through(window_on: Open, home: Home) -> None:
    window = window_on(home, needs_set_up=True)
    _fill(window, again="something else here")
    _fill(window)
    assert isinstance(window.centralWidget(), RecoveryKeyPage)


def _recover(window: Window, code: str, user: str, password: str) -> RecoverPage:
    click(button(of(SignInPage, window.centralWidget()), "Use the recovery key"))
    page = of(RecoverPage, window.centralWidget())
    for field, text in ((page.code, code), (page.user, user), (page.password, password)):
        press(field, text)
    click(button(page, "Set password"))
    return page


def test_the_recovery_key_opens_the_clinic_and_sets_a_new_password(window_on: Open, home: Home) -> None:
    app, code = found(home, founding())
    app.close()
    window = window_on(home)
    _recover(window, code.lower(), MANAGER, NEW)
    assert shell_of(window).app.actor.username == MANAGER
    window.lock()
    settle()
    page = of(SignInPage, window.centralWidget())
    press(page.password, NEW)
    press(page.password, Qt.Key.Key_Return)
    assert window.shell is not None
    sign_in(home, MANAGER, NEW).close()


def test_a_wrong_key_or_a_short_password_is_refused_and_back_leads_back(window_on: Open, home: Home) -> None:
    app, code = found(home, founding())
    app.close()
    window = window_on(home)
    page = _recover(window, "-".join(["AAAAA"] * 8), MANAGER, NEW)
    assert page.problem.isVisible()
    assert page.problem.text().endswith(".")
    page.code.clear()
    page.password.clear()
    press(page.code, code)
    press(page.password, "short")
    click(button(page, "Set password"))
    assert "15" in page.problem.text()
    assert window.shell is None
    click(button(page, "Back"))
    assert isinstance(window.centralWidget(), SignInPage)
    sign_in(home, MANAGER, PASSWORD).close()
