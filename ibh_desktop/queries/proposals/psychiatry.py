"""L2, to the group's own psychiatry: background and scores; the situation and the question are the therapist's."""

from collections.abc import Iterator

from sqlalchemy import select

from ibh_desktop.domain.ids import CourseId, RecipientId
from ibh_desktop.domain.letter_lines import Line
from ibh_desktop.domain.letters import URGENCIES
from ibh_desktop.queries.course_page import CoursePage
from ibh_desktop.queries.proposals import clinical, words
from ibh_desktop.queries.proposals.proposed import Proposed
from ibh_desktop.store.schema import Recipient
from ibh_desktop.store.tx import Reading

KIND = "psychiatry"


def proposed(reading: Reading, course: CourseId) -> Proposed:
    """What an internal referral takes from its course, and to whom it goes where only one entry is the group's own."""
    shown = clinical.course_of(reading, KIND, course)
    lines = words.kept(
        {
            "urgency": (Line(URGENCIES[0]),),
            "scores": words.scores(shown),
            "chart": words.chart(shown),
            "summary": (Line(words.sessions(shown), "the course"),),
            "diagnosis": words.diagnosis(shown),
            "substance_use": words.substance_scores(shown),
            "risk": clinical.risk(reading, shown),
            "next_visit": _next(shown),
        }
    )
    return clinical.about(KIND, shown, lines, _inside(reading))


def _next(shown: CoursePage) -> Iterator[Line]:
    if shown.next_at is None:
        yield Line("None is booked.", "the visits")
    else:
        when = f"{words.weekday(shown.next_at)}, {words.clock(shown.next_at)}"
        yield Line(f"{when}, with {shown.therapist_name}.", f"visit of {words.day(shown.next_at)}")


def _inside(reading: Reading) -> RecipientId | None:
    ours = select(Recipient.id).where(Recipient.internal, Recipient.merged_into_id.is_(None)).limit(2)
    found = reading.session.scalars(ours).all()
    return RecipientId(found[0]) if len(found) == 1 else None
