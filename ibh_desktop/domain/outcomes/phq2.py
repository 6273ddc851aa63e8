"""PHQ-2: the first two items of the PHQ-9 (DOMAIN.md 2.2)."""

from ibh_desktop.domain.outcomes import phq9
from ibh_desktop.domain.outcomes.measure import Measure, Soft

MEASURE = Measure(
    code="PHQ-2",
    title="Patient Health Questionnaire, first two items",
    count=2,
    values=(0, 1, 2, 3),
    lead=phq9.LEAD,
    items=phq9.MEASURE.items[:2],
    choices=phq9.CHOICES,
    case=3,
    recall_days=14,
    soft=(Soft("Positive: the whole PHQ-9 follows.", total=3),),
    remark="It does not ask about self-harm: it does not take the place of the PHQ-9.",
    licence=phq9.LICENCE,
    source="Positive ≥ 3 (≥ 2 finds more): DOMAIN.md 2.2 [S33]; no answer may be left out",
)
