"""WHO-5, scores only until the licence of its 2024 edition is confirmed (DOMAIN.md 2.3). Higher is better."""

from ibh_desktop.domain.outcomes.measure import Band, Measure

MEASURE = Measure(
    code="WHO-5",
    title="WHO well-being index",
    count=5,
    values=(0, 1, 2, 3, 4, 5),
    times=4,
    higher_is_better=True,
    bands=(Band(0, 28, "likely depression"), Band(29, 50, "low well-being"), Band(51, 100, "good well-being")),
    case=50,
    case_word="low",
    reliable=10,
    recall_days=14,
    remark="The sum of the answers, 0 to 25, is multiplied by 4. Higher is better.",
    licence="© WHO.",
    source="× 4, low ≤ 50 (sum below 13), change ≥ 10: DOMAIN.md 2.3 [S43]; ≤ 28 “likely depression”: [S44];"
    " no answer may be left out",
)
