"""PG-13-R, scores only: items 3 to 12 are scored, the others are conditions (DOMAIN.md 2.3, S46)."""

from ibh_desktop.domain.outcomes.measure import Ask, Given, Measure


def _conditions(given: Given) -> bool | None:
    """A loss at least 12 months ago and impairment; None while one is not known and the other does not rule it out."""
    long_ago = None if given.months_since_loss is None else given.months_since_loss >= 12
    if long_ago is False or given.impaired is False:
        return False
    return None if long_ago is None or given.impaired is None else True


MEASURE = Measure(
    code="PG-13-R",
    title="Prolonged Grief scale",
    count=10,
    first=3,
    values=(1, 2, 3, 4, 5),
    case=30,
    case_also=_conditions,
    recall_days=30,
    asks=(Ask.LOSS, Ask.IMPAIRED),
    remark="Only from 12 months after the loss. Items 3 to 12 are scored, 1 to 5.",
    licence="© Prigerson and colleagues.",
    source="Items 3–12, 10 to 50: DOMAIN.md 2.3 [S46]; positive ≥ 30 with a loss ≥ 12 months ago and impairment: unverified"
    " cut, structure [S46]; no answer may be left out",
)
