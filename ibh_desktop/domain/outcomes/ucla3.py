"""UCLA-3 loneliness, scores only: its licence is unclear (DOMAIN.md 2.3, S47)."""

from ibh_desktop.domain.outcomes.measure import Measure

MEASURE = Measure(
    code="UCLA-3",
    title="Loneliness, three items",
    count=3,
    values=(1, 2, 3),
    case=6,
    case_word="at or above the cut",
    recall_days=14,
    licence="Unclear.",
    source="3 to 9: DOMAIN.md 2.3 [S47]; cut ≥ 6: unverified, some studies ≥ 4 [S47]; no answer may be left out",
)
