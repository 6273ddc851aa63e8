"""What a measure is made of, and what comes out of a form; the rules that lead from one to the other are in `scoring`."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import Any

Answers = Sequence[int | None]
"""One answer an item, None where it was left out; the numbers are those that stand on the paper form."""


class Safety(StrEnum):
    """What the safety item says; an item left out is never imputed."""

    NONE = "none"
    POSITIVE = "positive"
    UNKNOWN = "unknown — ask"


class Mode(StrEnum):
    """How the form was filled in."""

    PAPER = "paper"
    SCREEN = "screen"
    READ_ALOUD = "read aloud"
    SCORE_ONLY = "score only"


class Ask(StrEnum):
    """What a measure asks besides its scored items; the value is the field of `Given`."""

    SEX = "sex"
    RETIRED = "retired"
    LOSS = "months_since_loss"
    IMPAIRED = "impaired"
    EVENT = "event"
    FUNCTION = "function"


@dataclass(frozen=True, slots=True)
class Given:
    """What is known besides the answers. `safety` is the safety item where only the total is; `cut` the clinic's setting."""

    sex: str = ""
    retired: bool = False
    months_since_loss: int | None = None
    impaired: bool | None = None
    event: str = ""
    function: int | None = None
    safety: int | None = None
    cut: int | None = None

    def stored(self) -> dict[str, Any]:
        """Only what was given, ready for JSON."""
        return {f.name: value for f in fields(self) if (value := getattr(self, f.name)) != f.default}


NOTHING = Given()
_KNOWN = frozenset(f.name for f in fields(Given))


def given_from(stored: Mapping[str, Any]) -> Given:
    """What `Given.stored` wrote; names of other versions are passed over."""
    return Given(**{name: value for name, value in stored.items() if name in _KNOWN}) if stored else NOTHING


@dataclass(frozen=True, slots=True)
class Band:
    """Scores from `low` to `high`, both included. A band is no diagnosis."""

    low: int
    high: int
    name: str


@dataclass(frozen=True, slots=True)
class Cluster:
    """Of items `first` to `last` at least `needed` must be answered 2 or more."""

    first: int
    last: int
    needed: int


@dataclass(frozen=True, slots=True)
class Soft:
    """A notice that raises no event: at a total from `total` on, or at any answer above 0 to `item`."""

    words: str
    total: int | None = None
    item: int | None = None


@dataclass(frozen=True, slots=True)
class Measure:
    """One instrument; `source` names the rule and source of every number. Without `items` only scores are entered.

    `values` are what an item takes, in the order of the choices on paper; `other_values` and `other_choices` are those of
    single items by number. `first` is the number of the first scored item. `missing` answers may be left out; `skips` are
    items that the form itself lets one pass over. `case` is the cut: at or above it, or at or below it where higher is better.
    """

    code: str
    title: str
    count: int
    values: tuple[int, ...]
    source: str
    licence: str = ""
    lead: str = ""
    items: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    other_values: Mapping[int, tuple[int, ...]] = field(default_factory=dict, hash=False)
    other_choices: Mapping[int, tuple[str, ...]] = field(default_factory=dict, hash=False)
    first: int = 1
    counted_reversed: tuple[int, ...] = ()
    times: int = 1
    bands: tuple[Band, ...] = ()
    case: int | None = None
    case_word: str = "positive"
    case_by_sex: Mapping[str, int] = field(default_factory=dict, hash=False)
    case_also: Callable[[Given], bool | None] | None = None
    clusters: tuple[Cluster, ...] = ()
    higher_is_better: bool = False
    reliable: int | None = None
    improved: int | None = None
    remission: int | None = None
    missing: int = 0
    skips: Callable[[Answers], frozenset[int]] | None = None
    retired_item: int | None = None
    recall_days: int = 7
    safety_item: int | None = None
    soft: tuple[Soft, ...] = ()
    asks: tuple[Ask, ...] = ()
    function_item: str = ""
    function_choices: tuple[str, ...] = ()
    remark: str = ""
    version: str = "1"

    @property
    def numbers(self) -> range:
        """The numbers of the scored items as they stand on the form."""
        return range(self.first, self.first + self.count)

    def values_of(self, item: int) -> tuple[int, ...]:
        """What an item takes, by its number."""
        return self.other_values.get(item, self.values)

    def choices_of(self, item: int) -> tuple[str, ...]:
        """The words of an item's choices; empty for score entry only."""
        return self.other_choices.get(item, self.choices)

    def words_of(self, item: int) -> str:
        """An item's wording, or its number where the wording may not be shipped."""
        return self.items[item - self.first] if self.items else f"Item {item}"

    def at_the_front_desk(self, level: int) -> bool:
        """Whether a clinic of this `reception_may_enter_measures` lets its front desk enter it (DOMAIN.md 7)."""
        return level >= (1 if self.safety_item is None else 2)

    def raw_range(self, given: Given = NOTHING) -> tuple[int, int]:
        """The lowest and highest sum of the answers."""
        asked = [item for item in self.numbers if not (given.retired and item == self.retired_item)]
        return sum(min(self.values_of(item)) for item in asked), sum(max(self.values_of(item)) for item in asked)

    @property
    def lowest(self) -> int:
        """The smallest possible score."""
        return self.raw_range()[0] * self.times

    @property
    def highest(self) -> int:
        """The largest possible score."""
        return self.raw_range()[1] * self.times


@dataclass(frozen=True, slots=True)
class Score:
    """`total`, `band` and `positive` are None where too many answers are missing; `positive` also where something else is.

    `pattern` is that of the clusters: None where an answer left out could still decide it.
    """

    total: int | None
    band: str | None
    prorated: bool
    complete: bool
    safety: Safety
    positive: bool | None = None
    pattern: bool | None = None
    highest: int = 0
    notices: tuple[str, ...] = ()
