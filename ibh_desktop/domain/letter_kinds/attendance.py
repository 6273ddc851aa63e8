"""L8, the note for work or school: that somebody attended an appointment, and nothing else (DOMAIN.md 4.3)."""

from ibh_desktop.domain.disclosure import Basis, Information
from ibh_desktop.domain.letters import Addressee, Field, LetterKindRule
from ibh_desktop.domain.permissions import Permission

ATTENDANCE = LetterKindRule(
    "attendance",
    "L8",
    "Attendance note",
    (
        Field("attended", "Attended", required=True, source="visits", lines=1, holds=Information.ATTENDANCE),
        Field("verify", "To verify this note", required=True, source="clinic", lines=1),
        Field("return_on", "Return to work or school", lines=1, clinician=True),
    ),
    to=Addressee.ANYBODY,
    basis=Basis.PATIENT_ACCESS,
    writes=Permission.WRITE_DESK_LETTER,
    signs=Permission.WRITE_DESK_LETTER,
    prints=Permission.WRITE_DESK_LETTER,
    by_hand=False,
    about="visit",
    discloses=frozenset({Information.ATTENDANCE}),
    forbidden=frozenset(Information) - {Information.ATTENDANCE},
)
