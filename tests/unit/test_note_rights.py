"""Whose a note is: every role and standing against reading, writing and closing (DOMAIN.md 7)."""

from dataclasses import replace

import pytest

from ibh_desktop.domain.errors import NotAllowed, Refused
from ibh_desktop.domain.ids import StaffId, TherapistId
from ibh_desktop.domain.note_rights import Whose, may_close, require_closer, require_reader, require_writer
from ibh_desktop.domain.notes import NoteState, state_of
from ibh_desktop.domain.permissions import Actor, Role

ANA, BEN, CAL = (TherapistId(n) for n in (1, 2, 3))


def _therapist(number: int) -> Actor:
    return Actor(StaffId(10 + number), f"t{number}", f"T{number}", Role.THERAPIST, TherapistId(number))


def _staff(number: int, role: Role, *team: TherapistId) -> Actor:
    return Actor(StaffId(number), f"s{number}", f"S{number}", role, None, frozenset(team))


PEOPLE = {
    "author": _therapist(1),
    "now": _therapist(2),
    "other": _therapist(3),
    "her lead": _staff(20, Role.LEAD, ANA),
    "his lead": _staff(21, Role.LEAD, BEN),
    "no lead of theirs": _staff(22, Role.LEAD, CAL),
    "desk": _staff(23, Role.RECEPTIONIST),
    "manager": _staff(24, Role.MANAGER),
}
BEGUN = Whose(course=BEN, held_by=ANA, author=StaffId(11), author_therapist=ANA)
"""Ana held the session and began its note; the course is Ben's now."""
UNWRITTEN = Whose(course=BEN, held_by=ANA)
"""The same without a note."""


def _who(check: object, note: Whose) -> set[str]:
    found = set()
    for name, actor in PEOPLE.items():
        try:
            check(actor, note)  # type: ignore[operator]
        except NotAllowed:
            continue
        found.add(name)
    return found


def test_a_note_is_read_by_its_course_its_author_and_their_supervisors() -> None:
    assert _who(require_reader, BEGUN) == {"author", "now", "her lead", "his lead"}
    assert _who(require_reader, UNWRITTEN) == {"author", "now", "his lead"}


def test_a_note_is_written_by_its_course_and_by_who_held_the_session() -> None:
    assert _who(require_writer, BEGUN) == {"author", "now"}
    assert _who(require_writer, UNWRITTEN) == {"author", "now"}
    assert _who(require_writer, replace(UNWRITTEN, held_by=BEN)) == {"now"}


def test_who_held_a_session_leaves_the_note_that_another_began_to_the_other() -> None:
    by_cal = replace(BEGUN, author=StaffId(13), author_therapist=CAL)
    assert _who(require_writer, by_cal) == {"now", "other"}
    assert "author" not in _who(require_reader, by_cal)


def test_what_a_leaver_left_is_closed_by_the_course_and_the_supervisors() -> None:
    assert {name for name, actor in PEOPLE.items() if may_close(actor, BEGUN)} == {"now", "her lead", "his lead"}


@pytest.mark.parametrize("name", ["other", "no lead of theirs", "desk", "manager"])
def test_nobody_else_closes_it(name: str) -> None:
    with pytest.raises(NotAllowed, match="may not close this note"):
        require_closer(PEOPLE[name], BEGUN, author_name="Ana", author_left=True)


def test_nothing_is_closed_over_an_author_who_can_sign() -> None:
    with pytest.raises(Refused, match="Ana works here"):
        require_closer(PEOPLE["now"], BEGUN, author_name="Ana", author_left=False)
    with pytest.raises(Refused, match="yours: sign it"):
        require_closer(PEOPLE["author"], BEGUN, author_name="Ana", author_left=True)
    require_closer(PEOPLE["now"], BEGUN, author_name="Ana", author_left=True)


@pytest.mark.parametrize(
    ("signed", "cosigned", "credential", "by_author", "state"),
    [
        (False, False, "ALC", False, NoteState.DRAFT),
        (True, False, "ALC", True, NoteState.WAITING),
        (True, False, "ALC", False, NoteState.CLOSED),
        (True, False, "LPC", True, NoteState.SIGNED),
        (True, False, "LPC", False, NoteState.CLOSED),
        (True, True, "ALC", True, NoteState.COSIGNED),
    ],
)
def test_a_note_that_somebody_else_closed_waits_for_no_second_signature(
    *,
    signed: bool,
    cosigned: bool,
    credential: str,
    by_author: bool,
    state: NoteState,
) -> None:
    assert state_of(signed=signed, cosigned=cosigned, credential=credential, by_author=by_author) is state
