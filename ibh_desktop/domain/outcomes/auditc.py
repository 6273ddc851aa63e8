"""AUDIT-C. Public domain per the SAMHSA sheet (DOMAIN.md 2.2, S6, S36); the classic wording of item 3, six or more for all."""

from ibh_desktop.domain.outcomes.measure import Ask, Measure

MEASURE = Measure(
    code="AUDIT-C",
    title="Alcohol Use Disorders Identification Test, consumption",
    count=3,
    values=(0, 1, 2, 3, 4),
    lead="In the past year:",
    items=(
        "How often do you have a drink containing alcohol?",
        "How many drinks containing alcohol do you have on a typical day when you are drinking?",
        "How often do you have six or more drinks on one occasion?",
    ),
    other_choices={
        1: ("Never", "Monthly or less", "2 to 4 times a month", "2 to 3 times a week", "4 or more times a week"),
        2: ("1 or 2", "3 or 4", "5 or 6", "7 to 9", "10 or more"),
        3: ("Never", "Less than monthly", "Monthly", "Weekly", "Daily or almost daily"),
    },
    case_by_sex={"M": 4, "F": 3},
    recall_days=365,
    asks=(Ask.SEX,),
    licence="Public domain.",
    source="Positive ≥ 4 men, ≥ 3 women: DOMAIN.md 2.2 [S35]; sex not known: ≥ 3, this clinic's rule;"
    " the VA counsels at ≥ 5 [S36]; no answer may be left out",
)
