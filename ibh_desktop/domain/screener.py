"""Answers to the C-SSRS screener as a clinician recorded them, and the publisher's legend beside them (DOMAIN.md 3.4).

The wording of the items is the publisher's and is not carried here: the clinician asks from the form. The labels are ours.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from ibh_desktop.domain.errors import Refused

ITEMS = {
    "1": "1 wish",
    "2": "2 thoughts",
    "3": "3 method",
    "4": "4 intent",
    "5": "5 plan with intent",
    "6": "6 behavior, lifetime",
    "6r": "6 behavior, past 3 months",
}
"""Items 1 to 5 are about the past month."""
SKIPPED = ("3", "4", "5")
"""Not asked where item 2 is no."""
LEGEND_LABEL = "Publisher's triage legend — clinician decides"
HIGH, MODERATE, LOW, NONE, INCOMPLETE = "high", "moderate", "low", "no item endorsed", "not all items answered"
LEGEND_WORDS = {
    HIGH: "4 or 5 in the past month or behavior in the past 3 months: precautions until a mental-health professional evaluates",
    MODERATE: "3, or behavior longer than 3 months ago",
    LOW: "1 or 2 only",
    NONE: "no item endorsed; this does not mean no risk",
    INCOMPLETE: "an item that must be asked has no answer",
}
Answers = Mapping[str, bool | None]
"""Yes or no an item; None or absent where it was not asked."""


@dataclass(frozen=True, slots=True)
class Legend:
    """What the publisher's legend says of the answers. It is no finding, and it is never stored."""

    level: str
    words: str


def require_screener(answers: Answers) -> dict[str, bool | None]:
    """Every item with its answer; raise `Refused` where the answers cannot be those of one screener."""
    if unknown := set(answers) - set(ITEMS):
        raise Refused(f"The screener has no item {sorted(unknown)[0]}.", field="answers")
    given = {item: answers.get(item) for item in ITEMS}
    if all(answer is None for answer in given.values()):
        raise Refused("Answer at least one item.", field="answers")
    if given["2"] is False and any(given[item] for item in SKIPPED):
        raise Refused("Item 2 is no, so items 3 to 5 are not asked. Change item 2, or leave them out.", field="answers")
    if given["6r"] and given["6"] is False:
        raise Refused("Behavior in the past 3 months is behavior in a lifetime too. Change one of the two.", field="answers")
    return given


def legend(answers: Answers) -> Legend:
    """The publisher's triage legend for these answers: legend only, the clinician decides."""
    level = _level(answers)
    return Legend(level, LEGEND_WORDS[level])


def _level(answers: Answers) -> str:
    if any(answers.get(item) for item in ("4", "5", "6r")):
        return HIGH
    if answers.get("3") or answers.get("6"):
        return MODERATE
    if answers.get("1") or answers.get("2"):
        return LOW
    asked = ("1", "2", "6") if answers.get("2") is False else ("1", "2", *SKIPPED, "6")
    return NONE if all(answers.get(item) is False for item in asked) else INCOMPLETE
