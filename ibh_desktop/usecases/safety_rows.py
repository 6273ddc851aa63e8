"""What use cases about safety events share: a row for who was told, a step, a note in the audit."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.people import clean_text
from ibh_desktop.domain.safety import SUPERVISOR, SafetyStatus, Step, require_move
from ibh_desktop.domain.topics import Topic
from ibh_desktop.store.chart.safety import Assessment, Told
from ibh_desktop.store.schema import SafetyEvent, Staff, Therapist
from ibh_desktop.store.tx import Tx

_SHORT = 120


@dataclass(frozen=True, slots=True)
class Telling:
    """Somebody who was told: who, in which role, when and how, with a reference number where one was given."""

    name: str
    role: str
    channel: str
    at: datetime
    reference: str = ""


def require_past(at: datetime, now: datetime, field: str) -> None:
    """Raise `Refused` at `field` for a time that has not come yet."""
    if at > now:
        raise Refused("This time lies in the future. Give the time at which it happened.", field=field)


def move(row: SafetyEvent, wanted: SafetyStatus) -> None:
    """Take a step of DOMAIN.md 3.5; raise `Refused` for any other."""
    require_move(row.status, wanted)
    row.status = wanted


def put_step(tx: Tx, row: SafetyEvent, step: Step, reason: str = "") -> None:
    """Keep who took a step, when and why."""
    entry = Assessment(event_id=row.id, assessed_by=tx.actor.staff, assessed_at=tx.now, method=step.value, finding=reason)
    entry.actions = entry.plan = entry.means = ""
    tx.session.add(entry)
    tx.session.flush()


def put_told(tx: Tx, row: SafetyEvent, telling: Telling) -> None:
    """Keep who was told; raise `Refused` at the field that is wrong."""
    name = clean_text(telling.name) or (_own_supervisor(tx) if telling.role == SUPERVISOR else "")
    if not name:
        raise Refused("Say who was told.", field="name")
    if not clean_text(telling.role):
        raise Refused("Say in which role they were told.", field="role")
    require_past(telling.at, tx.now, "at")
    reference = clean_text(telling.reference)
    channel = ", ".join(part for part in (clean_text(telling.channel), f"reference {reference}" if reference else "") if part)
    if max(len(name), len(channel), len(telling.role)) > _SHORT:
        raise Refused(
            f"A name and a reference can have {_SHORT} characters each. Write the rest into the assessment.", field="name"
        )
    tx.session.add(
        Told(
            event_id=row.id,
            name=name,
            role=clean_text(telling.role),
            channel=channel,
            told_at=telling.at,
            told_by=tx.actor.staff,
        )
    )


def _own_supervisor(tx: Tx) -> str:
    own = select(Staff.name).join(Therapist, Therapist.supervisor_id == Staff.id).where(Therapist.staff_id == tx.actor.staff)
    return tx.session.scalar(own) or ""


def note(tx: Tx, action: str, row: SafetyEvent, **codes: str) -> None:
    """The audit row: ids and codes only."""
    topic, subject = (Topic.PATIENTS, row.patient_id) if row.course_id is None else (Topic.COURSES, row.course_id)
    tx.record(action, topic, subject, diff={"event": row.id, **codes})
