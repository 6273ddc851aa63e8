"""L1, the referral out: why, what was done, what is left."""

from collections.abc import Iterator, Sequence

from ibh_desktop.domain.ids import CourseId
from ibh_desktop.domain.letter_lines import Line
from ibh_desktop.domain.letters import URGENCIES
from ibh_desktop.domain.lingering import SEVERITIES
from ibh_desktop.queries.goals import IssueLine, referred
from ibh_desktop.queries.proposals import clinical, words
from ibh_desktop.queries.proposals.proposed import Proposed
from ibh_desktop.queries.proposals.standing import contact
from ibh_desktop.store.tx import Reading

KIND = "referral"


def proposed(reading: Reading, course: CourseId) -> Proposed:
    """What a referral takes from its course: what is to be referred elsewhere leads it."""
    shown = clinical.course_of(reading, KIND, course)
    issues = referred(reading, course)
    lines = words.kept(
        {
            "urgency": (Line(URGENCIES[0]),),
            "reason": _reason(issues),
            "unresolved": (Line(_unresolved(issue), "lingering issue") for issue in issues),
            "diagnosis": words.diagnosis(shown),
            "scores": words.scores(shown),
            "chart": words.chart(shown),
            "summary": (Line(words.sessions(shown), "the course"),),
            "goals": words.goals(shown),
            "risk": clinical.risk(reading, shown),
            "substance_use": words.substance_scores(shown),
            "contact": contact(reading, shown),
        }
    )
    return clinical.about(KIND, shown, lines)


def _reason(issues: Sequence[IssueLine]) -> Iterator[Line]:
    if issues:
        named = "; ".join(issue.text.rstrip(".") for issue in issues)
        said = f"The course did not fully resolve what is referred to you now: {named}."
        yield Line(said, "lingering issue" if len(issues) == 1 else "lingering issues")


def _unresolved(issue: IssueLine) -> str:
    parts = [SEVERITIES[issue.severity], issue.area.value if issue.area else ""]
    parts.append(f"from the goal “{issue.goal_title}”" if issue.goal_title else "")
    return f"{issue.text.rstrip('.')} ({', '.join(part for part in parts if part)})."
