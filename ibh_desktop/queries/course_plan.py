"""The preview of a whole course: N dated sessions, and the weeks skipped with their reasons."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from ibh_desktop.domain.courses import session_kind, variant_of
from ibh_desktop.domain.errors import NotFound, Refused
from ibh_desktop.domain.ids import CourseId, LocationId, PatientId, RoomId, TherapistId
from ibh_desktop.domain.licences import Standing, no_new_course
from ibh_desktop.domain.permissions import Permission, require
from ibh_desktop.domain.series import Change, Planned
from ibh_desktop.domain.slots import Slot
from ibh_desktop.queries.series_plan import Series, dated
from ibh_desktop.queries.soft_conflicts import Asked
from ibh_desktop.store.schema import Staff, Therapist
from ibh_desktop.store.tx import Reading


@dataclass(frozen=True, slots=True)
class CoursePlan:
    """Who wants which variant with whom, weekly from `starts` on (an instant); `sessions` only of a custom course.

    `changed` edits single rows of the preview; `agreed` are the starts as they were shown and confirmed: these or none.
    A maintenance course `follows` a finished one.
    """

    patient: PatientId
    therapist: TherapistId
    location: LocationId
    room: RoomId | None
    variant: str
    starts: datetime
    sessions: int | None = None
    changed: tuple[Change, ...] = ()
    agreed: tuple[datetime, ...] = ()
    follows: CourseId | None = None

    def series(self) -> Series:
        """As a series of visits; raise `Refused` for a variant that is none."""
        variant = variant_of(self.variant, self.sessions)
        return Series(
            self.patient,
            self.therapist,
            self.location,
            self.room,
            self.starts,
            variant.planned,
            variant.minutes,
            variant.cadence_days,
            self.changed,
            self.agreed,
            session_kind(variant.code),
        )


def plan(reading: Reading, wanted: CoursePlan) -> list[Planned]:
    """Rows of the preview in order; the same function decides it that books it."""
    require(reading.actor, Permission.OPEN_COURSE, wanted.therapist)
    require_licence(reading, wanted.therapist)
    return dated(reading, wanted.series())


def require_licence(reading: Reading, therapist: TherapistId) -> None:
    """Raise `Refused` for a therapist whose licence allows no new course (DOMAIN.md 4.7); expiry is asked of every date."""
    both = select(Therapist, Staff.active).join(Staff, Staff.id == Therapist.supervisor_id, isouter=True)
    found = reading.session.execute(both.where(Therapist.id == therapist)).one_or_none()
    if found is None:
        raise NotFound("This therapist is not there any more.")
    row, supervised = found
    standing = Standing(row.credential, row.licence_expires, supervised=bool(supervised))
    if reason := no_new_course(standing, row.name):
        raise Refused(f"{reason} Choose another therapist, or ask a manager to mend the record.", field="therapist")


def opening(wanted: CoursePlan, slots: Sequence[Slot]) -> Asked:
    """What to judge before these sessions of a course are booked."""
    variant = variant_of(wanted.variant, wanted.sessions)
    return Asked(
        wanted.patient,
        wanted.therapist,
        wanted.location,
        tuple(slots),
        session_kind(variant.code),
        opening=variant.parts,
        cadence_days=variant.cadence_days,
    )
