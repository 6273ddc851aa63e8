"""Backups as staff meet them: none of their business until one is missing, and the way back on one page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ibh_desktop.backup.making import make, shelf_of
from ibh_desktop.bootstrap import Founding, found, sign_in
from ibh_desktop.home import Home
from ibh_desktop.sample.size import PASSWORD as SAMPLE_PASSWORD
from ibh_desktop.security.passwords import SAMPLE
from ibh_desktop.usecases.clinic import change_setting
from tests.gui.hands import ROLES, button, click, has_button, of, press, settle, shell_of
from tests.gui.looking import beyond, cut_off
from tests.integration.world import MANAGER, PASSWORD, RECEPTIONIST, Clock
from ui.places import Settings
from ui.restoring import RestorePage
from ui.setup import SetUpPage
from ui.shell import Shell
from ui.signin import SignInPage
from ui.window import Window

Open = Callable[..., Window]


@pytest.fixture
def engine_name() -> str:
    """Clinics on a server are backed up there."""
    return "sqlite"


@pytest.fixture
def desk(window_on: Open, place: Home) -> Shell:
    """The receptionist of a clinic that is no sample."""
    window = window_on(place)
    window.sign_in(RECEPTIONIST, PASSWORD)
    settle()
    return shell_of(window)


def taken(home: Home) -> int:
    return len(shelf_of(home).verified())


def test_a_window_makes_a_backup_every_four_hours_and_one_at_the_end(desk: Shell, place: Home, clock: Clock) -> None:
    desk._backups.look()
    assert taken(place) == 1
    clock.ahead(hours=3, minutes=59)
    desk._backups.look()
    assert taken(place) == 1
    clock.ahead(minutes=1)
    desk._backups.look()
    assert taken(place) == 2
    clock.ahead(minutes=20)
    window = desk.window()
    window.lock()  # type: ignore[attr-defined]
    assert taken(place) == 2, "a lock is not the end of the day"
    window.sign_in(RECEPTIONIST, PASSWORD)  # type: ignore[attr-defined]
    settle()
    window.close()
    assert taken(place) == 3


def test_a_backup_that_fails_for_a_day_is_said_on_every_page_until_one_succeeds(desk: Shell, place: Home, clock: Clock) -> None:
    desk._backups.look()
    shelf = shelf_of(place).folder
    hidden = shelf.with_name("elsewhere")
    shelf.rename(hidden)
    shelf.write_text("a file where the folder should be")
    desk._backups.look()
    assert desk._alarm.isVisible()
    assert desk._alarm.text().startswith("No verified backup at all yet. ")
    assert "cannot be written" in desk._alarm.text()
    assert cut_off(desk.window()) == []
    shelf.unlink()
    hidden.rename(shelf)
    clock.ahead(hours=30)
    desk._backups.look()
    assert not desk._alarm.isVisible()
    assert taken(place) == 2


def test_the_sample_clinic_makes_none(window_on: Open, sample_home: Home) -> None:
    window = window_on(sample_home)
    window.sign_in(ROLES["receptionist"], SAMPLE_PASSWORD)
    settle()
    shell_of(window)._backups.look()
    window.close()
    assert taken(sample_home) == 0


def test_a_manager_backs_up_and_practises_by_hand_and_nobody_else_is_offered_it(window_on: Open, sample_home: Home) -> None:
    window = window_on(sample_home)
    window.sign_in(ROLES["manager"], SAMPLE_PASSWORD)
    settle()
    shell = shell_of(window)
    shell.open(Settings())
    settle()
    click(button(shell.view(), "Practise a restore"))
    assert "There is no backup yet." in shell.toast.text
    click(button(shell.view(), "Back up now"))
    assert "Backed up and read back: 900 patients" in shell.toast.text
    click(button(shell.view(), "Practise a restore"))
    assert "can be restored: 900 patients" in shell.toast.text
    window.lock()
    window.sign_in(ROLES["receptionist"], SAMPLE_PASSWORD)
    settle()
    shell_of(window).open(Settings())
    settle()
    assert not has_button(shell_of(window).view(), "Back up now")


def asked(window: Window, folder: Path, user: str, secret: str) -> RestorePage:
    page = of(RestorePage, window.centralWidget())
    for field, text in ((page.folder, str(folder)), (page.user, user), (page.secret, secret)):
        field.clear()
        press(field, text)
    click(page.button)
    return page


def test_a_new_pc_gets_the_clinic_back_from_the_set_up_page(window_on: Open, place: Home, tmp_path: Path, clock: Clock) -> None:
    app = sign_in(place, MANAGER, PASSWORD, clock=clock)
    backup = make(app)
    app.close()
    new = Home(tmp_path / "new PC")
    window = window_on(new, needs_set_up=True)
    click(of(SetUpPage, window.centralWidget()).restore)
    page = asked(window, backup.folder, MANAGER, "not the password of then")
    assert "do not go together" in page.problem.text()
    page = asked(window, backup.folder, MANAGER, PASSWORD)
    assert page.done.isVisible()
    assert page.done.text().startswith("Restored as of ")
    assert (cut_off(page), beyond(page)) == ([], [])
    click(page.button)
    signing = of(SignInPage, window.centralWidget())
    press(signing.user, RECEPTIONIST)
    press(signing.password, PASSWORD)
    click(signing.button)
    assert shell_of(window).app.actor.username == RECEPTIONIST


def test_a_damaged_clinic_leads_to_its_newest_backup_and_the_recovery_key_opens_it(
    window_on: Open, tmp_path: Path, clock: Clock
) -> None:
    home = Home(tmp_path / "clinic")
    app, code = found(home, Founding("Riverside", "morgan", "Morgan Avery", PASSWORD, cost=SAMPLE), clock=clock)
    make(app)
    app.close()
    home.database.write_bytes(b"\0" * 8192)
    window = window_on(home)
    page = of(SignInPage, window.centralWidget())
    assert not page.restore.isVisible()
    window.sign_in("morgan", PASSWORD)
    settle()
    assert page.restore.isVisible()
    assert (cut_off(page), beyond(page)) == ([], [])
    click(page.restore)
    restoring = of(RestorePage, window.centralWidget())
    assert Path(restoring.folder.value()) == shelf_of(home).verified()[clock.now], "the newest is proposed"
    press(restoring.secret, code)
    click(restoring.button)
    assert restoring.done.isVisible(), restoring.problem.text()
    click(restoring.button)
    window.sign_in("morgan", PASSWORD)
    settle()
    assert shell_of(window).app.actor.name == "Morgan Avery"
    kept = next(home.database.parent.glob("replaced-*"))
    assert (kept / "clinic.db").read_bytes() == b"\0" * 8192


def test_a_second_place_that_is_unplugged_is_said_on_every_page(
    window_on: Open, place: Home, tmp_path: Path, clock: Clock
) -> None:
    boss = sign_in(place, MANAGER, PASSWORD, clock=clock)
    boss.write(change_setting, "backup_folder", str(tmp_path / "stick"))
    boss.close()
    window = window_on(place)
    window.sign_in(RECEPTIONIST, PASSWORD)
    settle()
    shell = shell_of(window)
    shell._backups.look()
    assert "not in its second place" in shell._alarm.text()
    shell._backups.look()
    assert shell._alarm.isVisible(), "it stays until a backup got there"
    (tmp_path / "stick").mkdir()
    clock.ahead(hours=4)
    shell._backups.look()
    assert not shell._alarm.isVisible()
