"""What all measures share: answers → score, band, change. Rules and sources: DOMAIN.md 2.1."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.phases import half_up

Answers = Sequence[int | None]
"""One answer an item, None where it was left out."""


class Safety(StrEnum):
    """What the safety item says; an item left out is never imputed."""

    NONE = "none"
    POSITIVE = "positive"
    UNKNOWN = "unknown — ask"


@dataclass(frozen=True, slots=True)
class Band:
    """Scores from `low` to `high`, both included. A band is no diagnosis."""

    low: int
    high: int
    name: str


@dataclass(frozen=True, slots=True)
class Measure:
    """One instrument. `missing` is the number of answers that may be left out, `reliable` the change that counts."""

    code: str
    title: str
    lead: str
    items: tuple[str, ...]
    choices: tuple[str, ...]
    bands: tuple[Band, ...]
    case: int
    reliable: int
    missing: int
    source: str
    remission: int | None = None
    safety_item: int | None = None
    function_item: str = ""

    @property
    def highest(self) -> int:
        """The largest possible total."""
        return self.bands[-1].high


@dataclass(frozen=True, slots=True)
class Score:
    """`total` and `band` are None where too many answers are missing."""

    total: int | None
    band: str | None
    prorated: bool
    complete: bool
    safety: Safety


def require_answers(measure: Measure, answers: Answers) -> None:
    """Raise `Refused` when there are too many or too few answers, or one is out of range."""
    if len(answers) != len(measure.items):
        raise Refused(f"{measure.code} has {len(measure.items)} items; {len(answers)} answers were given.", field="answers")
    for number, answer in enumerate(answers, start=1):
        if answer is not None and not 0 <= answer < len(measure.choices):
            raise Refused(f"Item {number} takes 0 to {len(measure.choices) - 1}, not {answer}.", field="answers")


def band_of(measure: Measure, total: int) -> str:
    """The name of the band a total falls into."""
    return next(band.name for band in measure.bands if band.low <= total <= band.high)


def safety_of(measure: Measure, answers: Answers) -> Safety:
    """Any answer above 0 on the safety item, whatever the total (DOMAIN.md 3.2)."""
    if measure.safety_item is None:
        return Safety.NONE
    answer = answers[measure.safety_item - 1]
    if answer is None:
        return Safety.UNKNOWN
    return Safety.POSITIVE if answer >= 1 else Safety.NONE


def score(measure: Measure, answers: Answers) -> Score:
    """Score with the measure's missing-answer rule: mean of the answered × items, rounded half up."""
    require_answers(measure, answers)
    given = [answer for answer in answers if answer is not None]
    left_out = len(answers) - len(given)
    total = None
    if given and left_out <= measure.missing:
        total = half_up(sum(given) * len(answers) / len(given))
    return Score(
        total=total,
        band=None if total is None else band_of(measure, total),
        prorated=total is not None and left_out > 0,
        complete=left_out == 0,
        safety=safety_of(measure, answers),
    )


@dataclass(frozen=True, slots=True)
class ChangeSince:
    """Latest against baseline. `response` is None where the baseline is 0."""

    baseline: int
    latest: int
    reliable: str
    response: bool | None
    remission: bool

    @property
    def difference(self) -> int:
        """Negative when symptoms became less."""
        return self.latest - self.baseline


def change(measure: Measure, baseline: int, latest: int) -> ChangeSince:
    """All labels of DOMAIN.md 2.1 that hold between two totals of one measure."""
    difference = latest - baseline
    reliable = "no reliable change"
    if abs(difference) >= measure.reliable:
        reliable = "reliable improvement" if difference < 0 else "reliable deterioration"
    return ChangeSince(
        baseline=baseline,
        latest=latest,
        reliable=reliable,
        response=None if baseline == 0 else -difference * 2 >= baseline,
        remission=measure.remission is not None and latest < measure.remission and baseline >= measure.case,
    )
