"""Role × permission × whose patient: DOMAIN.md 7 written out once more, independently of the code.

A line reads: permission, then for receptionist, therapist, clinical lead and manager how far it reaches:
`all`, `own` patients, the `team`'s patients, or `no`.
"""

import pytest

from ibh_desktop.domain.errors import NotAllowed
from ibh_desktop.domain.ids import StaffId, TherapistId
from ibh_desktop.domain.permissions import MATRIX, Actor, Permission, Role, may, reach, require

PAPER = """
SEE_CALENDAR     all  all  all  all
BOOK             all  own  all  all
MOVE_ON          all  own  all  all
CORRECT_LATER    no   no   no   all
OVERBOOK         no   no   no   all
SEE_PASSED       no   no   all  all
SEE_PATIENT      all  own  all  all
EDIT_PATIENT     all  own  no   all
IMPORT_PATIENTS  all  no   no   all
SEE_COURSE       all  own  team no
OPEN_COURSE      all  own  team no
SEE_CLINICAL     no   own  team no
EDIT_CLINICAL    no   own  team no
ENTER_MEASURE    all  own  team no
RAISE_CONCERN    all  own  all  all
SEE_SAFETY       no   own  all  no
EDIT_SAFETY      no   own  all  no
VOID_SAFETY      no   no   all  no
SEE_SAFETY_BANNER all no   no   no
COUNT_SAFETY     no   no   all  all
COUNT_NOTES      no   no   all  all
WRITE_NOTE       no   own  own  no
COSIGN_NOTE      no   no   team no
PRIVATE_NOTES    no   own  own  no
SEE_LETTERS      all  own  team no
WRITE_LETTER     no   own  team no
SIGN_LETTER      no   own  team no
PRINT_LETTER     all  own  team no
COSIGN_LETTER    no   team team no
SEE_DESK_LETTERS all  own  all  all
WRITE_DESK_LETTER all own  all  no
EDIT_RECIPIENTS  all  all  all  all
SEE_AUTHORIZATIONS all own all  all
EDIT_AUTHORIZATIONS all own no  no
SEE_ROSTER       all  all  all  all
EDIT_ROSTER      no   own  all  all
EDIT_PROFILE     no   own  own  all
EDIT_PLACES      no   no   no   all
EDIT_STAFF       no   no   no   all
EDIT_SETTINGS    no   no   no   all
READ_AUDIT       no   no   no   all
BACK_UP          no   no   no   all
SEE_INQUIRIES    all  own  all  all
EDIT_INQUIRIES   all  no   all  no
TRIAGE_INQUIRIES no   own  all  no
SEE_WAITLIST     all  own  all  all
EDIT_WAITLIST    all  own  all  all
TRIAGE_WAITLIST  no   own  all  no
"""
ROLES = (Role.RECEPTIONIST, Role.THERAPIST, Role.LEAD, Role.MANAGER)
LINES = {words[0]: dict(zip(ROLES, words[1:], strict=True)) for words in map(str.split, PAPER.strip().splitlines())}
MINE, THEIRS, STRANGERS = TherapistId(1), TherapistId(2), TherapistId(3)
REACHES = {
    "no": {"mine": False, "team": False, "other": False, "any": False},
    "own": {"mine": True, "team": False, "other": False, "any": True},
    "team": {"mine": True, "team": True, "other": False, "any": True},
    "all": {"mine": True, "team": True, "other": True, "any": True},
}
WHOSE = {"mine": MINE, "team": THEIRS, "other": STRANGERS, "any": None}


def actor(role: Role) -> Actor:
    """Somebody who is therapist 1 and supervises therapist 2, so that only the role decides."""
    return Actor(StaffId(1), "somebody", "Somebody", role, MINE, frozenset({THEIRS}))


def test_every_permission_stands_on_the_paper() -> None:
    assert set(LINES) == {permission.name for permission in Permission}
    assert set(MATRIX) == set(Permission)


@pytest.mark.parametrize("whose", WHOSE)
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("permission", Permission)
def test_a_role_reaches_as_far_as_the_paper_says(permission: Permission, role: Role, whose: str) -> None:
    wanted = REACHES[LINES[permission.name][role]][whose]
    assert may(actor(role), permission, WHOSE[whose]) is wanted
    if wanted:
        require(actor(role), permission, WHOSE[whose])
    else:
        with pytest.raises(NotAllowed, match=f"As {role} you may not {permission.value}"):
            require(actor(role), permission, WHOSE[whose])


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("permission", Permission)
def test_the_reach_of_a_permission_is_everybody_whom_it_allows_one_by_one(permission: Permission, role: Role) -> None:
    somebody = actor(role)
    whose = reach(somebody, permission)
    for therapist in (MINE, THEIRS, STRANGERS):
        assert may(somebody, permission, therapist) is (whose is None or therapist in whose)


def test_a_therapist_without_a_team_reaches_nobody_elses() -> None:
    alone = Actor(StaffId(4), "ben", "Ben", Role.LEAD)
    assert reach(alone, Permission.SEE_CLINICAL) == frozenset()
    assert not may(alone, Permission.SEE_CLINICAL, THEIRS)
    assert not may(alone, Permission.SEE_CLINICAL, MINE)


def test_a_refusal_says_whose_patient_it_is_and_whom_to_ask() -> None:
    with pytest.raises(NotAllowed, match="of another therapist's patient"):
        require(actor(Role.THERAPIST), Permission.EDIT_CLINICAL, STRANGERS)
    with pytest.raises(NotAllowed) as no:
        require(actor(Role.RECEPTIONIST), Permission.EDIT_CLINICAL, STRANGERS)
    assert "another therapist" not in no.value.sentence
