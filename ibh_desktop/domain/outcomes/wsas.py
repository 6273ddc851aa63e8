"""WSAS, scores only. © Marks (DOMAIN.md 2.3, S6)."""

from ibh_desktop.domain.outcomes.measure import Ask, Band, Measure

MEASURE = Measure(
    code="WSAS",
    title="Work and Social Adjustment Scale",
    count=5,
    values=tuple(range(9)),
    retired_item=1,
    bands=(Band(0, 9, "subclinical"), Band(10, 20, "significant"), Band(21, 40, "moderately severe or worse")),
    case=10,
    case_word="at or above the cut",
    reliable=8,
    asks=(Ask.RETIRED,),
    remark="Item 1 is skipped for who is retired or does not work: then the highest score is 32.",
    licence="© Marks.",
    source="Bands: DOMAIN.md 2.3 [S39]; item 1 skipped, 32 at most: [S6]; change ≥ 8: unverified; no answer may be left out",
)
