"""L9, the letter when a course ended early: the closing date, how to return, other ways to help (DOMAIN.md 4.3)."""

from ibh_desktop.domain.disclosure import Basis, Information
from ibh_desktop.domain.letters import Addressee, Field, LetterKindRule

CLOSURE = LetterKindRule(
    "closure",
    "L9",
    "Treatment-ended letter",
    (
        Field("closing", "Closing", required=True, source="course", lines=1, holds=Information.ATTENDANCE),
        Field("come_back", "How to return", required=True, source="clinic", lines=2),
        Field("options", "Other ways to get help", required=True, source="clinic", lines=2),
    ),
    to=Addressee.PATIENT,
    basis=Basis.PATIENT_ACCESS,
    cosigned=True,
    forbidden=frozenset(
        {Information.DIAGNOSIS, Information.SCORES, Information.MEDICINES, Information.RISK, Information.SUBSTANCE_USE}
    ),
)
