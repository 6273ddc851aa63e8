"""PHQ-9. No permission needed to reproduce, translate, display or distribute (DOMAIN.md 2.2, S6)."""

from ibh_desktop.domain.outcomes.measure import Ask, Band, Measure

LEAD = "Over the last 2 weeks, how often have you been bothered by any of the following problems?"
CHOICES = ("Not at all", "Several days", "More than half the days", "Nearly every day")
LICENCE = "No permission is needed to reproduce, translate, display or distribute it."

MEASURE = Measure(
    code="PHQ-9",
    title="Patient Health Questionnaire",
    count=9,
    values=(0, 1, 2, 3),
    lead=LEAD,
    items=(
        "Little interest or pleasure in doing things",
        "Feeling down, depressed, or hopeless",
        "Trouble falling or staying asleep, or sleeping too much",
        "Feeling tired or having little energy",
        "Poor appetite or overeating",
        "Feeling bad about yourself — or that you are a failure or have let yourself or your family down",
        "Trouble concentrating on things, such as reading the newspaper or watching television",
        "Moving or speaking so slowly that other people could have noticed? Or the opposite — being so fidgety"
        " or restless that you have been moving around a lot more than usual",
        "Thoughts that you would be better off dead or of hurting yourself in some way",
    ),
    choices=CHOICES,
    bands=(
        Band(0, 4, "minimal"),
        Band(5, 9, "mild"),
        Band(10, 14, "moderate"),
        Band(15, 19, "moderately severe"),
        Band(20, 27, "severe"),
    ),
    case=10,
    case_word="case",
    reliable=5,
    remission=5,
    missing=2,
    recall_days=14,
    safety_item=9,
    asks=(Ask.FUNCTION,),
    function_item="If you checked off any problems, how difficult have these problems made it for you to do your work,"
    " take care of things at home, or get along with other people?",
    function_choices=("Not difficult at all", "Somewhat difficult", "Very difficult", "Extremely difficult"),
    licence=LICENCE,
    source="Bands and case ≥ 10: DOMAIN.md 2.2 [S6][S29]; change ≥ 5: [S30]; up to 2 missing: [S31]; remission < 5: unverified",
)
