"""Change since the baseline of a course: every label of DOMAIN.md 2.1 that holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeVar

from ibh_desktop.domain.outcomes.measure import Measure


@dataclass(frozen=True, slots=True)
class ChangeSince:
    """Latest against baseline. `reliable` is empty where no threshold is published, `response` None where it means nothing."""

    baseline: int
    latest: int
    reliable: str
    response: bool | None
    remission: bool
    improved: bool = False

    @property
    def difference(self) -> int:
        """Latest − baseline: negative when the score fell."""
        return self.latest - self.baseline

    @property
    def labels(self) -> tuple[str, ...]:
        """All that hold, in words."""
        held = (
            (self.reliable, bool(self.reliable)),
            ("improved", self.improved),
            ("response", bool(self.response)),
            ("remission", self.remission),
        )
        return tuple(words for words, holds in held if holds)


def change(measure: Measure, baseline: int, latest: int) -> ChangeSince:
    """What may be said of two scores of one measure."""
    gain = (latest - baseline) * (1 if measure.higher_is_better else -1)
    reliable = ""
    if measure.reliable is not None:
        reliable = "no reliable change"
        if abs(gain) >= measure.reliable:
            reliable = "reliable improvement" if gain > 0 else "reliable deterioration"
    # Half of a score says something only where 0 means "nothing there".
    halved = baseline == 0 or measure.higher_is_better or measure.lowest > 0
    case = measure.case is not None and baseline >= measure.case
    return ChangeSince(
        baseline=baseline,
        latest=latest,
        reliable=reliable,
        response=None if halved else gain * 2 >= baseline,
        remission=measure.remission is not None and latest < measure.remission and case,
        improved=measure.improved is not None and gain >= measure.improved,
    )


class Taken(Protocol):
    """A score on its day."""

    @property
    def taken_on(self) -> date: ...
    @property
    def total(self) -> int | None: ...
    @property
    def complete(self) -> bool: ...


S = TypeVar("S", bound=Taken)


def baseline(scores: Sequence[S], session_two: date | None) -> S | None:
    """The earliest complete score on or before session 2, else the first; `scores` are one measure's, by date."""
    scored = [score for score in scores if score.total is not None]
    early = (s for s in scored if s.complete and (session_two is None or s.taken_on <= session_two))
    return next(early, scored[0] if scored else None)
