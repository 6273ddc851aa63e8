"""What keeps a letter from leaving the house at this moment (DOMAIN.md 4.4)."""

from ibh_desktop.domain.ids import LetterId, TherapistId
from ibh_desktop.domain.letter_kinds import BY_ID
from ibh_desktop.domain.letters import LetterStatus
from ibh_desktop.domain.permissions import require
from ibh_desktop.store.lookup import one
from ibh_desktop.store.schema import Letter
from ibh_desktop.store.tx import Reading


def reasons(reading: Reading, letter: LetterId) -> tuple[str, ...]:
    """Why this letter may not be printed, saved or sent now, a sentence each; empty when it may."""
    row = one(reading, Letter, letter)
    require(reading.actor, BY_ID[row.kind].prints, TherapistId(row.therapist_id))
    return standing(row)


def standing(row: Letter) -> tuple[str, ...]:
    """What its own state says against it."""
    if row.status is LetterStatus.DRAFT:
        return ("This letter is draft. Sign it first.",)
    if row.status is LetterStatus.WITHDRAWN:
        return ("This letter is withdrawn. Start a new version to change it.",)
    if row.cosigner_id is not None and row.cosigned_at is None:
        return ("It waits for the supervisor's signature.",)
    return ()
