"""When a measure is due and which ones an indication suggests (DOMAIN.md 2.1, 1.7.6)."""

from datetime import date

from ibh_desktop.domain.outcomes.measure import Measure

_SESSIONS = {"PHQ-9": (1, 4, 8, 12)}
_OTHERS = (1, 8)
EVER = frozenset((*_OTHERS, *(number for numbers in _SESSIONS.values() for number in numbers)))
"""Sessions at which any form is due, besides the last one."""
CORE = ("PHQ-9", "GAD-7")
"""Every course has these (DOMAIN.md 1.2, I2)."""

SUGGESTED: dict[str, tuple[str, ...]] = {
    "depression": ("PHQ-9",),
    "anxiety": ("GAD-7",),
    "social anxiety": ("GAD-7", "Mini-SPIN"),
    "drug and alcohol addiction": ("AUDIT-C", "DAST-10"),
    "eating disorder": ("EDE-QS",),
    "grief and loss": ("PG-13-R",),
    "bipolar disorder": ("ASRM", "PHQ-9"),
    "PTSD": ("PCL-5",),
    "marital conflict": ("CSI-4",),
    "postpartum depression": ("PHQ-9", "EPDS"),
}
"""By the indication of the course."""


def is_due(measure: Measure, session: int | None, planned: int, latest_on: date | None, on: date) -> bool:
    """Whether the form belongs on the table at this session of N; never sooner than the time it asks about is over."""
    if session is None or (latest_on is not None and (on - latest_on).days < measure.recall_days):
        return False
    return session == planned or session in _SESSIONS.get(measure.code, _OTHERS)
