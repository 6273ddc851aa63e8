"""When a measure is due: PHQ-9 at sessions 1, 4, 8, 12 and the last, others at 1, 8 and the last (DOMAIN.md 2.1)."""

from datetime import date, timedelta

_SESSIONS = {"PHQ-9": (1, 4, 8, 12)}
_OTHERS = (1, 8)
FRESH = timedelta(days=6)
"""A form this young is not asked for again."""


def is_due(measure: str, session: int | None, planned: int, latest_on: date | None, on: date) -> bool:
    """Whether the form belongs on the table at this session of N."""
    if session is None or (latest_on is not None and on - latest_on <= FRESH):
        return False
    return session == planned or session in _SESSIONS.get(measure, _OTHERS)
