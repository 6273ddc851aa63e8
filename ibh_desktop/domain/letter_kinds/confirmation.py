"""L5, the appointment confirmation: when, where, with whom; no diagnosis and no reason for the visit (DOMAIN.md 4.3)."""

from ibh_desktop.domain.disclosure import Basis, Information
from ibh_desktop.domain.letters import Addressee, Field, LetterKindRule
from ibh_desktop.domain.permissions import Permission

CONFIRMATION = LetterKindRule(
    "confirmation",
    "L5",
    "Appointment confirmation",
    (
        Field("bring", "What to bring", required=True, source="clinic", lines=2),
        Field("early", "Please come early", required=True, source="clinic", lines=1),
        Field("cancelling", "If you cannot come", required=True, source="clinic", lines=2),
        Field("directions", "How to find us", lines=2),
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
