"""Requests of the sample clinic in every state: one that needs a clinician now, one late, one from the web, some closed."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from ibh_desktop.domain.ids import LocationId, StaffId
from ibh_desktop.domain.inquiries import WORDS, Caller, Channel, Details, Outcome, PayerType, Step, Treatment, Triage
from ibh_desktop.domain.safety import IntakeAnswer
from ibh_desktop.store.frontdesk import Inquiry, InquiryStep
from ibh_desktop.store.tx import Tx
from ibh_desktop.usecases.inquiry_rows import columns_of

_DESK, _LEAD, _ANA = StaffId(2), StaffId(4), StaffId(6)
"""Dana Brooks, Lee Ann Foster and the first therapist."""


@dataclass(frozen=True, slots=True)
class _Asked:
    details: Details
    ago: timedelta
    level: Triage | None = None
    attempts: int = 0
    outcome: Outcome | None = None
    note: str = ""


def _said(given: str, family: str, phone: str, reason: str, **more: Any) -> Details:
    known: dict[str, Any] = {"location": LocationId(1), "answer": IntakeAnswer.NO, "payer": PayerType.INSURED} | more
    return Details(given, family, phone=f"+120555501{phone}", reason=reason, **known)


_REQUESTS = (
    _Asked(
        _said(
            "Odessa",
            "Trammell",
            "61",
            "I cannot go on like this since my sister died.",
            answer=IntakeAnswer.UNSURE,
            born=date(1988, 5, 17),
            service=Treatment.IPT,
            next_action="Hand over to Lee Ann",
        ),
        timedelta(minutes=25),
    ),
    _Asked(
        _said(
            "Micah",
            "Holloway",
            "62",
            "He does not leave his room.",
            caller=Caller.PARENT,
            caller_name="June Holloway",
            born=date(2010, 9, 2),
            location=LocationId(2),
            owner=_ANA,
            next_action="Ask for the custody papers",
        ),
        timedelta(hours=20),
    ),
    _Asked(
        _said(
            "Renata",
            "Szabó",
            "63",
            "New mother, crying every day for weeks.",
            channel=Channel.LETTER,
            caller=Caller.PROVIDER,
            caller_name="Dr. Amelia Hart",
            referrer="Dr. Amelia Hart",
            born=date(1994, 1, 23),
            service=Treatment.IPT,
            owner=_LEAD,
            next_action="First free intake",
        ),
        timedelta(days=2, hours=3),
        level=Triage.URGENT,
    ),
    _Asked(
        _said(
            "Curtis",
            "Lamar",
            "64",
            "Quarrels at work, sleeps badly.",
            channel=Channel.WEB,
            location=None,
            answer=IntakeAnswer.NOT_ASKED,
            payer=PayerType.SELF_PAY,
        ),
        timedelta(days=6),
        attempts=2,
    ),
    _Asked(
        _said("Imani", "Rowe", "65", "We argue about money and the children.", service=Treatment.COUPLE, owner=_DESK),
        timedelta(days=3),
        level=Triage.ROUTINE,
        attempts=1,
    ),
    _Asked(
        _said("Theo", "Brandt", "66", "Moved here, knows nobody.", channel=Channel.WALK_IN, location=LocationId(3)),
        timedelta(days=8),
        level=Triage.SOON,
    ),
    _Asked(
        _said("Pilar", "Quintero", "67", "Wants medicines looked at.", service=Treatment.PSYCHIATRY, location=LocationId(4)),
        timedelta(days=4),
        level=Triage.ROUTINE,
        outcome=Outcome.REFERRED_ELSEWHERE,
        note="a psychiatrist near home",
    ),
    _Asked(
        _said("Wade", "Ellison", "68", "Asked for his brother.", caller=Caller.OTHER, caller_name="Guy Ellison"),
        timedelta(days=5),
        attempts=3,
        outcome=Outcome.NO_RESPONSE,
        level=Triage.ROUTINE,
    ),
)


def inquiries(tx: Tx) -> None:
    """Write them with their history; no chance decides."""
    for asked in _REQUESTS:
        row = _row(tx, asked)
        tx.session.add(row)
        tx.session.flush()
        for what, ago, by, words in _history(asked):
            tx.session.add(InquiryStep(inquiry_id=row.id, at=tx.now - ago, by_id=by, what=what.value, words=words))


def _row(tx: Tx, asked: _Asked) -> Inquiry:
    triaged = asked.level is not None
    row = Inquiry(received_at=tx.now - asked.ago, taken_by=_DESK, **columns_of(asked.details))
    row.level = (asked.level or Triage.ROUTINE).value
    row.triaged_at, row.triaged_by = (tx.now - asked.ago / 2, _LEAD) if triaged else (None, None)
    row.attempts, row.attempted_at = asked.attempts, tx.now - asked.ago / 4 if asked.attempts else None
    row.outcome, row.closed_at = (asked.outcome.value, tx.now - asked.ago / 8) if asked.outcome else ("", None)
    return row


def _history(asked: _Asked) -> list[tuple[Step, timedelta, int, str]]:
    steps: list[tuple[Step, timedelta, int, str]] = [(Step.TAKEN, asked.ago, _DESK, asked.details.channel.value)]
    if asked.level is not None:
        steps.append((Step.TRIAGED, asked.ago / 2, _LEAD, f"{asked.level.value} {WORDS[asked.level]}"))
    steps += [(Step.ATTEMPT, asked.ago / (3 + n), _DESK, "") for n in range(asked.attempts)]
    if asked.outcome is not None:
        words = ": ".join(part for part in (asked.outcome.value, asked.note) if part)
        steps.append((Step.CLOSED, asked.ago / 8, _DESK, words))
    return steps
