"""ASRM, scores only. © Altman: clinicians may reproduce it for their own patients (DOMAIN.md 2.3, S45)."""

from ibh_desktop.domain.outcomes.measure import Measure, Soft

MEASURE = Measure(
    code="ASRM",
    title="Altman Self-Rating Mania scale",
    count=5,
    values=(0, 1, 2, 3, 4),
    case=6,
    recall_days=7,
    soft=(Soft("6 or more: tell the prescriber.", total=6),),
    remark="Items are 0 to 4; a layout with 1 to 5 exists and must not be mixed with it.",
    licence="© Altman.",
    source="Positive ≥ 6: DOMAIN.md 2.3 [S45]; notice to the prescriber: DOMAIN.md 3.2; no answer may be left out",
)
