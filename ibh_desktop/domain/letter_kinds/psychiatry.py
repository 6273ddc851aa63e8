"""L2, to the group's own psychiatry, by SBAR: situation, background, assessment, recommendation (DOMAIN.md 4.3)."""

from ibh_desktop.domain.disclosure import Information
from ibh_desktop.domain.letters import URGENCIES, Field, LetterKindRule

PSYCHIATRY = LetterKindRule(
    "psychiatry",
    "L2",
    "Internal referral to psychiatry",
    (
        Field("urgency", "Urgency", required=True, lines=1, choices=URGENCIES),
        Field("question", "Question", required=True),
        Field("symptoms", "Symptoms", required=True, holds=Information.TREATMENT),
        Field("scores", "Scores", required=True, source="measures", lines=2, holds=Information.SCORES),
        Field("chart", "Chart of the scores", tick=True, holds=Information.SCORES),
        Field("summary", "Course so far", source="course", holds=Information.TREATMENT),
        Field("diagnosis", "Working diagnosis", source="course", lines=1, holds=Information.DIAGNOSIS),
        Field("medicines", "Past and current medicines", required=True, lines=2, holds=Information.MEDICINES),
        Field("side_effects", "Side effects", required=True, lines=1, holds=Information.MEDICINES),
        Field("substance_use", "Substance use", lines=2, holds=Information.SUBSTANCE_USE),
        Field("medical", "Medical facts", required=True, lines=2, holds=Information.MEDICINES),
        Field("pregnancy", "Pregnancy or postpartum", required=True, lines=1, holds=Information.MEDICINES),
        Field("risk", "Suicide risk", required=True, source="safety", lines=2, holds=Information.RISK),
        Field("next_visit", "Next IPT visit", required=True, source="visits", lines=1, holds=Information.ATTENDANCE),
    ),
    cosigned=True,
)
