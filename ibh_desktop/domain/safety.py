"""Safety events: raised, routed and recorded, never graded by the application (DOMAIN.md 3)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.licences import SUPERVISED
from ibh_desktop.domain.outcomes.measure import Answers, Measure


class SafetyStatus(StrEnum):
    """Where an event stands (DOMAIN.md 3.5)."""

    OPEN = "open"
    IN_ASSESSMENT = "in assessment"
    ASSESSED = "assessed"
    FOLLOW_UP = "follow-up"
    CLOSED = "closed"
    ENTERED_IN_ERROR = "entered in error"


NEXT: dict[SafetyStatus, tuple[SafetyStatus, ...]] = {
    SafetyStatus.OPEN: (SafetyStatus.IN_ASSESSMENT, SafetyStatus.ENTERED_IN_ERROR),
    SafetyStatus.IN_ASSESSMENT: (SafetyStatus.ASSESSED,),
    SafetyStatus.ASSESSED: (SafetyStatus.FOLLOW_UP,),
    SafetyStatus.FOLLOW_UP: (SafetyStatus.CLOSED,),
    # Reopened: what was closed is assessed anew, what was no error after all waits for a clinician again.
    SafetyStatus.CLOSED: (SafetyStatus.IN_ASSESSMENT,),
    SafetyStatus.ENTERED_IN_ERROR: (SafetyStatus.OPEN,),
}
OVER = (SafetyStatus.CLOSED, SafetyStatus.ENTERED_IN_ERROR)
ASSESSABLE = (SafetyStatus.IN_ASSESSMENT, SafetyStatus.ASSESSED, SafetyStatus.FOLLOW_UP)


class Source(StrEnum):
    """What raised an event that no score raised; a score's event carries the measure's code instead."""

    WORRY = "worry"
    INTAKE = "intake"
    THREAT = "threat"
    ABUSE_REPORT = "abuse report"


SOURCE_WORDS = {
    Source.WORRY: "Somebody is worried",
    Source.INTAKE: "Answer to the safety question at intake",
    Source.THREAT: "Threat to another person",
    Source.ABUSE_REPORT: "Child-abuse report",
}


def source_words(source: str) -> str:
    """What staff read for the source of an event: its own words, or the measure."""
    return SOURCE_WORDS[Source(source)] if source in list(Source) else source


class IntakeAnswer(StrEnum):
    """The answer to the safety question of an inquiry (DOMAIN.md 5.5)."""

    YES = "yes"
    UNSURE = "unsure"
    NO = "no"
    NOT_ASKED = "not asked"


def needs_hand_off(answer: IntakeAnswer) -> bool:
    """Yes and unsure go to a clinician at once; a receptionist does not triage (DOMAIN.md 5.5)."""
    return answer in (IntakeAnswer.YES, IntakeAnswer.UNSURE)


class Method(StrEnum):
    """How an event was assessed."""

    INTERVIEW = "interview"
    C_SSRS = "C-SSRS"
    OTHER = "other"


class Step(StrEnum):
    """An entry that is no assessment: what became of the event, by whom and why."""

    BEGUN = "begun"
    CLOSED = "closed"
    REOPENED = "reopened"
    IN_ERROR = "entered in error"


class Plan(StrEnum):
    """What became of the safety plan."""

    MADE = "made"
    UPDATED = "updated"
    DECLINED = "declined"
    NOT_INDICATED = "not indicated"


class Means(StrEnum):
    """Whether making the surroundings safe was talked about."""

    YES = "yes"
    NO = "no"
    NOT_APPLICABLE = "not applicable"


class Level(StrEnum):
    """The clinician's own level; the application never fills it in."""

    LOW = "low"
    MODERATE = "moderate"
    HIGH = "high"


SUPERVISOR = "supervisor"
"""The role of somebody who was told, that counts for an associate."""
TOLD_ROLES = (SUPERVISOR, "clinical lead", "physician", "family or friend", "crisis line or 911", "police", "DHR", "other")
TOLD_CHANNELS = ("in person", "phone", "secure message", "letter or form", "other")
REPEAT_AFTER = timedelta(minutes=30)
"""After this an open event is told to the clinical lead, and again each time it has passed once more."""

PLEASE = "Please tell the clinician now — the patient should not leave before being seen"
"""All that the front desk reads of an event (DOMAIN.md 3.3)."""


def require_move(current: SafetyStatus, wanted: SafetyStatus) -> None:
    """Raise `Refused` for a step that DOMAIN.md 3.5 does not have, with the way on."""
    if wanted in NEXT[current]:
        return
    if wanted is SafetyStatus.ENTERED_IN_ERROR:
        raise Refused(
            f"This event is {current.value}. Only an open one can be entered in error; assess and close it instead.",
            field="reason",
        )
    following = " or ".join(status.value for status in NEXT[current])
    raise Refused(f"An event that is {current.value} cannot become {wanted.value}; it can become {following}.")


@dataclass(frozen=True, slots=True)
class Clinician:
    """Who assessed: an associate practises under supervision; a clinical lead is licensed by the role."""

    credential: str
    licence: str
    expires: date | None
    leads: bool = False

    def is_licensed(self, on: date) -> bool:
        """Whether there is a license that has not expired on a date."""
        return self.leads or (bool(self.licence) and (self.expires is None or self.expires >= on))

    @property
    def supervised(self) -> bool:
        """Whether a supervisor must be told (DOMAIN.md 3.3, 4.7)."""
        return not self.leads and self.credential in SUPERVISED


@dataclass(frozen=True, slots=True)
class Finding:
    """What is on record when somebody wants to close an event; None and empty where nothing is."""

    licensed: bool = False
    assessed_at: datetime | None = None
    method: str = ""
    finding: str = ""
    actions: str = ""
    told: int = 0
    plan: str = ""
    means: str = ""
    follow_up_on: date | None = None
    supervised: bool = False
    supervisor_told_at: datetime | None = None


def missing(found: Finding) -> tuple[str, ...]:
    """What DOMAIN.md 3.3 asks for and is not there, in the words of staff."""
    wanted = (
        (found.licensed, "an assessment by a licensed clinician"),
        (found.assessed_at is not None, "the time of the assessment"),
        (found.method in list(Method), "how it was assessed"),
        (bool(found.finding.strip()), "what was found"),
        (bool(found.actions.strip()), "what was done"),
        (found.told > 0, "who was told"),
        (found.plan in list(Plan), "what became of the safety plan"),
        (found.means in list(Means), "whether means safety was talked about"),
        (found.follow_up_on is not None, "a follow-up date"),
        (not found.supervised or found.supervisor_told_at is not None, "when the supervisor was told"),
    )
    return tuple(words for there, words in wanted if not there)


def missing_words(parts: tuple[str, ...]) -> str:
    """One sentence that names all that a close still needs; empty when nothing does."""
    if not parts:
        return ""
    listed = parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
    return f"This event cannot be closed yet. Still missing: {listed}."


def require_closable(found: Finding) -> None:
    """Raise `Refused` with everything that is missing, in one sentence."""
    if sentence := missing_words(missing(found)):
        raise Refused(sentence)


def repeats(status: SafetyStatus, since: datetime, now: datetime) -> int:
    """How often an open event was due to be told to the clinical lead since it was raised; 0 is not overdue."""
    if status is not SafetyStatus.OPEN or now - since <= REPEAT_AFTER:
        return 0
    return (now - since) // REPEAT_AFTER


def follow_up_due(status: SafetyStatus, on: date | None, today: date) -> bool:
    """Whether the follow-up of an event that is not over is due."""
    return status not in OVER and on is not None and on <= today


def outreach_by_therapist(last: SafetyStatus | None) -> bool:
    """While the last risk flag stands, a missed patient is called the same day, by the therapist (DOMAIN.md 1.7.4)."""
    return last is not None and last not in OVER


def item_words(measure: Measure, answers: Answers) -> str:
    """The answer to a measure's safety item, in the form's own words; empty where there is no such item or answer."""
    if measure.safety_item is None or len(answers) < measure.safety_item:
        return ""
    answer = answers[measure.safety_item - 1]
    if answer is None:
        return f"Item {measure.safety_item} was left out: ask."
    return f"Item {measure.safety_item} was answered “{measure.choices[answer]}”."
