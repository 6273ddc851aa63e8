"""What was recorded about safety events, and of it what closing one asks for (DOMAIN.md 3.3)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from ibh_desktop.domain.permissions import Role
from ibh_desktop.domain.safety import SUPERVISOR, Clinician, Finding, Method, Step
from ibh_desktop.store.chart.safety import Assessment, ScreenerAnswers, Told
from ibh_desktop.store.schema import SafetyEvent, Staff, Therapist
from ibh_desktop.store.tx import Reading


@dataclass(frozen=True, slots=True)
class Kept:
    """All rows about some events, each kind in the order in which it was made; `people` are everybody on staff they name."""

    entries: Sequence[Assessment]
    told: Sequence[Told]
    screeners: Sequence[ScreenerAnswers]
    people: dict[int, tuple[str, Clinician]]

    def of(self, event: int) -> "Kept":
        """The rows about one event."""
        return Kept(
            [row for row in self.entries if row.event_id == event],
            [row for row in self.told if row.event_id == event],
            [row for row in self.screeners if row.event_id == event],
            self.people,
        )

    def latest(self) -> Assessment | None:
        """The assessment that holds: the last one since the event was last reopened."""
        latest = None
        for entry in self.entries:
            if entry.method == Step.REOPENED:
                latest = None
            elif entry.method in list(Method):
                latest = entry
        return latest

    def reopened_at(self) -> datetime | None:
        """When the event was last reopened."""
        return max((entry.assessed_at for entry in self.entries if entry.method == Step.REOPENED), default=None)

    def finding(self) -> Finding:
        """What a close asks for, of one event."""
        latest = self.latest()
        if latest is None:
            return Finding(told=len(self.told))
        _, clinician = self.people[latest.assessed_by]
        return Finding(
            licensed=clinician.is_licensed(latest.assessed_at.date()),
            assessed_at=latest.assessed_at,
            method=latest.method,
            finding=latest.finding,
            actions=latest.actions,
            told=len(self.told),
            plan=latest.plan,
            means=latest.means,
            follow_up_on=latest.follow_up_on,
            supervised=clinician.supervised,
            supervisor_told_at=latest.supervisor_told_at or self._supervisor_told(),
        )

    def _supervisor_told(self) -> datetime | None:
        # What a supervisor was told before the event was reopened says nothing of what was found since.
        again = self.reopened_at()
        return max(
            (t.told_at for t in self.told if t.role == SUPERVISOR and (again is None or t.told_at >= again)), default=None
        )


def rows_of(reading: Reading, events: Collection[SafetyEvent]) -> Kept:
    """Everything about these events. Four statements, however many there are."""
    keys, ask = [event.id for event in events], reading.session.scalars
    entries = ask(select(Assessment).where(Assessment.event_id.in_(keys)).order_by(Assessment.assessed_at, Assessment.id)).all()
    told = ask(select(Told).where(Told.event_id.in_(keys)).order_by(Told.told_at, Told.id)).all()
    asked = ask(select(ScreenerAnswers).where(ScreenerAnswers.event_id.in_(keys)).order_by(ScreenerAnswers.id)).all()
    staff = {event.raised_by for event in events if event.raised_by} | {row.assessed_by for row in entries}
    staff |= {row.told_by for row in told} | {row.asked_by for row in asked}
    return Kept(entries, told, asked, _people(reading, staff))


def finding_of(reading: Reading, event: SafetyEvent) -> Finding:
    """What a close of this event asks for, as it stands."""
    return rows_of(reading, [event]).finding()


def _people(reading: Reading, staff: Collection[int]) -> dict[int, tuple[str, Clinician]]:
    rows = reading.session.execute(
        select(Staff.id, Staff.name, Staff.role, Therapist.credential, Therapist.licence, Therapist.licence_expires)
        .join(Therapist, Therapist.staff_id == Staff.id, isouter=True)
        .where(Staff.id.in_(staff))
    )
    return {
        row.id: (
            row.name,
            Clinician(row.credential or "", row.licence or "", row.licence_expires, leads=row.role is Role.LEAD),
        )
        for row in rows
    }
