"""Confirmations by the stack: which days can be asked for, and the words that each of them holds (DOMAIN.md 4.3, L5)."""

from datetime import date

from ibh_desktop.domain.errors import Refused

MOST_DAYS = 92
"""Days that one stack may reach over: three months."""
EARLY_MINUTES = 10


def require_days(first: date, last: date) -> None:
    """Raise `Refused` when the last day comes before the first one, or the stack would reach over more than `MOST_DAYS`."""
    if last < first:
        raise Refused("The last day comes before the first one.", field="last")
    if (last - first).days >= MOST_DAYS:
        raise Refused(f"One stack reaches over at most {MOST_DAYS} days; choose fewer.", field="last")


def confirmation_parts(*, phone: str, notice_hours: int, telehealth: bool) -> dict[str, str]:
    """What a confirmation says beside date, place and clinician; nothing in it tells what kind of care it is about."""
    call = f"Call {phone}" if phone else "Call the clinic"
    if telehealth:
        bring = "A quiet room, your phone or computer with camera, and your insurance card."
        early = f"Please open the link {EARLY_MINUTES} minutes before the time."
    else:
        bring = "Your insurance card, a photo ID and a list of the medicines that you take."
        early = f"Please come {EARLY_MINUTES} minutes before the time."
    cancelling = f"{call} at least {notice_hours} hours before the time, so that somebody else can have it."
    return {"bring": bring, "early": early, "cancelling": cancelling}
