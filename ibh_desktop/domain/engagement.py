"""What missed sessions ask for (DOMAIN.md 1.7.4): a prompt, never a step of its own."""

from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum

from ibh_desktop.domain.appointments import Status

SILENCE = timedelta(days=30)


class Channel(StrEnum):
    """How a patient was tried to be reached."""

    PHONE = "phone"
    LETTER = "letter"
    MESSAGE = "message"
    OTHER = "other"


class Prompt(StrEnum):
    """What staff are asked to do; the value is what they read."""

    CALL = "Call the patient today: the last session was a no-show."
    REVIEW = "Two no-shows in a row: review engagement."
    CONSIDER_ENDING = (
        "Three sessions in a row were missed, or nothing was heard for 30 days: consider ending as lost to contact."
    )
    THERAPIST_CALLS = "A safety event is open: the therapist calls today, not the front desk."


def prompts(outcomes: Sequence[Status], outreach: Sequence[date], today: date, *, risk: bool) -> tuple[Prompt, ...]:
    """What is due: `outcomes` of the course's sessions in order of time, and the attempts to reach the patient.

    A session that was kept ends a row of no-shows; one that was cancelled says nothing about it.
    """
    row = 0
    for status in reversed([one for one in outcomes if one in (Status.NO_SHOW, Status.COMPLETED)]):
        if status is Status.COMPLETED:
            break
        row += 1
    if row == 0:
        return ()
    silent = bool(outreach) and today - max(outreach) >= SILENCE
    due = Prompt.CONSIDER_ENDING if row >= 3 or silent else Prompt.REVIEW if row == 2 else Prompt.CALL
    return (Prompt.THERAPIST_CALLS, due) if risk else (due,)
