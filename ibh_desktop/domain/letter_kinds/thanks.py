"""L3, thanks to whoever referred the patient: seen when and by whom, the plan in one line, no diagnosis (DOMAIN.md 4.3)."""

from ibh_desktop.domain.disclosure import Information
from ibh_desktop.domain.letters import Addressee, Field, LetterKindRule
from ibh_desktop.domain.permissions import Permission

THANKS = LetterKindRule(
    "thanks",
    "L3",
    "Thank-you to the referrer",
    (
        Field("seen", "Seen", required=True, source="visits", lines=1, holds=Information.ATTENDANCE),
        Field("plan", "Plan in one line", required=True, lines=1, holds=Information.TREATMENT),
        Field("follow", "What follows", required=True, source="clinic", lines=1),
    ),
    to=Addressee.REFERRER,
    writes=Permission.WRITE_DESK_LETTER,
    discloses=frozenset({Information.ATTENDANCE}),
    forbidden=frozenset(
        {
            Information.DIAGNOSIS,
            Information.SCORES,
            Information.MEDICINES,
            Information.RISK,
            Information.SOCIAL,
            Information.SUBSTANCE_USE,
        }
    ),
)
