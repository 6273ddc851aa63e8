"""The page of requests: what becomes late, what shows when there is nothing, and what a drop folder brings."""

from __future__ import annotations

import os
import time
from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from sqlalchemy import text

from ibh_desktop.queries.inquiries import Group
from ibh_desktop.usecases.clinic import change_setting
from tests.gui.conftest import SignIn
from tests.gui.hands import press, settle
from tests.gui.requests import line_of, lines_of, requests_page
from tests.integration.world import Clock, engine_of
from ui.dialogs.inquiry import InquiryPanel
from ui.places import Requests


def test_what_becomes_late_stands_out_in_words_within_the_minute(shell_as: SignIn, clock: Clock) -> None:
    view = requests_page(shell_as("receptionist"))
    due = view.table.rows_model.columns[1]
    assert due.text(line_of(view, "Szab")) == "by Tue 6 Oct"
    clock.ahead(days=3)
    view._minute.timeout.emit()
    assert due.text(line_of(view, "Szab")) == "overdue 2 days"
    assert due.text(line_of(view, "Holloway")) == "triage overdue"
    assert line_of(view, "Holloway").group(clock.now) is Group.CLINICIAN


def test_without_requests_the_page_says_so_and_leads_to_a_new_one(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    with engine_of(shell.app).begin() as connection:
        for table in ("inquiry_step", "inquiry"):
            connection.execute(text(f"DELETE FROM {table}"))
    view = requests_page(shell)
    assert view.states.showing == "No requests"
    for key in "roncu":
        press(view, key)
    assert shell.open_panel is None
    press(view, Qt.Key.Key_Insert)
    assert isinstance(shell.open_panel, InquiryPanel)


def test_a_file_in_the_drop_folder_comes_into_the_open_page(shell_as: SignIn, tmp_path: Path) -> None:
    folder = tmp_path / "web"
    folder.mkdir()
    boss = shell_as("manager")
    boss.app.write(change_setting, "request_folder", str(folder))
    shell = shell_as("receptionist")
    assert shell.place != Requests()
    view = requests_page(shell)
    file = folder / "form.csv"
    file.write_text("Name,Phone,Message,Safety\nAda Newton,2055550177,Sleep,yes\nNobody,,,\n")
    os.utime(file, (time.time() - 9, time.time() - 9))
    shell._requests.look()
    settle()
    assert line_of(view, "Newton").channel.value == "web"
    assert "1 web request came in" in shell.toast.text
    assert "A clinician is needed now for 1 of them." in shell.toast.text
    assert "1 could not be read" in shell.toast.text
    assert (folder / "form.receipt.txt").exists()
    boss.app.write(change_setting, "request_folder", "")


def test_a_file_is_noticed_by_itself_and_waited_for_when_the_window_locks(
    threaded: SignIn, qtbot: QtBot, tmp_path: Path
) -> None:
    folder = tmp_path / "web"
    folder.mkdir()
    shell = threaded("receptionist")
    shell._requests.follow(str(folder))
    (folder / "form.csv").write_text("Name,Phone\nAda Newton,2055550177\n")
    qtbot.waitUntil(lambda: (folder / "form.receipt.txt").exists(), timeout=9000)
    view = requests_page(shell)
    qtbot.waitUntil(lambda: any(line.name == "Newton, Ada" for line in lines_of(view)), timeout=5000)
    for rest in shell.leave():
        rest()
    (folder / "late.csv").write_text("Name,Phone\nGrace Hall,2055550178\n")
    shell._requests.look()
    settle()
    assert not (folder / "late.receipt.txt").exists()
