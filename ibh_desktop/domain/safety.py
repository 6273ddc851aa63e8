"""Safety events: raised, routed and recorded, never graded by the application (DOMAIN.md 3)."""

from enum import StrEnum


class SafetyStatus(StrEnum):
    """Where an event stands (DOMAIN.md 3.5)."""

    OPEN = "open"
    IN_ASSESSMENT = "in assessment"
    ASSESSED = "assessed"
    FOLLOW_UP = "follow-up"
    CLOSED = "closed"
    ENTERED_IN_ERROR = "entered in error"
