"""What the therapist's letters about a course share: the course's page with the rights to it, what lingers, what worried."""

from collections.abc import Iterator

from sqlalchemy import select

from ibh_desktop.domain.ids import CourseId, RecipientId, TherapistId
from ibh_desktop.domain.letter_kinds import BY_ID
from ibh_desktop.domain.letter_lines import Line, Lines
from ibh_desktop.domain.permissions import require
from ibh_desktop.domain.safety import OVER, SafetyStatus
from ibh_desktop.queries.course_page import CoursePage, page
from ibh_desktop.queries.proposals.occasions import require_of_course
from ibh_desktop.queries.proposals.proposed import Proposed
from ibh_desktop.queries.proposals.words import day
from ibh_desktop.store.lookup import one
from ibh_desktop.store.schema import Course, SafetyEvent
from ibh_desktop.store.tx import Reading


def course_of(reading: Reading, kind: str, course: CourseId) -> CoursePage:
    """The course for a letter of this kind; raise `NotAllowed` for another therapist's, `Refused` without an occasion."""
    row = one(reading, Course, course)
    require(reading.actor, BY_ID[kind].writes, TherapistId(row.therapist_id))
    require_of_course(reading, kind, row)
    return page(reading, course)


def about(kind: str, shown: CoursePage, lines: Lines, recipient: RecipientId | None = None) -> Proposed:
    """A proposal about a course."""
    return Proposed(kind, shown.patient, shown.therapist, shown.id, None, recipient, lines)


def risk(reading: Reading, shown: CoursePage) -> Iterator[Line]:
    """That a concern was raised and how it stands, unticked: what was said, found and done never leaves the chart by itself."""
    s = SafetyEvent
    told = select(s.raised_at, s.status, s.closed_at).where(s.course_id == shown.id, s.status != SafetyStatus.ENTERED_IN_ERROR)
    for raised, status, closed in reading.session.execute(told.order_by(s.raised_at, s.id)):
        on = raised.astimezone(shown.zone).date()
        stands = "a clinician follows it up"
        if status in OVER and closed is not None:
            stands = f"it was closed on {day(closed.astimezone(shown.zone).date())}"
        yield Line(f"A safety concern was raised on {day(on)}; {stands}.", f"safety event, {day(on)}", on=False)
