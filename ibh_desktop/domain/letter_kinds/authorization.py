"""L10, the form by which a patient authorizes a disclosure, blank or filled in (45 CFR 164.508(c); DOMAIN.md 4.3, 4.4)."""

from ibh_desktop.domain.disclosure import Basis
from ibh_desktop.domain.letters import Addressee, Field, LetterKindRule
from ibh_desktop.domain.permissions import Permission

AUTHORIZATION = LetterKindRule(
    "authorization",
    "L10",
    "Records authorization",
    (
        Field("recipient", "Who may receive it", source="patient", lines=1),
        Field("information", "What may be told", source="patient", lines=2),
        Field("purpose", "What for", source="patient", lines=1),
        Field("period", "Records from and to", lines=1),
        Field("expires", "It ends on", source="patient", lines=1),
        Field("special", "What must be named for itself", lines=2),
        Field("signer", "Who signs, and by what right", source="patient", lines=1),
    ),
    to=Addressee.PATIENT,
    basis=Basis.PATIENT_ACCESS,
    writes=Permission.WRITE_DESK_LETTER,
    signs=Permission.WRITE_DESK_LETTER,
    prints=Permission.WRITE_DESK_LETTER,
    by_hand=False,
    about="patient",
)
