"""Letters leave the house: each time on a ground that holds at that moment, each time with a line in the disclosure log.

What blocks a letter is asked again here, in the transaction that lets it go: an authorization that was withdrawn since the
letter was signed stops it (DOMAIN.md 4.4; 8, 10). What the receiver answers is noted until the letter is closed.
"""

from dataclasses import dataclass
from datetime import datetime

from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.ids import LetterId, TherapistId
from ibh_desktop.domain.letter_kinds import BY_ID
from ibh_desktop.domain.letters import LetterKindRule, LetterStatus, require_status
from ibh_desktop.domain.permissions import require
from ibh_desktop.domain.recipients import Way
from ibh_desktop.domain.release import Ground, Release, ground
from ibh_desktop.domain.sending import ANSWERS, require_copies, require_note, steps_to, told
from ibh_desktop.domain.topics import Topic
from ibh_desktop.queries.release import against, carried_of
from ibh_desktop.queries.release_facts import release_of
from ibh_desktop.store.chart import Disclosure
from ibh_desktop.store.lookup import one, require_version
from ibh_desktop.store.schema import Letter
from ibh_desktop.store.tx import Tx
from ibh_desktop.usecases.letter_rows import came_out, require_intact

TO_THE_PATIENT = "the patient"


@dataclass(frozen=True, slots=True)
class Before:
    """How a letter stood before an answer was noted, and the version it was left with: what Undo needs."""

    id: LetterId
    version: int
    status: LetterStatus
    answered_at: datetime | None
    answer_note: str
    ended_reason: str


def printed(tx: Tx, letter: LetterId, *, copies: int = 1, how: str = "printer") -> None:
    """Note that a signed letter went to paper or to a file, `how` being "printer", "file" or "encrypted file".

    Raises `Refused` with everything that blocks it now, `Conflict` when its stored bytes are not what was signed.
    """
    row = _printable(tx, letter)
    require_copies(copies)
    _disclose(tx, row, how=how, copies=copies)
    came_out(tx, row, copies=copies, how=how)


def sent(tx: Tx, letter: LetterId, *, way: Way, version: int | None = None) -> None:
    """Note that a letter was sent; raise `Refused` with everything that blocks it now."""
    row = _printable(tx, letter)
    require_status(row.status, LetterStatus.SENT)
    require_version(row, version)
    _disclose(tx, row, how=way.value, copies=1)
    row.status, row.sent_at, row.sent_how = LetterStatus.SENT, tx.now, way.value
    tx.record("letter:send", Topic.LETTERS, letter, diff={"way": way.value, "sha256": row.sha256})


def answered(tx: Tx, letter: LetterId, answer: LetterStatus, *, note: str = "", version: int | None = None) -> Before:
    """Note what the receiver answered: acknowledged, declined, an appointment made, attended or not."""
    row, _ = _held(tx, letter)
    if answer not in ANSWERS:
        raise Refused("Choose what the receiver answered.", field="answer")
    steps = steps_to(row.status, answer)
    return _move(tx, row, steps, note=require_note(note, "note"), version=version)


def closed(tx: Tx, letter: LetterId, *, reason: str = "", version: int | None = None) -> Before:
    """Close a letter that was sent: nothing more is expected. One that nobody answered asks for a reason."""
    row, _ = _held(tx, letter)
    steps = steps_to(row.status, LetterStatus.CLOSED)
    unanswered = "Nobody answered this letter. Say why it is closed." if row.status is LetterStatus.SENT else ""
    words = require_note(reason, "reason", missing=unanswered)
    return _move(tx, row, steps, reason=words, version=version)


def take_back(tx: Tx, before: Before) -> None:
    """Undo an answer or a closing; raise `Conflict` when the letter was changed since."""
    row, _ = _held(tx, before.id)
    require_version(row, before.version)
    row.status, row.answered_at = before.status, before.answered_at
    row.answer_note, row.ended_reason = before.answer_note, before.ended_reason
    tx.record("letter:take-back", Topic.LETTERS, before.id, diff={"status": before.status.value})


def _held(tx: Tx, letter: LetterId) -> tuple[Letter, LetterKindRule]:
    row = one(tx, Letter, letter)
    rule = BY_ID[row.kind]
    require(tx.actor, rule.prints, TherapistId(row.therapist_id))
    return row, rule


def _printable(tx: Tx, letter: LetterId) -> Letter:
    row, _ = _held(tx, letter)
    if row.status is not LetterStatus.DRAFT:
        require_intact(row)
    return row


def _disclose(tx: Tx, row: Letter, *, how: str, copies: int) -> None:
    release = release_of(tx, row)
    found = ground(release, how=how)
    if reasons := against(row, found):
        raise Refused(" ".join(reasons))
    tx.session.add(_line(tx, row, release, found, how, copies))


def _line(tx: Tx, row: Letter, release: Release, found: Ground, how: str, copies: int) -> Disclosure:
    held, to = found.authorization, release.receiver
    return Disclosure(
        patient_id=row.patient_id,
        letter_id=row.id,
        at=tx.now,
        made_by=tx.actor.staff,
        recipient_id=None if to is None else to.id,
        to_whom=TO_THE_PATIENT if to is None else to.name,
        what=told(release.rule.title, release.information),
        purpose=held.purpose if held is not None else found.basis.value,
        basis=found.basis.value,
        authorization_id=None if held is None else held.id,
        how=how,
        copies=copies,
        notice=row.notice if found.notice else "",
        consent_copy=row.consent_copy if found.notice else False,
        sha256=row.sha256,
    )


def _move(
    tx: Tx, row: Letter, steps: tuple[LetterStatus, ...], *, note: str = "", reason: str = "", version: int | None
) -> Before:
    before = Before(LetterId(row.id), 0, row.status, row.answered_at, row.answer_note, row.ended_reason)
    require_version(row, version)
    if row.answered_at is None and steps[0] in ANSWERS:
        row.answered_at = tx.now
    row.status, row.answer_note, row.ended_reason = steps[-1], note or row.answer_note, reason or row.ended_reason
    action = "letter:close" if steps[-1] is LetterStatus.CLOSED else "letter:answer"
    tx.record(action, Topic.LETTERS, row.id, diff={"status": row.status.value})
    return Before(before.id, row.version, before.status, before.answered_at, before.answer_note, before.ended_reason)


def settle(tx: Tx, row: Letter) -> None:
    """Write onto a letter that is being signed what its page says of the law: the record that carries it, statement, scope.

    From then on it stands on that record alone. A letter that nothing carries yet may still find one before it is printed.
    """
    carried = carried_of(tx, row)
    row.basis, row.authorization_id = row.basis or BY_ID[row.kind].basis.value, carried.authorization
    row.notice, row.consent_copy = carried.notice.value, carried.consent_copy
