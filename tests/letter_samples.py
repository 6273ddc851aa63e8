"""A letter of every kind as a clinic would write it, complete: visit, scores, timeline, notices, a supervisor who signs."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from ibh_desktop.domain.letters import YES
from ibh_desktop.letters.content import Address, LetterContent, ScoreBand, ScoreSeries, Sender, Signer, Subject, Visit
from ibh_desktop.letters.timeline_art import letter_picture
from tests.unit.stories import full

CENTRAL = ZoneInfo("America/Chicago")
SENDER = Sender(
    "Riverside Clinic",
    "Birmingham",
    "100 Sample St",
    "Birmingham, AL 35203",
    "(205) 555-0101",
    "(205) 555-0121",
    "1987654321",
)
HART = Address("Dr. Amelia Hart", "Sample Psychiatry Associates", "10 Sample Ave, Suite 400", "Birmingham, AL 35203")
MARIA = Address("María Elena O'Kon", "", "1200 Sample Terrace, Apt 3B", "Birmingham, AL 35205")
SUBJECT = Subject("María Elena O'Kon", date(1985, 3, 14), "10001")
ANA = Signer("Ana Lee", "ALC", "AL-ALC-1", "1234567893", "Lee Ann Foster, LPC-S, License AL-LPC-S-7")
FOSTER = Signer("Lee Ann Foster", "LPC-S", "AL-LPC-S-7", "1234567894", "")
VISIT = Visit(
    datetime(2027, 5, 3, 15, 30, tzinfo=CENTRAL),
    datetime(2027, 5, 3, 16, 20, tzinfo=CENTRAL),
    "Birmingham",
    "100 Sample St",
    "Birmingham, AL 35203",
    "Ana Lee, ALC",
    arrived=datetime(2027, 5, 3, 15, 21, tzinfo=CENTRAL),
    left=datetime(2027, 5, 3, 16, 24, tzinfo=CENTRAL),
)
_WEEKS = tuple(date.fromordinal(date(2027, 1, 4).toordinal() + 7 * n) for n in range(16))
_LOW = (ScoreBand("minimal", 0, 4), ScoreBand("mild", 5, 9), ScoreBand("moderate", 10, 14))
_PHQ9 = (*_LOW, ScoreBand("moderately severe", 15, 19), ScoreBand("severe", 20, 27))
_GAD7 = (*_LOW, ScoreBand("severe", 15, 21))
_TOTALS = (18, 19, 17, 16, 17, 14, 13, 15, 12, 11, 12, 10, 9, 10, 8, 8)
SERIES = (
    ScoreSeries("PHQ-9", 27, _PHQ9, tuple(zip(_WEEKS, _TOTALS, strict=True))),
    ScoreSeries("GAD-7", 21, _GAD7, tuple(zip(_WEEKS[::3], (14, 12, 11, 9, 8, 7), strict=True))),
)
PART2 = "42 CFR part 2 prohibits unauthorized use or disclosure of these records."
_GOALS = (
    "- Say what I need at home: *achieved*, rated 2 then 7 of 10.\n"
    "- Settle money with my brother: *partly achieved*, rated 1 then 4 of 10.\n"
    "- Return to Sunday choir: *achieved*, rated 3 then 8 of 10."
)
_SCORES = (
    "PHQ-9: first 18 (moderately severe) on January 4, 2027; latest 8 (mild) on April 19, 2027; reliable improvement.\n"
    "GAD-7: first 14 (moderate) on January 4, 2027; latest 7 (mild) on April 19, 2027; reliable improvement."
)
_COURSE = (
    "Interpersonal psychotherapy (standard, 16 sessions) at Birmingham with Ana Lee. 15 of 16 planned sessions were held from"
    " January 4, 2027 to April 26, 2027, 1 missed. The focus was conflict with another person."
)
_CANCEL = "Please call (205) 555-0101 at least 24 hours before, so that somebody else can have the hour."
PARTS: dict[str, dict[str, str]] = {
    "referral": {
        "urgency": "soon, within 30 days",
        "reason": "Depressive symptoms improved over the course but did not remit. Sleep and morning mood remain poor.",
        "request": "Please assess for a change of medication and continue follow-up of depressive symptoms:\n"
        "1. Is the present dose enough?\n2. Would a second agent for sleep help?",
        "unresolved": "Low mood in the mornings, early waking, and the conflict over money with her brother.",
        "diagnosis": "F33.1 Major depressive disorder, recurrent, moderate",
        "scores": _SCORES,
        "chart": YES,
        "summary": _COURSE,
        "goals": _GOALS,
        "medicines": "Sertraline 50 mg daily since September, as told by the patient. **No known drug allergies.**",
        "risk": "PHQ-9 item 9 was answered above zero once, in February; assessed that day, no current thoughts of self-harm.",
        "background": "Lives with her mother and two children, works evenings, comes by bus; a sister in Hoover helps out.",
        "substance_use": "One glass of wine on weekends; no other substances, as told by the patient.",
        "patient_view": "The patient has read this letter, agrees to the referral and would like an afternoon appointment.",
        "contact": "Ana Lee, Birmingham, (205) 555-0101",
        "enclosures": "Copy of the consent\nPHQ-9 of April 19, 2027",
        "cc": "Dr. Samuel Ortiz, Sample Family Medicine\nMaría Elena O'Kon",
    },
    "psychiatry": {
        "urgency": "routine",
        "question": "Should sertraline be raised before the course ends, or is augmentation the better way?",
        "symptoms": "Low mood in the mornings, early waking, little appetite; no psychotic symptoms.",
        "scores": _SCORES,
        "chart": YES,
        "summary": _COURSE,
        "diagnosis": "F33.1 Major depressive disorder, recurrent, moderate",
        "medicines": "Sertraline 50 mg since September. Fluoxetine 20 mg in 2019, stopped after four months.",
        "side_effects": "Nausea in the first two weeks, gone since.",
        "substance_use": "None told.",
        "medical": "Hypothyroidism, treated; TSH normal in January, as told by the patient.",
        "pregnancy": "Not pregnant, none planned.",
        "risk": "No thoughts of self-harm at present; a safety plan is on file.",
        "next_visit": "Monday, May 3, 2027, 3:30 PM, Birmingham",
    },
    "thanks": {
        "seen": "She was first seen on January 4, 2027 by Ana Lee, ALC.",
        "plan": "We plan sixteen weekly sessions of interpersonal psychotherapy.",
        "follow": "A summary will follow at the end if the patient agrees.",
    },
    "summary": {
        "summary": "You came to 15 of 16 planned sessions from January 4, 2027 to April 26, 2027 with Ana Lee in Birmingham.",
        "focus": "A conflict with your brother over money, and how to say at home what you need.",
        "goals": _GOALS,
        "scores": _SCORES,
        "chart": YES,
        "timeline": YES,
        "relapse_plan": "Early signs are waking before five and leaving calls unanswered. Then: call your sister, go to choir"
        " anyway, and call us if it lasts two weeks.",
        "ongoing": "Dr. Hart continues with your medicines.",
        "come_back": "Call (205) 555-0101 whenever the signs last for two weeks. You need no new referral.",
        "enclosures": "Your safety plan",
        "cc": "Dr. Samuel Ortiz, Sample Family Medicine",
    },
    "confirmation": {
        "bring": "- Your insurance card and a photo ID\n- A list of the medicines that you take",
        "early": "Please come 15 minutes early: there are two short forms to fill in.",
        "cancelling": _CANCEL,
        "directions": "Bus 14 stops at the door. Parking is behind the house; the entrance is on Sample Street, second floor.",
    },
    "plan": {
        "contract": "16 weekly sessions of 50 minutes with Ana Lee in Birmingham, to the end of April 2027.",
        "focus": "The conflict with your brother, and the part that it plays in your low mood.",
        "goals": "1. Say what I need at home\n2. Settle money with my brother\n3. Return to Sunday choir",
        "homework": "One small thing between sessions, agreed at the end of each.",
        "measures": "PHQ-9 at every session, GAD-7 every third.",
        "missed": "Missed sessions are made up within the same sixteen. " + _CANCEL,
        "privacy": "What you say stays between us. The law makes exceptions: danger to you or others, abuse of a child or of an"
        " adult who cannot protect themselves, and a court's order.",
        "guardian": "Rosa O'Kon, mother",
    },
    "missed": {
        "rebook": "Please call (205) 555-0101 by May 17, 2027 and we will find another time.",
        "fee": "There is no fee for this visit.",
    },
    "attendance": {
        "attended": "The person named above attended an appointment at our office.",
        "verify": "To verify that this note is genuine, call (205) 555-0101. We can say nothing beyond what stands here.",
        "return_on": "May 4, 2027",
    },
    "closure": {
        "closing": "Your course was closed on April 20, 2027, after six sessions.",
        "come_back": "You are welcome to return at any time: call (205) 555-0101. You need no new referral.",
        "options": "- Your family doctor\n- Sample Mental Health Center, (205) 555-0190\n- 211 for other services near you",
    },
    "authorization": {
        "recipient": "Dr. Amelia Hart, Sample Psychiatry Associates",
        "information": "Diagnosis, summary of the course, PHQ-9 and GAD-7 scores",
        "purpose": "Continuing treatment",
        "period": "January 4, 2027 to today",
        "expires": "April 20, 2028",
        "special": "Substance use records (42 CFR Part 2)",
        "signer": "María Elena O'Kon, patient",
    },
}
_TO_OTHERS = ("referral", "psychiatry", "thanks")
_COSIGNED = ("referral", "psychiatry", "summary", "plan", "closure")


def sample(kind: str, **changed: object) -> LetterContent:
    """A complete letter of a kind."""
    whole: dict[str, object] = {
        "kind": kind,
        "number": "L27-00001",
        "written_on": date(2027, 4, 20),
        "draft": False,
        "sample": True,
        "sender": SENDER,
        "to": HART if kind in _TO_OTHERS else MARIA,
        "subject": SUBJECT,
        "signer": ANA,
        "parts": PARTS[kind],
        "crisis_line": "988",
        "basis": "authorization of the patient, signed April 12, 2027 (45 CFR 164.508)" if kind in _TO_OTHERS else "",
        "notices": (PART2,) if kind in ("referral", "psychiatry") else (),
        "cosigner": FOSTER if kind in _COSIGNED else None,
        "visit": VISIT if kind in ("confirmation", "missed", "attendance") else None,
        "series": SERIES if kind in ("referral", "psychiatry", "summary") else (),
        "timeline": letter_picture(full(16)) if kind == "summary" else None,
    }
    return LetterContent(**(whole | changed))  # type: ignore[arg-type]
