"""What a change can be about; views declare the topics they show."""

from enum import StrEnum
from typing import NamedTuple


class Topic(StrEnum):
    """One per noun that a screen can show."""

    APPOINTMENTS = "appointments"
    CLINIC = "clinic"
    COURSES = "courses"
    INQUIRIES = "inquiries"
    LETTERS = "letters"
    PATIENTS = "patients"
    PLACES = "places"
    ROSTER = "roster"
    SESSION = "session"
    STAFF = "staff"
    WAITLIST = "waitlist"


class Change(NamedTuple):
    """One audited change: which action touched which subject of which topic."""

    action: str
    topic: Topic
    subject: int | None
