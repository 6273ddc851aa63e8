"""The list of visits beyond a license: by therapist, moved from the panel, gone once the license is renewed."""

from __future__ import annotations

from PySide6.QtCore import Qt
from sqlalchemy import text

from ibh_desktop.queries.beyond_licence import BeyondLine
from tests.gui.conftest import SignIn
from tests.gui.hands import button, click, of, press, seen, settle
from tests.integration.world import engine_of
from ui.dialogs.session import MovePanel
from ui.kit.cells import GroupRow
from ui.places import Reports
from ui.shell import Shell
from ui.views.reports.beyond_licence import LicenceSection
from ui.views.reports.view import ReportsView


def _section(shell: Shell) -> LicenceSection:
    shell.open(Reports("licenses"))
    settle()
    return of(LicenceSection, of(ReportsView, shell.view()).section())


def _runs_to(shell: Shell, day: str, name: str = "Ana Lee") -> None:
    with engine_of(shell.app).begin() as connection:
        connection.execute(text("UPDATE therapist SET licence_expires = :d WHERE name = :n"), {"d": day, "n": name})


def _rows(section: LicenceSection, name: str) -> list[BeyondLine]:
    return [row for row in section.table.rows_model.rows if isinstance(row, BeyondLine) and row.therapist_name == name]


def test_visits_beyond_a_license_stand_under_their_therapist_and_are_moved_from_there(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    _runs_to(shell, "2026-10-30")
    section = _section(shell)
    assert "Ana Lee: license expires in 25 days" in [r.title for r in section.table.rows_model.rows if isinstance(r, GroupRow)]
    first, *rest = _rows(section, "Ana Lee")
    assert first.starts.date().isoformat() > "2026-10-30"
    section.table.choose(first.id)
    press(section.table, Qt.Key.Key_Return)
    panel = of(MovePanel, shell.open_panel)
    assert "Ana Lee's license runs to 30 Oct 2026 and does not cover" in seen(panel)
    click(button(panel, "The clinic cancels"))
    assert [row.id for row in _rows(section, "Ana Lee")] == [row.id for row in rest]


def test_a_renewed_license_takes_its_visits_off_the_list(shell_as: SignIn) -> None:
    shell = shell_as("manager")
    _runs_to(shell, "2026-10-30")
    assert _rows(_section(shell), "Ana Lee")
    _runs_to(shell, "2028-10-30")
    section = _section(shell)
    section.stale()
    settle()
    assert not _rows(section, "Ana Lee")


def test_with_every_license_long_enough_the_list_says_so(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    _runs_to(shell, "2028-10-30")
    assert _section(shell).states.showing == "Every booked visit is covered by a license"
