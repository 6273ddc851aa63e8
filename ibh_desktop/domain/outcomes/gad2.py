"""GAD-2: the first two items of the GAD-7 (DOMAIN.md 2.2)."""

from ibh_desktop.domain.outcomes import gad7, phq9
from ibh_desktop.domain.outcomes.measure import Measure

MEASURE = Measure(
    code="GAD-2",
    title="Generalized Anxiety Disorder scale, first two items",
    count=2,
    values=(0, 1, 2, 3),
    lead=gad7.LEAD,
    items=gad7.MEASURE.items[:2],
    choices=phq9.CHOICES,
    case=3,
    recall_days=14,
    licence=phq9.LICENCE,
    source="Positive ≥ 3: DOMAIN.md 2.2 [S32]; no answer may be left out",
)
