"""L1, the referral out: what the course did not fully address (DOMAIN.md 4.1, 4.3)."""

from ibh_desktop.domain.disclosure import Information
from ibh_desktop.domain.letters import URGENCIES, Field, LetterKindRule

REFERRAL = LetterKindRule(
    "referral",
    "L1",
    "Referral letter",
    (
        Field("urgency", "Urgency", required=True, lines=1, choices=URGENCIES),
        Field("reason", "Reason for referral", required=True, source="issues", holds=Information.TREATMENT),
        Field("request", "What we ask", required=True),
        Field("unresolved", "Not fully addressed", required=True, source="issues", holds=Information.TREATMENT),
        Field("diagnosis", "Working diagnosis", required=True, source="course", lines=1, holds=Information.DIAGNOSIS),
        Field("scores", "First and latest scores", required=True, source="measures", lines=2, holds=Information.SCORES),
        Field("chart", "Chart of the scores", tick=True, holds=Information.SCORES),
        Field("summary", "Course summary", required=True, source="course", holds=Information.TREATMENT),
        Field("goals", "Goals and what came of them", source="goals", holds=Information.TREATMENT),
        Field("medicines", "Medicines and allergies, as told", required=True, lines=2, holds=Information.MEDICINES),
        Field("risk", "Risk statement", required=True, source="safety", lines=2, holds=Information.RISK),
        Field("background", "Social situation, supports, access needs", holds=Information.SOCIAL),
        Field("substance_use", "Substance use", lines=2, holds=Information.SUBSTANCE_USE),
        Field("patient_view", "What the patient knows and wants", required=True, lines=2),
        Field("contact", "For questions", required=True, source="clinic", lines=1),
        Field("enclosures", "Enclosures", lines=1),
        Field("cc", "Copies to", lines=1),
    ),
    cosigned=True,
)
