"""What each kind of letter takes from the chart, a file a kind."""

from collections.abc import Callable

from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.ids import CourseId
from ibh_desktop.domain.letter_kinds import BY_ID
from ibh_desktop.queries.proposals import referral
from ibh_desktop.queries.proposals.proposed import Proposed
from ibh_desktop.store.tx import Reading

_OF_COURSES: dict[str, Callable[[Reading, CourseId], Proposed]] = {"referral": referral.proposed}

__all__ = ["Proposed", "proposal"]


def proposal(reading: Reading, kind: str, about: int) -> Proposed:
    """What a letter of `kind` takes from what it is about: a course, a visit or a patient, as `LetterKindRule.about` says.

    Raises `NotAllowed` for who may not write this kind, `Refused` where there is no occasion for it.
    """
    if kind not in BY_ID:
        raise Refused(f"There is no kind of letter “{kind}”.", field="kind")
    if kind in _OF_COURSES:
        return _OF_COURSES[kind](reading, CourseId(about))
    raise Refused(f"A {BY_ID[kind].title.lower()} cannot be begun yet.", field="kind")
