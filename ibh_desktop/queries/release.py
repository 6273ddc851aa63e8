"""What keeps a letter from leaving the house at this moment, and what it must carry when it does (DOMAIN.md 4.4, 4.5)."""

from collections.abc import Iterator
from dataclasses import dataclass

from ibh_desktop.domain.disclosure import Basis, Notice
from ibh_desktop.domain.ids import AuthorizationId, LetterId, TherapistId
from ibh_desktop.domain.letter_kinds import BY_ID
from ibh_desktop.domain.letters import LetterStatus
from ibh_desktop.domain.part2 import TEXTS
from ibh_desktop.domain.permissions import require
from ibh_desktop.domain.release import Ground, basis_line, ground, scope_words
from ibh_desktop.queries.release_facts import release_of
from ibh_desktop.store.lookup import one
from ibh_desktop.store.schema import Letter
from ibh_desktop.store.tx import Reading


@dataclass(frozen=True, slots=True)
class Carried:
    """What a letter that is signed now carries: its line of legal basis, and the texts fixed by regulation.

    `consent_copy` says that the scope of the consent is explained among the texts (42 CFR 2.32(b)).
    """

    basis: Basis
    authorization: AuthorizationId | None
    notice: Notice
    consent_copy: bool
    basis_line: str
    texts: tuple[str, ...]


def reasons(reading: Reading, letter: LetterId) -> tuple[str, ...]:
    """Why this letter may not be printed, saved or sent now, a sentence each; empty when it may."""
    row = one(reading, Letter, letter)
    require(reading.actor, BY_ID[row.kind].prints, TherapistId(row.therapist_id))
    return against(row, ground(release_of(reading, row)))


def carried(reading: Reading, letter: LetterId) -> Carried:
    """What the page of a letter says of its own law, whether or not it may be sent yet."""
    row = one(reading, Letter, letter)
    require(reading.actor, BY_ID[row.kind].writes, TherapistId(row.therapist_id))
    return carried_by(ground(release_of(reading, row)))


def carried_by(found: Ground) -> Carried:
    """What a ground puts onto the page: the long statement and the scope of the consent that lets the letter out."""
    held = found.authorization
    words = (TEXTS[found.notice], scope_words(held)) if found.notice and held is not None else ()
    key = None if held is None else held.id
    return Carried(found.basis, key, found.notice, bool(words), basis_line(found), words)


def against(row: Letter, found: Ground) -> tuple[str, ...]:
    """Everything against a letter: where it stands, what it rests on, what it fails to carry."""
    return (*_standing(row), *found.reasons, *_carries(row, found))


def _standing(row: Letter) -> Iterator[str]:
    if row.status is LetterStatus.DRAFT:
        yield "This letter is a draft. Sign it first."
    if row.status is LetterStatus.WITHDRAWN:
        yield "This letter is withdrawn. Start a new version to change it."
    if row.status is not LetterStatus.DRAFT and row.cosigner_id is not None and row.cosigned_at is None:
        yield "It waits for the supervisor's signature."


def _carries(row: Letter, found: Ground) -> Iterator[str]:
    if found.notice and row.status is not LetterStatus.DRAFT and not (row.notice and row.consent_copy):
        yield "It lacks the statement and the scope of the consent that 42 CFR 2.32 asks for. Start a new version."
