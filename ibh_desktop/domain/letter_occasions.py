"""When a kind of letter may be written (DOMAIN.md 4.3, the column "when"); each refusal says what else to do."""

from datetime import datetime

from ibh_desktop.domain.appointments import UPCOMING, Status
from ibh_desktop.domain.courses import RUNNING, CourseStatus
from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.lifecycle import EndReason
from ibh_desktop.domain.phases import Phase

VETOED = "vetoed: "
"""How the reason begins for which a therapist keeps a letter from going out."""
WORRY = "A clinician is to speak with this patient first: the therapist calls instead of writing."
"""Why L7 never goes out while a safety event is open; the front desk reads this too, and nothing of why (1.7.4)."""


def require_upcoming(status: Status, starts: datetime, now: datetime) -> None:
    """L5 confirms what is still to come."""
    if status not in UPCOMING or starts <= now:
        said = "over" if status in UPCOMING else status.value
        raise Refused(f"This visit is {said}; there is nothing to confirm.")


def require_missed(status: Status) -> None:
    """L7 follows a no-show; who cancelled has said so."""
    if status is not Status.NO_SHOW:
        raise Refused(f"This visit is {status.value}. A letter goes out after a visit that was missed without a word.")


def require_no_worry(*, worried: bool) -> None:
    """L7 is not even begun while a safety event is open."""
    if worried:
        raise Refused(WORRY)


def require_no_veto(reason: str, therapist: str) -> None:
    """L7 does not go out once the therapist said so; `reason` is what a withdrawn letter about the visit gives."""
    if reason.startswith(VETOED):
        raise Refused(f"{therapist} does not want a letter about this visit to go out ({reason.removeprefix(VETOED)}).")


def require_attended(status: Status) -> None:
    """L8 says that somebody was here."""
    if status is not Status.COMPLETED:
        raise Refused(f"This visit is {status.value}. A note that somebody attended is written once the visit is done.")


def require_ended_early(status: CourseStatus, reason: str) -> None:
    """L9 follows a course that ended early; `reason` is the code of its end."""
    if status is not CourseStatus.ENDED_EARLY:
        raise Refused(f"This course is {status.value}. A treatment-ended letter follows a course that ended early.")
    if reason == EndReason.DECEASED:
        raise Refused("The patient has died; no letter goes to the patient.")


def require_initial_over(status: CourseStatus, phase: Phase, *, delivered: int, initial: int) -> None:
    """L6 is agreed at the end of the initial phase: once its sessions were held, or the phase was left."""
    if status not in RUNNING:
        raise Refused(f"This course is {status.value}; there is nothing left to plan.")
    if phase is Phase.INITIAL and delivered < initial:
        raise Refused(
            f"A treatment plan is written at the end of the initial phase: {delivered} of its {initial} sessions were held."
        )


def require_seen(*, seen: bool) -> None:
    """L3 thanks for somebody who came."""
    if not seen:
        raise Refused("Nobody has seen this patient yet. Thank the referrer after the first visit.")


def require_referrer(name: str | None, *, provider: bool, authorized: bool) -> None:
    """L3 goes to who sent the patient; outside health care not even attendance is told without an authorization (4.3)."""
    if name is None:
        raise Refused("The patient's file names nobody who sent the patient. Enter the referrer there first.")
    if not provider and not authorized:
        raise Refused(
            f"{name} gives no health care: there not even that the patient came may be told without an authorization."
        )
