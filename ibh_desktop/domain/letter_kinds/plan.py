"""L6, the treatment plan that patient and therapist sign at the end of the initial phase (DOMAIN.md 1.5, 4.3)."""

from ibh_desktop.domain.disclosure import Basis, Information
from ibh_desktop.domain.letters import Addressee, Field, LetterKindRule

PLAN = LetterKindRule(
    "plan",
    "L6",
    "Treatment plan",
    (
        Field("contract", "What we agreed", required=True, source="course", lines=2, holds=Information.TREATMENT),
        Field("focus", "What we work on", required=True, source="course", lines=2, holds=Information.TREATMENT),
        Field("goals", "Your goals", required=True, source="goals", holds=Information.TREATMENT),
        Field("homework", "Between the sessions", required=True, source="goals", lines=2, holds=Information.TREATMENT),
        Field("measures", "Questionnaires", required=True, source="measures", lines=2, holds=Information.TREATMENT),
        Field("missed", "If you miss a visit", required=True, source="clinic", lines=2),
        Field("privacy", "Privacy and its limits", required=True, source="clinic"),
        Field("guardian", "Guardian who signs", source="patient", lines=1),
    ),
    to=Addressee.PATIENT,
    basis=Basis.PATIENT_ACCESS,
    cosigned=True,
)
