"""What is not resolved at the end, and what is to become of it (DOMAIN.md 1.6; 8, invariant 6)."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from ibh_desktop.domain.errors import Refused

_SHOWN = 60


class Disposition(StrEnum):
    """What is to become of an issue, as staff say it."""

    NONE_NEEDED = "nothing needed"
    SELF_HELP = "self-help"
    CONTINUE_IPT = "more IPT sessions"
    MAINTENANCE_IPT = "maintenance IPT"
    INTERNAL_PSYCHIATRY = "our psychiatry"
    REFERRAL_OUT = "referral elsewhere"
    DECLINED_BY_PATIENT = "declined by the patient"


WITHDRAWN = "withdrawn"
"""Instead of a disposition: noted by mistake. It stays in the chart and asks for nothing."""

SEVERITIES = ("not troubling", "mild", "moderate", "severe")
"""The words of 0 to 3."""


@dataclass(frozen=True, slots=True)
class Issue:
    """An issue in its patient's words with the code of its disposition, empty while it has none."""

    text: str
    disposition: str


def require_severity(severity: int) -> int:
    """Raise `Refused` outside 0 to 3."""
    if not 0 <= severity < len(SEVERITIES):
        raise Refused("An issue weighs 0 to 3.", field="severity")
    return severity


def require_disposed(issues: Iterable[Issue]) -> None:
    """Raise `Refused` naming every issue that has no disposition: before that no course is completed."""
    open_still = [issue.text for issue in issues if not issue.disposition]
    if open_still:
        named = "; ".join(f"“{text if len(text) <= _SHOWN else text[:_SHOWN].rstrip() + '…'}”" for text in open_still)
        raise Refused(f"Say what is to become of each lingering issue first. Still open: {named}.", field="issues")
