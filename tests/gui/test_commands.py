"""Places, pages and commands belong together; who may not do a thing does not see it."""

from __future__ import annotations

from typing import get_args

import pytest
from PySide6.QtWidgets import QPushButton

from ibh_desktop.domain.permissions import Permission, scope
from tests.gui.conftest import SignIn
from tests.gui.hands import SmallDesk
from ui.commands import COMMANDS
from ui.pages import PAGES
from ui.places import Calls, Course, Letter, Permissions, Place, Recipients, Requests, Roster, Waitlist
from ui.rail import Rail

OPENED_FROM_A_LIST = {Calls, Recipients, Course, Letter, Permissions, Roster, Requests, Waitlist}


def test_every_place_has_a_page() -> None:
    assert set(PAGES) == set(get_args(Place))


def test_every_place_has_a_command_unless_a_list_opens_it() -> None:
    assert {c.place for c in COMMANDS if c.place} == set(get_args(Place)) - OPENED_FROM_A_LIST


def test_ids_and_keys_of_commands_are_unique() -> None:
    ids, keys = [c.id for c in COMMANDS], [c.key for c in COMMANDS]
    assert len(set(ids)) == len(ids)
    assert len(set(keys)) == len(keys)


def test_every_command_says_what_it_is_and_has_a_key() -> None:
    assert all(c.label and c.key and c.group in ("Go", "Front desk", "Letters", "Window") for c in COMMANDS)
    assert all(c.icon for c in COMMANDS if c.place)


@pytest.mark.parametrize(
    ("role", "hidden"),
    [
        ("receptionist", {"go.caseload", "go.signatures", "letter.refer"}),
        ("therapist", {"patient.import"}),
        ("lead", {"patient.register", "patient.import"}),
        (
            "manager",
            {
                "go.courses",
                "go.caseload",
                "go.signatures",
                "course.book",
                "letter.refer",
                "letter.new",
                "paper.confirm",
            },
        ),
    ],
)
def test_a_role_sees_no_command_that_it_may_not_use(role: str, hidden: set[str], shell_as: SignIn) -> None:
    shell = shell_as(role)
    assert {c.id for c in COMMANDS} - {c.id for c in shell.commands} == hidden
    assert all(scope(shell.app.actor, c.needs) is not None for c in shell.commands)


def test_a_rail_has_a_button_for_each_command_with_a_place(small_desk: SmallDesk) -> None:
    allowed = [c for c in COMMANDS if c.needs is not Permission.SEE_COURSE]
    rail = Rail(allowed, lambda _: None)
    names = {b.accessibleName() for b in rail.findChildren(QPushButton)}
    assert names == {c.label for c in allowed if c.place}
    rail.deleteLater()
