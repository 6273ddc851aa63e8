"""EDE-QS, scores only. It derives from the © EDE-Q (DOMAIN.md 2.3, S6)."""

from ibh_desktop.domain.outcomes.measure import Measure

MEASURE = Measure(
    code="EDE-QS",
    title="Eating Disorder Examination Questionnaire, short",
    count=12,
    values=(0, 1, 2, 3),
    case=15,
    case_word="at or above the cut",
    recall_days=7,
    licence="Derives from the © EDE-Q.",
    source="Range: DOMAIN.md 2.3 [S40]; cut ≥ 15: unverified; no answer may be left out",
)
