"""CSI-4, scores only. Its authors allow research and clinical use (DOMAIN.md 2.3, unverified). Higher is better."""

from ibh_desktop.domain.outcomes.measure import Measure

MEASURE = Measure(
    code="CSI-4",
    title="Couples Satisfaction Index, four items",
    count=4,
    values=(0, 1, 2, 3, 4, 5),
    other_values={1: (0, 1, 2, 3, 4, 5, 6)},
    higher_is_better=True,
    case=13,
    case_word="distressed",
    recall_days=14,
    remark="Higher is better. What one partner answers is not shown to the other.",
    licence="© Funk and Rogge.",
    source="0 to 21, distressed below 13.5: DOMAIN.md 2.3, unverified; no answer may be left out",
)
