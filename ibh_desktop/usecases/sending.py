"""Letters leave the house: each time on a ground that holds at that moment, each time with a line in the disclosure log."""

import hashlib

from ibh_desktop.domain.errors import Conflict, Refused
from ibh_desktop.domain.ids import LetterId, TherapistId
from ibh_desktop.domain.letter_kinds import BY_ID
from ibh_desktop.domain.letters import LetterStatus
from ibh_desktop.domain.permissions import require
from ibh_desktop.domain.topics import Topic
from ibh_desktop.queries.release import standing
from ibh_desktop.store.lookup import one
from ibh_desktop.store.schema import Letter
from ibh_desktop.store.tx import Tx


def printed(tx: Tx, letter: LetterId, *, copies: int = 1, how: str = "printer") -> None:
    """Note that a signed letter went to paper or to a file, `how` being "printer", "file" or "encrypted file".

    Raises `Refused` with everything that blocks it now, `Conflict` when its stored bytes are not what was signed.
    """
    row = one(tx, Letter, letter)
    require(tx.actor, BY_ID[row.kind].prints, TherapistId(row.therapist_id))
    if against := standing(row):
        raise Refused(" ".join(against))
    if hashlib.sha256(row.pdf or b"").hexdigest() != row.sha256:
        raise Conflict("The stored letter is not what was signed. It was not printed; tell the manager.")
    if row.status is LetterStatus.SIGNED:
        row.status = LetterStatus.PRINTED
    row.printed_at = tx.now
    tx.record("letter:print", Topic.LETTERS, letter, diff={"copies": copies, "how": how, "sha256": row.sha256})
