"""SPIN, scores only: the wording is to be had from its author, Davidson (DOMAIN.md 2.3, S41)."""

from ibh_desktop.domain.outcomes.measure import Measure

MEASURE = Measure(
    code="SPIN",
    title="Social Phobia Inventory",
    count=17,
    values=(0, 1, 2, 3, 4),
    case=19,
    case_word="at or above the cut",
    recall_days=7,
    licence="© Davidson.",
    source="Cut 19: DOMAIN.md 2.3 [S41]; no answer may be left out",
)
