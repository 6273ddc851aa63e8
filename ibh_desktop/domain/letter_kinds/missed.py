"""L7, the letter after a missed visit: neutral, and never while a safety event is open (DOMAIN.md 1.7.4, 4.3)."""

from ibh_desktop.domain.disclosure import Basis, Information
from ibh_desktop.domain.letters import Addressee, Field, LetterKindRule
from ibh_desktop.domain.permissions import Permission

MISSED = LetterKindRule(
    "missed",
    "L7",
    "Missed-appointment letter",
    (
        Field("rebook", "Another time", required=True, source="clinic", lines=2),
        Field("fee", "Fee", lines=1),
        Field("plain_envelope", "Plain envelope, without the clinic's name", tick=True),
    ),
    to=Addressee.PATIENT,
    basis=Basis.PATIENT_ACCESS,
    writes=Permission.WRITE_DESK_LETTER,
    signs=Permission.WRITE_DESK_LETTER,
    prints=Permission.WRITE_DESK_LETTER,
    by_hand=False,
    about="visit",
    discloses=frozenset({Information.ATTENDANCE}),
    forbidden=frozenset(Information) - {Information.ATTENDANCE},
)
