"""What tests of safety events share: how one is raised, what a whole assessment is, who was told."""

from datetime import timedelta

from ibh_desktop.domain.ids import CourseId, SafetyEventId
from ibh_desktop.domain.safety import Level, Means, Method, Plan, SafetyStatus
from ibh_desktop.queries import safety
from ibh_desktop.usecases import measures
from ibh_desktop.usecases.safety import Assessed
from ibh_desktop.usecases.safety_raise import raise_concern
from ibh_desktop.usecases.safety_rows import Telling
from tests.integration.world import LEAD, MONDAY, RECEPTIONIST, THERAPIST, Clinic, later

SEEN = Assessed(
    Method.INTERVIEW, "Passing thoughts, no plan.", "Safety plan; sister called.", Plan.MADE, Means.YES, later(1), Level.LOW
)


def worried(clinic: Clinic, who: str = RECEPTIONIST, words: str = "He said that it does not matter any more.") -> SafetyEventId:
    """An event that somebody raised about María."""
    return clinic.as_role(who).write(raise_concern, clinic.ids.maria, words=words)


def told(clinic: Clinic, role: str = "supervisor", name: str = "") -> Telling:
    """Somebody told a minute ago."""
    return Telling(name, role, "phone", clinic.clock() - timedelta(minutes=1))


def status(clinic: Clinic, event: SafetyEventId) -> SafetyStatus:
    """Where an event stands."""
    return clinic.as_role(LEAD).read(safety.event, event).status


def form(clinic: Clinic, course: CourseId, item_nine: int | None) -> SafetyEventId | None:
    """A PHQ-9 whose other answers are all 0."""
    ana = clinic.as_role(THERAPIST)
    return ana.write(measures.record, course, measure="PHQ-9", answers=[*[0] * 8, item_nine], taken_on=MONDAY).event
