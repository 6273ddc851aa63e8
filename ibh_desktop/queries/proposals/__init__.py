"""What each kind of letter takes from the chart, a file a kind.

Private notes, progress notes, the people of the inventory, answers to single items and what was said or done about a safety
event are out of reach here: nothing in this package knows their tables (DOMAIN.md 4.2, "never merged by default"; 8, 9).
"""

from collections.abc import Callable

from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.ids import AppointmentId, CourseId, PatientId
from ibh_desktop.domain.letter_kinds import BY_ID
from ibh_desktop.queries.proposals import (
    attendance,
    authorization,
    closure,
    confirmation,
    missed,
    plan,
    psychiatry,
    referral,
    summary,
    thanks,
    visits,
)
from ibh_desktop.queries.proposals.proposed import Proposed
from ibh_desktop.store.tx import Reading

OF_COURSES: dict[str, Callable[[Reading, CourseId], Proposed]] = {
    "referral": referral.proposed,
    "psychiatry": psychiatry.proposed,
    "thanks": thanks.proposed,
    "summary": summary.proposed,
    "plan": plan.proposed,
    "closure": closure.proposed,
}
OF_VISITS: dict[str, visits.Told] = {
    "confirmation": confirmation.told,
    "missed": missed.told,
    "attendance": attendance.told,
}
OF_PATIENTS: dict[str, Callable[[Reading, PatientId], Proposed]] = {"authorization": authorization.proposed}

__all__ = ["Proposed", "proposal"]


def proposal(reading: Reading, kind: str, about: int) -> Proposed:
    """What a letter of `kind` takes from what it is about: a course, a visit or a patient, as `LetterKindRule.about` says.

    Raises `NotAllowed` for who may not write this kind, `Refused` where there is no occasion for it.
    """
    if kind not in BY_ID:
        raise Refused(f"There is no kind of letter “{kind}”.", field="kind")
    if kind in OF_VISITS:
        return visits.proposed(reading, kind, AppointmentId(about), OF_VISITS[kind])
    if kind in OF_PATIENTS:
        return OF_PATIENTS[kind](reading, PatientId(about))
    return OF_COURSES[kind](reading, CourseId(about))
