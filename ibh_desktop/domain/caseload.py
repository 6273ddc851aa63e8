"""What a caseload tells of a running course: what is due, open or ending (DOMAIN.md 1.7, 2.1, 3)."""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from functools import cache

from ibh_desktop.domain.outcomes import BY_CODE
from ibh_desktop.domain.outcomes.change import ChangeSince, S, baseline, change
from ibh_desktop.domain.outcomes.due import CORE, EVER, SUGGESTED, is_due

RESPONSE_FORM = "PHQ-9"
RESPONSE_SESSION = 8
"""Sessions after which a course whose score has not halved is looked at."""


class Concern(StrEnum):
    """What asks for somebody's eye; the value is what staff read."""

    SAFETY = "safety event open"
    FORMS = "forms due"
    RESPONSE = "no response by session 8"
    ENDING = "ending soon"
    PHASE = "past its phase"
    NOTES = "notes unsigned"
    HOLD = "hold to review"
    CONSENT = "draft without consent"


def session_now(before: int, booked: int) -> int | None:
    """The number of today's or the next session, when `before` of the `booked` ones lie behind; at last that of the last."""
    return min(before + 1, booked) or None


def forms_due(indication: str, session: int | None, planned: int, latest: Mapping[str, date], today: date) -> tuple[str, ...]:
    """Codes of the forms that belong on the table now; `latest` has the last day of each form that was ever filled in."""
    if session is None or (session not in EVER and session != planned):
        return ()
    wanted = dict.fromkeys((*CORE, *SUGGESTED.get(indication, ()), *latest))
    return tuple(code for code in wanted if is_due(BY_CODE[code], session, planned, latest.get(code), today))


def without_response(delivered: int, scores: Sequence[S], session_two: date | None) -> ChangeSince | None:
    """PHQ-9 since its baseline where it is no response by session 8; None where it is one, or where nothing can be said."""
    if delivered < RESPONSE_SESSION:
        return None
    scored = [score for score in scores if score.total is not None]
    first = baseline(scored, session_two)
    if first is None or first is scored[-1]:
        return None
    found = _since(first.total or 0, scored[-1].total or 0)
    return found if found.response is False else None


@cache
def _since(first: int, last: int) -> ChangeSince:
    # A score has 28 values, a clinical lead a thousand courses.
    return change(BY_CODE[RESPONSE_FORM], first, last)


def is_review_due(until: date | None, today: date) -> bool:
    """Whether a hold is to be looked at: on its day and after; one without a day is always."""
    return until is None or until <= today
