"""L4, the progress letter or discharge summary, in words that the patient can read (DOMAIN.md 4.1, 4.3)."""

from ibh_desktop.domain.disclosure import Basis, Information
from ibh_desktop.domain.letters import Addressee, Field, LetterKindRule

SUMMARY = LetterKindRule(
    "summary",
    "L4",
    "Progress letter",
    (
        Field("summary", "Your sessions", required=True, source="course", holds=Information.TREATMENT),
        Field("focus", "What we worked on", required=True, source="course", lines=2, holds=Information.TREATMENT),
        Field("goals", "Your goals", required=True, source="goals", holds=Information.TREATMENT),
        Field("scores", "Your questionnaires", required=True, source="measures", lines=2, holds=Information.SCORES),
        Field("chart", "Chart of the scores", tick=True, holds=Information.SCORES),
        Field("timeline", "Timeline of the course", tick=True, holds=Information.TREATMENT),
        Field("relapse_plan", "Staying well", required=True, lines=2, holds=Information.TREATMENT),
        Field("ongoing", "Care that goes on", required=True, source="issues", lines=2, holds=Information.TREATMENT),
        Field("come_back", "When to come back", required=True, source="clinic", lines=2),
        Field("enclosures", "Enclosures", lines=1),
        Field("cc", "Copies to", lines=1),
    ),
    to=Addressee.PATIENT,
    basis=Basis.PATIENT_ACCESS,
    cosigned=True,
)
