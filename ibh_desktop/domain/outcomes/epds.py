"""EPDS, scores only. © RCPsych: photocopies in full with citation, no embedding (DOMAIN.md 2.3, S6)."""

from ibh_desktop.domain.outcomes.measure import Band, Measure

MEASURE = Measure(
    code="EPDS",
    title="Edinburgh Postnatal Depression Scale",
    count=10,
    values=(0, 1, 2, 3),
    bands=(Band(0, 9, "below the cuts"), Band(10, 12, "possible"), Band(13, 30, "probable")),
    case=10,
    case_word="at or above the cut",
    reliable=4,
    recall_days=7,
    safety_item=10,
    remark="Enter the numbers of the scoring key. Item 10 asks about self-harm.",
    licence="© Royal College of Psychiatrists.",
    source="Possible ≥ 10, probable ≥ 13, item 10: DOMAIN.md 2.3 [S6]; change ≥ 4: unverified; no answer may be left out",
)
