"""The history of every appointment's status, written in the transaction of the change: no use case can forget it.

A row that is put aside for a moment and comes back to where it stood (as a visit of several that is moved) leaves no step.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Integer, String, Text, column, event, insert, table
from sqlalchemy.orm import Session, object_session

from ibh_desktop.domain.appointments import Status
from ibh_desktop.store.schema import Appointment
from ibh_desktop.store.types import Instant

_CHANGED = "changed visits"
# Not by its class: mapping the tables of the desk takes time that start-up does not have.
_STEP = table(
    "visit_step",
    column("appointment_id", Integer),
    column("at", Instant),
    column("by_id", Integer),
    column("was", String),
    column("became", String),
    column("reason", Text),
)


def _noted(row: Appointment, _value: Status, was: object, _initiator: object) -> None:
    session = object_session(row)
    if session is not None and isinstance(was, Status):
        session.info.setdefault(_CHANGED, {}).setdefault(row, was)


event.listen(Appointment.status, "set", _noted, active_history=True)


def write_steps(session: Session, *, at: datetime, by: int, reasons: Mapping[int | None, str]) -> None:
    """Write a step for each appointment whose status changed in this session; `reasons` by the appointment's id."""
    changed: dict[Appointment, Status] = session.info.pop(_CHANGED, {})
    steps: list[dict[str, Any]] = [
        {
            "appointment_id": row.id,
            "at": at,
            "by_id": by,
            "was": was.value,
            "became": row.status.value,
            "reason": reasons.get(row.id, ""),
        }
        for row, was in changed.items()
        if row.status is not was
    ]
    if steps:
        session.execute(insert(_STEP), sorted(steps, key=lambda step: step["appointment_id"]))
