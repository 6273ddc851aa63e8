"""What booking does for a patient who pays alone: a Good Faith Estimate falls due (45 CFR 149.610; DOMAIN.md 5.5).

Booking is near start-up and few patients pay alone, so the table of estimates is mapped only when one is written.
"""

from collections.abc import Collection, Sequence
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import Integer, String, column, select, table, update

from ibh_desktop.domain.appointments import UPCOMING
from ibh_desktop.domain.cover import Cover, Payer
from ibh_desktop.domain.estimate import Outcome, due_on, looked_at
from ibh_desktop.domain.ids import PatientId
from ibh_desktop.domain.topics import Topic
from ibh_desktop.queries.cover_facts import pays_alone
from ibh_desktop.store.lookup import one
from ibh_desktop.store.schema import Appointment, Closure, Location
from ibh_desktop.store.tx import Tx

UNDONE = "The booking was undone."
_TASK = table(
    "estimate_task",
    column("id", Integer),
    column("patient_id", Integer),
    column("appointment_id", Integer),
    column("outcome", String),
    column("reason", String),
    column("version", Integer),
)


def after_booking(tx: Tx, booked: Sequence[Appointment]) -> None:
    """Note the estimates that a booking makes due: one for each patient, by the first new visit. One statement a patient."""
    first: dict[int, Appointment] = {}
    for row in sorted(booked, key=lambda row: row.starts):
        first.setdefault(row.patient_id, row)
    for row in first.values():
        windows = tx.rows(pays_alone(row.patient_id)).all()
        if windows:
            _note(tx, row, [Cover(Payer.SELF_PAY, first=start, last=end) for start, end in windows])


def after_payer(tx: Tx, patient: PatientId) -> None:
    """Note the estimate of who is booked already and turns out to pay alone, unless one was noted. Two statements at least."""
    t, a = _TASK.c, Appointment
    known = select(t.id).select_from(_TASK).where(t.patient_id == patient, t.reason != UNDONE).limit(1)
    if tx.rows(known).first() is None:
        coming = select(a).where(a.patient_id == patient, a.starts > tx.now, a.status.in_(UPCOMING)).order_by(a.starts).limit(1)
        after_booking(tx, tx.session.scalars(coming).all())


def _note(tx: Tx, row: Appointment, alone: Sequence[Cover]) -> None:
    zone = ZoneInfo(one(tx, Location, row.location_id).zone)
    booked, visit = tx.now.astimezone(zone).date(), row.starts.astimezone(zone).date()
    if not any(window.holds(visit) for window in alone):
        return
    due = due_on(booked, visit, closed_days(tx, row.location_id, *looked_at(booked, visit)))
    if due is None:
        return
    from ibh_desktop.store.frontdesk import EstimateTask  # noqa: PLC0415 - start-up

    days = {"asked_on": booked, "due_on": due}
    tx.session.add(EstimateTask(patient_id=row.patient_id, appointment_id=row.id, made_at=tx.now, **days))
    tx.record("estimate:due", Topic.PATIENTS, row.patient_id, diff={"appointment": row.id, "due": due})


def closed_days(tx: Tx, location: int | None, first: date, last: date) -> set[date]:
    """The closed days of a location; none where no location is known. One statement."""
    if location is None:
        return set()
    days = select(Closure.on).where(Closure.location_id == location, Closure.on >= first, Closure.on <= last)
    return set(tx.session.scalars(days))


def after_undoing(tx: Tx, appointments: Collection[int]) -> None:
    """Settle the open estimates of a booking that was undone. One statement, one more for each of its patients."""
    if not appointments:
        return
    t = _TASK.c
    still = (t.appointment_id.in_(appointments), t.outcome == Outcome.OPEN.value)
    for key, patient in tx.rows(select(t.id, t.patient_id).select_from(_TASK).where(*still)).all():
        settled = {"outcome": Outcome.NOT_NEEDED.value, "reason": UNDONE, "version": t.version + 1}
        tx.session.execute(update(_TASK).where(t.id == key).values(**settled))
        tx.record("estimate:undone", Topic.PATIENTS, patient, diff={"estimate": key})
