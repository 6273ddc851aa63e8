"""CORE-10. CC BY-ND 4.0: embedding allowed, wording unchanged, with attribution (DOMAIN.md 2.2, S6)."""

from ibh_desktop.domain.outcomes.measure import Measure

# Items 2 and 3 are printed with their numbers the other way round; what is entered is the printed number.
_TURNED = (4, 3, 2, 1, 0)

MEASURE = Measure(
    code="CORE-10",
    title="Clinical Outcomes in Routine Evaluation",
    count=10,
    values=(0, 1, 2, 3, 4),
    other_values={2: _TURNED, 3: _TURNED},
    lead="Over the last week",
    items=(
        "I have felt tense, anxious or nervous",
        "I have felt I have someone to turn to for support when needed",
        "I have felt able to cope when things go wrong",
        "Talking to people has felt too much for me",
        "I have felt panic or terror",
        "I made plans to end my life",
        "I have had difficulty getting to sleep or staying asleep",
        "I have felt despairing or hopeless",
        "I have felt unhappy",
        "Unwanted images or memories have been distressing me",
    ),
    choices=("Not at all", "Only occasionally", "Sometimes", "Often", "Most or all of the time"),
    case=11,
    case_word="at or above the cut",
    reliable=6,
    missing=1,
    recall_days=7,
    safety_item=6,
    licence="© CORE System Trust, CC BY-ND 4.0 (creativecommons.org/licenses/by-nd/4.0), wording unchanged.",
    source="10 × sum / answered: DOMAIN.md 2.2 [S6]; cut 11, change ≥ 6, at least 9 answered, item 6: unverified",
)
