"""PHQ-8: the PHQ-9 without its item 9, so it cannot take its place where safety is asked for (DOMAIN.md 2.2)."""

from ibh_desktop.domain.outcomes import phq9
from ibh_desktop.domain.outcomes.measure import Band, Measure

MEASURE = Measure(
    code="PHQ-8",
    title="Patient Health Questionnaire without item 9",
    count=8,
    values=(0, 1, 2, 3),
    lead=phq9.LEAD,
    items=phq9.MEASURE.items[:8],
    choices=phq9.CHOICES,
    bands=(*phq9.MEASURE.bands[:4], Band(20, 24, "severe")),
    case=10,
    case_word="case",
    reliable=5,
    remission=5,
    missing=1,
    recall_days=14,
    remark="It does not ask about self-harm: it does not take the place of the PHQ-9.",
    licence=phq9.LICENCE,
    source="Cut ≥ 10: DOMAIN.md 2.2 [S6]; bands and change as PHQ-9: unverified; one missing answer: this clinic's rule",
)
