"""Requests for treatment: what is asked, a clinician's triage, its clocks, and how they end (DOMAIN.md 5.5).

Staff read "request" for what is called an inquiry here. A front desk does not triage: yes or unsure goes to a clinician.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import IntEnum, StrEnum
from zoneinfo import ZoneInfo

from ibh_desktop.domain.business_days import business_days_after
from ibh_desktop.domain.clocks import instant
from ibh_desktop.domain.errors import NotAllowed, Refused
from ibh_desktop.domain.ids import LocationId, StaffId
from ibh_desktop.domain.permissions import MATRIX, Actor, Permission, Scope, scope
from ibh_desktop.domain.safety import IntakeAnswer, needs_hand_off

LONGEST_REASON = 1_000
OWNERS = MATRIX[Permission.EDIT_INQUIRIES].keys() | MATRIX[Permission.TRIAGE_INQUIRIES].keys()
"""Roles that see to requests."""


class Channel(StrEnum):
    """How a request came."""

    PHONE = "phone"
    WEB = "web"
    WALK_IN = "walk-in"
    LETTER = "referral letter or fax"
    INTERNAL = "internal"


class Caller(StrEnum):
    """Who asks; it need not be the person who is to be treated."""

    SELF = "self"
    PARENT = "parent"
    PROVIDER = "provider"
    OTHER = "other"


class Treatment(StrEnum):
    """What is asked for."""

    IPT = "IPT"
    THERAPY = "therapy"
    PSYCHIATRY = "psychiatry"
    COUPLE = "couple"
    GROUP = "group"


class PayerType(StrEnum):
    """Who is to pay."""

    NOT_ASKED = "not asked"
    INSURED = "insured"
    SELF_PAY = "self-pay"


class Triage(IntEnum):
    """How soon, set by a clinician only; 4 until then."""

    EMERGENCY = 1
    URGENT = 2
    SOON = 3
    ROUTINE = 4


WORDS = {Triage.EMERGENCY: "Emergency", Triage.URGENT: "Urgent", Triage.SOON: "Soon", Triage.ROUTINE: "Routine"}
WITHIN = {
    Triage.EMERGENCY: "now: 911 or the emergency department, not booked",
    Triage.URGENT: "within 2 business days",
    Triage.SOON: "within 10 days",
    Triage.ROUTINE: "within 30 days",
}
_URGENT_DAYS = 2
_DAYS = {Triage.SOON: 10, Triage.ROUTINE: 30}
_REVIEW_DAYS = 1


class Outcome(StrEnum):
    """What became of a request."""

    BOOKED = "booked"
    WAITLIST = "waitlist"
    REFERRED_ELSEWHERE = "referred elsewhere"
    NO_RESPONSE = "no response"
    DECLINED = "declined"
    DUPLICATE = "duplicate"


class Step(StrEnum):
    """An entry of a request's history."""

    TAKEN = "taken"
    CHANGED = "changed"
    TRIAGED = "triaged"
    NOTED = "clinician's note"
    ASSIGNED = "assigned"
    ATTEMPT = "no answer"
    LINKED = "linked to a patient"
    CLOSED = "closed"
    REOPENED = "opened again"
    UNDONE = "taken back"


CLINICAL = (Step.NOTED,)
"""Entries whose words only those who triage may read."""


class Alarm(StrEnum):
    """Why a request stands out, in the words staff read; the gravest first."""

    EMERGENCY = "911 or ED now"
    HAND_OFF = "clinician now"
    OVERDUE = "overdue"
    UNREVIEWED = "triage overdue"


@dataclass(frozen=True, slots=True)
class Details:
    """What is said when somebody asks, as typed or imported. `given` and `family` name who is to be treated.

    `caller_name` is who called when that is somebody else; `reason` is one line in the caller's own words; the owner acts next.
    """

    given: str = ""
    family: str = ""
    channel: Channel = Channel.PHONE
    caller: Caller = Caller.SELF
    caller_name: str = ""
    born: date | None = None
    phone: str = ""
    email: str = ""
    location: LocationId | None = None
    service: Treatment = Treatment.THERAPY
    reason: str = ""
    payer: PayerType = PayerType.NOT_ASKED
    insurance: str = ""
    referrer: str = ""
    answer: IntakeAnswer = IntakeAnswer.NOT_ASKED
    next_action: str = ""
    owner: StaffId | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """What the rules ask of a request; instants are aware UTC, `triaged_at` is None until a clinician looked."""

    received_at: datetime
    level: Triage
    triaged_at: datetime | None
    answer: IntakeAnswer
    outcome: Outcome | None = None
    patient_known: bool = False

    @property
    def waits_for_clinician(self) -> bool:
        """Whether the answer to the safety question goes to a clinician who has not looked yet."""
        return self.outcome is None and self.triaged_at is None and needs_hand_off(self.answer)


def due_on(level: Triage, received: date, closed: Collection[date] = ()) -> date:
    """The last day on which a request is in time; the day it came is not counted. 10 and 30 are days of the calendar."""
    if level is Triage.EMERGENCY:
        return received
    if level is Triage.URGENT:
        return business_days_after(received, _URGENT_DAYS, closed)
    return received + timedelta(days=_DAYS[level])


def due_at(standing: Standing, zone: ZoneInfo, closed: Collection[date] = ()) -> datetime:
    """The instant from which a request is overdue: the end of its last day, of an emergency the moment it came."""
    if standing.level is Triage.EMERGENCY:
        return standing.received_at
    return _end_of(due_on(standing.level, _day(standing, zone), closed), zone)


def review_by(standing: Standing, zone: ZoneInfo, closed: Collection[date] = ()) -> datetime:
    """The instant from which a request alarms that no clinician has triaged: the end of the next business day."""
    return _end_of(business_days_after(_day(standing, zone), _REVIEW_DAYS, closed), zone)


def _day(standing: Standing, zone: ZoneInfo) -> date:
    return standing.received_at.astimezone(zone).date()


def _end_of(on: date, zone: ZoneInfo) -> datetime:
    return instant(on + timedelta(days=1), time(0), zone)


def is_overdue(standing: Standing, due: datetime, now: datetime) -> bool:
    """Whether an open request is past its time."""
    return standing.outcome is None and now >= due


def alarms(standing: Standing, *, due: datetime, review: datetime, now: datetime) -> tuple[Alarm, ...]:
    """Why a request stands out now, the gravest first; a closed one never does."""
    if standing.outcome is not None:
        return ()
    raised = {
        Alarm.EMERGENCY: standing.level is Triage.EMERGENCY,
        Alarm.HAND_OFF: standing.waits_for_clinician,
        Alarm.OVERDUE: standing.level is not Triage.EMERGENCY and is_overdue(standing, due, now),
        Alarm.UNREVIEWED: standing.triaged_at is None and now >= review,
    }
    return tuple(alarm for alarm in Alarm if raised[alarm])


def clinician_must_look(found: Collection[Alarm]) -> bool:
    """Whether a clinician is waited for: a safety answer, or a request that was not triaged in time."""
    return Alarm.HAND_OFF in found or Alarm.UNREVIEWED in found


def allowed_outcomes(standing: Standing) -> tuple[Outcome, ...]:
    """How a request may end now; none while a clinician must look at the safety answer, and an emergency is never booked."""
    if standing.outcome is not None or standing.waits_for_clinician:
        return ()
    never = (Outcome.BOOKED, Outcome.WAITLIST) if standing.level is Triage.EMERGENCY else ()
    unbound = () if standing.patient_known else (Outcome.BOOKED,)
    return tuple(outcome for outcome in Outcome if outcome not in (*never, *unbound))


def require_outcome(standing: Standing, outcome: Outcome) -> None:
    """Raise `Refused` when a request may not end like this now."""
    if standing.waits_for_clinician:
        raise Refused(
            "The answer to the safety question needs a clinician: one triages this request before it goes on.", field="outcome"
        )
    if standing.level is Triage.EMERGENCY and outcome in (Outcome.BOOKED, Outcome.WAITLIST):
        raise Refused("A clinician called this an emergency: 911 or the emergency department now, not booked.", field="outcome")
    if outcome is Outcome.BOOKED and not standing.patient_known:
        raise Refused("Register the patient first, then book.", field="outcome")


def require_assigned(actor: Actor, permission: Permission, owner: int | None) -> None:
    """Raise `NotAllowed` to a therapist for a request that is not assigned to her."""
    if scope(actor, permission) is Scope.OWN and owner != actor.staff:
        raise NotAllowed("This request is assigned to somebody else. Ask the front desk to assign it to you.")


def require_open(outcome: Outcome | None) -> None:
    """Raise `Refused` for a request that was closed."""
    if outcome is not None:
        raise Refused(f"This request was closed: {outcome.value}. Open it again first.")


def require_answer_kept(before: Standing, answer: IntakeAnswer) -> None:
    """Raise `Refused` when a yes or unsure that no clinician has seen yet would be taken away."""
    if before.waits_for_clinician and not needs_hand_off(answer):
        raise Refused(
            "A clinician must see this answer first; whoever triages the request takes the mark away.", field="answer"
        )


def reachable(details: Details) -> bool:
    """Whether anybody can be answered: by phone or e-mail, at the desk, in the house, or through the letter's sender."""
    return bool(details.phone or details.email) or details.channel in (Channel.WALK_IN, Channel.INTERNAL, Channel.LETTER)
