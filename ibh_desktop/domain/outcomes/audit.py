"""AUDIT, scores only. © WHO: free, but not for sale or commercial purposes (DOMAIN.md 2.3, S6)."""

from ibh_desktop.domain.outcomes.measure import Answers, Band, Measure


def _skips(answers: Answers) -> frozenset[int]:
    """To item 9 when item 1 is 0, or when items 2 and 3 are both 0."""
    if answers[0] == 0:
        return frozenset(range(2, 9))
    return frozenset(range(4, 9)) if answers[1] == 0 and answers[2] == 0 else frozenset()


MEASURE = Measure(
    code="AUDIT",
    title="Alcohol Use Disorders Identification Test",
    count=10,
    values=(0, 1, 2, 3, 4),
    other_values={9: (0, 2, 4), 10: (0, 2, 4)},
    skips=_skips,
    bands=(Band(0, 7, "zone 1"), Band(8, 15, "zone 2"), Band(16, 19, "zone 3"), Band(20, 40, "zone 4")),
    case=8,
    case_word="hazardous",
    recall_days=365,
    remark="Items 2 to 8 may stay empty when item 1 is 0, items 4 to 8 when items 2 and 3 are 0.",
    licence="© WHO; a private group should ask.",
    source="Hazardous ≥ 8, items 9 and 10 are 0, 2 or 4: DOMAIN.md 2.3 [S37]; skips: [S6]; zones: unverified",
)
