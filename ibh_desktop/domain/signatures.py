"""What waits for somebody's hand: papers to co-sign, to close after a leaver, to sign, to write (DOMAIN.md 4.7, 7)."""

from enum import StrEnum


class Paper(StrEnum):
    """What kind of paper waits; the value is what staff read."""

    NOTE = "progress note"
    LETTER = "letter"


class Waits(StrEnum):
    """For what it waits, the most pressing first; the value heads the group on the page."""

    COSIGN = "To co-sign"
    CLOSE = "To close: their author has left"
    SIGN = "To sign"
    WRITE = "To write"
