"""What the audit says in plain words, and who may read which of it."""

import pytest

from ibh_desktop.domain import history
from ibh_desktop.domain.permissions import Permission, Role, scope
from tests.unit.test_permissions import actor

EVERY = history.OF_PATIENT | history.OF_SAFETY | history.OF_VISIT | history.BY_COURSE | history.OF_LETTER | history.OF_COURSE


@pytest.mark.parametrize("code", EVERY)
def test_every_action_goes_on_after_a_name(code: str) -> None:
    words = EVERY[code].words
    assert words[0].islower()
    assert not words.endswith(".")


def test_a_receptionist_reads_of_nothing_clinical() -> None:
    clinical = (
        "note",
        "goal",
        "homework",
        "issue",
        "person",
        "circle",
        "event",
        "formulation",
        "measure",
        "contract",
        "safety",
    )
    desk = actor(Role.RECEPTIONIST)
    read = {code for code, said in EVERY.items() if scope(desk, said.needs) is not None}
    assert not [code for code in read if code.partition(":")[0] in clinical]
    assert {"patient:change", "appointment:move", "letter:send", "course:open"} <= read


def test_private_notes_stand_in_no_history() -> None:
    assert not [code for code in EVERY if code.startswith("private")]


def test_a_manager_reads_of_no_course() -> None:
    boss = actor(Role.MANAGER)
    assert {said.needs for said in history.OF_COURSE.values() if scope(boss, said.needs) is not None} == set()
    assert scope(boss, Permission.SEE_PATIENT) is not None


def test_a_new_field_is_called_by_its_own_name() -> None:
    assert history.field_word("postcode") == "ZIP code"
    assert history.field_word("safe_hours") == "safe hours"
