"""GAD-7. No permission needed to reproduce, translate, display or distribute (DOMAIN.md 2.2, S6)."""

from ibh_desktop.domain.outcomes import phq9
from ibh_desktop.domain.outcomes.measure import Band, Measure

LEAD = "Over the last 2 weeks, how often have you been bothered by the following problems?"

MEASURE = Measure(
    code="GAD-7",
    title="Generalized Anxiety Disorder scale",
    count=7,
    values=(0, 1, 2, 3),
    lead=LEAD,
    items=(
        "Feeling nervous, anxious, or on edge",
        "Not being able to stop or control worrying",
        "Worrying too much about different things",
        "Trouble relaxing",
        "Being so restless that it is hard to sit still",
        "Becoming easily annoyed or irritable",
        "Feeling afraid, as if something awful might happen",
    ),
    choices=phq9.CHOICES,
    bands=(Band(0, 4, "minimal"), Band(5, 9, "mild"), Band(10, 14, "moderate"), Band(15, 21, "severe")),
    case=10,
    case_word="case",
    reliable=4,
    missing=1,
    recall_days=14,
    licence=phq9.LICENCE,
    source="Bands and case ≥ 10: DOMAIN.md 2.2 [S6][S32]; change ≥ 4: [S32]; one missing answer: this clinic's rule",
)
