"""What is done about a safety event: assess, tell, close, reopen.

Nothing here deletes, and nothing closes by itself (DOMAIN.md 3; 8, 8).
"""

import json
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from ibh_desktop.domain.errors import NotFound, Refused
from ibh_desktop.domain.ids import SafetyEventId
from ibh_desktop.domain.people import clean_lines, clean_text
from ibh_desktop.domain.permissions import Permission, require
from ibh_desktop.domain.safety import (
    ASSESSABLE,
    OVER,
    Level,
    Means,
    Method,
    Plan,
    SafetyStatus,
    Step,
    missing,
    require_closable,
)
from ibh_desktop.domain.screener import Answers, require_screener
from ibh_desktop.queries.safety_finding import finding_of
from ibh_desktop.queries.safety_rights import require_event
from ibh_desktop.store.chart.safety import Assessment, ScreenerAnswers
from ibh_desktop.store.schema import SafetyEvent
from ibh_desktop.store.tx import Tx
from ibh_desktop.usecases.safety_rows import Telling, move, note, put_step, put_told, require_past


@dataclass(frozen=True, slots=True)
class Assessed:
    """What a clinician found and did; what is left empty must be there before the event is closed."""

    method: Method
    finding: str
    actions: str = ""
    plan: Plan | None = None
    means: Means | None = None
    follow_up_on: date | None = None
    level: Level | None = None
    supervisor_told_at: datetime | None = None


def begin_assessment(tx: Tx, event: SafetyEventId) -> None:
    """Say that a clinician is with the patient now."""
    row, _ = _held(tx, event)
    _begin(tx, row)


def record_screener(tx: Tx, event: SafetyEventId, *, answers: Answers) -> None:
    """Keep a clinician's record of the screener's answers; no level is drawn from them."""
    row, _ = _held(tx, event)
    given = require_screener(answers)
    _be_assessed(tx, row)
    tx.session.add(ScreenerAnswers(event_id=event, asked_by=tx.actor.staff, asked_at=tx.now, answers=json.dumps(given)))
    note(tx, "safety:screener", row)


def assess(tx: Tx, event: SafetyEventId, assessed: Assessed) -> tuple[str, ...]:
    """Record the signed-in clinician's own assessment; returns what a close would still need.

    With a follow-up date the event goes on to follow-up.
    """
    row, zone = _held(tx, event)
    if not clean_text(assessed.finding):
        raise Refused("Write what you found.", field="finding")
    if assessed.follow_up_on is not None and assessed.follow_up_on < tx.now.astimezone(zone).date():
        raise Refused("A follow-up lies ahead. Give today or a later date.", field="follow_up_on")
    if assessed.supervisor_told_at is not None:
        require_past(assessed.supervisor_told_at, tx.now, "supervisor_told_at")
    _be_assessed(tx, row)
    tx.session.add(_entry(tx, row, assessed))
    if row.status is SafetyStatus.IN_ASSESSMENT:
        move(row, SafetyStatus.ASSESSED)
    if row.status is SafetyStatus.ASSESSED and assessed.follow_up_on is not None:
        move(row, SafetyStatus.FOLLOW_UP)
    tx.session.flush()
    note(tx, "safety:assess", row, status=row.status.value, method=assessed.method.value)
    return missing(finding_of(tx, row))


def tell(tx: Tx, event: SafetyEventId, telling: Telling) -> None:
    """Record who was told; a supervisor without a name is the signed-in associate's own."""
    row, _ = _held(tx, event)
    _require_going(row)
    put_told(tx, row, telling)
    note(tx, "safety:tell", row, role=telling.role)


def close(tx: Tx, event: SafetyEventId) -> None:
    """Close an event; raise `Refused` with everything that is still missing (DOMAIN.md 3.3, 5)."""
    row, _ = _held(tx, event)
    _require_going(row)
    require_closable(finding_of(tx, row))
    move(row, SafetyStatus.CLOSED)
    row.closed_at = tx.now
    put_step(tx, row, Step.CLOSED)
    note(tx, "safety:close", row)


def reopen(tx: Tx, event: SafetyEventId, *, reason: str) -> None:
    """Take a closed event up again: it is assessed anew. What was entered in error a clinical lead puts back to open."""
    row, _ = _held(tx, event)
    wanted = SafetyStatus.IN_ASSESSMENT
    if row.status is SafetyStatus.ENTERED_IN_ERROR:
        require(tx.actor, Permission.VOID_SAFETY)
        wanted = SafetyStatus.OPEN
    if row.status not in OVER:
        raise Refused(f"This event is {row.status.value}; only one that is closed can be reopened.", field="reason")
    words = _require_reason(reason)
    move(row, wanted)
    row.closed_at = None
    put_step(tx, row, Step.REOPENED, words)
    note(tx, "safety:reopen", row, status=wanted.value)


def enter_in_error(tx: Tx, event: SafetyEventId, *, reason: str) -> None:
    """Say that an open event was raised by mistake: a clinical lead, with a reason; it stays on record."""
    require(tx.actor, Permission.VOID_SAFETY)
    row, _ = _held(tx, event)
    words = _require_reason(reason)
    move(row, SafetyStatus.ENTERED_IN_ERROR)
    row.closed_at = tx.now
    put_step(tx, row, Step.IN_ERROR, words)
    note(tx, "safety:enter-in-error", row)


def _held(tx: Tx, event: SafetyEventId) -> tuple[SafetyEvent, ZoneInfo]:
    # Locked on a server: of two desks that close and reopen at once, the second sees what the first did.
    require(tx.actor, Permission.EDIT_SAFETY)
    row = tx.session.get(SafetyEvent, event, with_for_update=True)
    if row is None:
        raise NotFound("This safety event is not there.")
    return row, require_event(tx, row, Permission.EDIT_SAFETY)


def _require_going(row: SafetyEvent) -> None:
    if row.status in OVER:
        raise Refused(f"This event is {row.status.value}. Reopen it first.")


def _require_reason(reason: str) -> str:
    if not clean_text(reason):
        raise Refused("Give the reason.", field="reason")
    return clean_lines(reason)


def _begin(tx: Tx, row: SafetyEvent) -> None:
    move(row, SafetyStatus.IN_ASSESSMENT)
    put_step(tx, row, Step.BEGUN)
    note(tx, "safety:begin", row)


def _be_assessed(tx: Tx, row: SafetyEvent) -> None:
    if row.status is SafetyStatus.OPEN:
        _begin(tx, row)
    if row.status not in ASSESSABLE:
        _require_going(row)


def _entry(tx: Tx, row: SafetyEvent, assessed: Assessed) -> Assessment:
    return Assessment(
        event_id=row.id,
        assessed_by=tx.actor.staff,
        assessed_at=tx.now,
        method=assessed.method.value,
        level=assessed.level.value if assessed.level else "",
        finding=clean_lines(assessed.finding),
        actions=clean_lines(assessed.actions),
        plan=assessed.plan.value if assessed.plan else "",
        means=assessed.means.value if assessed.means else "",
        follow_up_on=assessed.follow_up_on,
        supervisor_told_at=assessed.supervisor_told_at,
    )
