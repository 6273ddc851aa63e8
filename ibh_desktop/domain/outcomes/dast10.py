"""DAST-10, scores only. © Skinner/CAMH: non-commercial clinical use with credit (DOMAIN.md 2.3, S6)."""

from ibh_desktop.domain.outcomes.measure import Band, Measure

MEASURE = Measure(
    code="DAST-10",
    title="Drug Abuse Screening Test",
    count=10,
    values=(0, 1),
    counted_reversed=(3,),
    bands=(
        Band(0, 0, "none"),
        Band(1, 2, "low"),
        Band(3, 5, "moderate"),
        Band(6, 8, "substantial"),
        Band(9, 10, "severe"),
    ),
    recall_days=365,
    remark="1 is yes, 0 is no, as ticked; item 3 counts when it is “no”. Someone who uses nothing and ticks “no” scores 1.",
    licence="© Skinner, CAMH.",
    source="Bands, item 3 “no” = 1: DOMAIN.md 2.3 [S38]; no answer may be left out",
)
