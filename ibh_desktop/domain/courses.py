"""The IPT course: variants, contract, status and session counting (DOMAIN.md 1)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from ibh_desktop.domain.appointments import HOLDING, UNSETTLED, Kind, Status
from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.phases import Split, split


class CourseStatus(StrEnum):
    """States of DOMAIN.md 1.7.1; the last four are final."""

    DRAFT = "draft"
    ACTIVE = "active"
    ON_HOLD = "on hold"
    COMPLETED = "completed"
    ENDED_EARLY = "ended early"
    TRANSFERRED = "transferred"
    CANCELLED = "cancelled"


RUNNING = (CourseStatus.DRAFT, CourseStatus.ACTIVE, CourseStatus.ON_HOLD)
GOING_ON = (CourseStatus.DRAFT, CourseStatus.ACTIVE)
"""Statuses in which sessions are booked and held: a course that is booked is a draft until consent is on file."""
FOLLOWED = (CourseStatus.COMPLETED, CourseStatus.ENDED_EARLY)
"""Finished courses for which forms are still entered, without reopening them (DOMAIN.md 2.1, "+3 months")."""


class Area(StrEnum):
    """The four interpersonal problem areas, as staff call them (DOMAIN.md 1.3)."""

    GRIEF = "grief and loss"
    ROLE_DISPUTE = "conflict with another person"
    ROLE_TRANSITION = "life change"
    DEFICITS = "isolation"


@dataclass(frozen=True, slots=True)
class Variant:
    """A preset of DOMAIN.md 1.1.1: sessions, cadence in days, length in minutes, phase lengths."""

    code: str
    name: str
    planned: int
    parts: Split
    cadence_days: int = 7
    minutes: int = 50


VARIANTS = (
    Variant("IPT16", "Standard, 16 sessions", 16, Split(3, 10, 3)),
    Variant("IPT14", "Standard, 14 sessions", 14, Split(3, 8, 3)),
    Variant("IPT12", "Standard, 12 sessions", 12, Split(3, 7, 2)),
    Variant("IPT16UK", "16 sessions, UK split", 16, Split(4, 8, 4)),
    Variant("IPTB8", "Brief IPT, 8 sessions", 8, Split(2, 5, 1)),
    Variant("IPTA12", "Adolescent IPT, 12 sessions", 12, Split(4, 5, 3), minutes=45),
    Variant("IPSRT20", "IPSRT (bipolar), 20 sessions", 20, Split(5, 13, 2)),
)
"""Presets of acute courses that book one patient with one therapist."""

MAINTENANCE = Variant("IPTM", "Maintenance, 12 sessions", 12, Split(0, 12, 0), cadence_days=28)
"""A contract of its own after a finished course, renewable: monthly, which is every fourth week on the same weekday."""

GROUP = Variant("IPTG8", "Group IPT, 8 sessions", 8, Split(1, 6, 1), minutes=90)
"""A course of several patients in one group, after an individual meeting with each (WHO Group IPT [S19][S20])."""

BY_CODE = {variant.code: variant for variant in (*VARIANTS, MAINTENANCE, GROUP)}
CUSTOM = "CUSTOM"


def variant_of(code: str, sessions: int | None = None) -> Variant:
    """The preset, or a custom course of so many sessions; raise `Refused` for an unknown code or an impossible number."""
    if code == CUSTOM:
        parts = split(sessions or 0)
        return Variant(CUSTOM, f"Custom, {sessions} sessions", sum(parts), parts)
    if code not in BY_CODE:
        raise Refused(f"There is no course variant {code}.", field="variant")
    return BY_CODE[code]


def variant_name(code: str, planned: int) -> str:
    """What staff read for the variant of a course that is there."""
    if code not in BY_CODE:
        return f"Custom, {planned} sessions"
    variant = BY_CODE[code]
    return variant.name if variant.planned == planned else f"{variant.name.split(',')[0]}, now {planned} sessions"


ADVICE = {
    "IPTA12": "Not meant for bipolar, psychotic, acutely suicidal or homicidal, intellectually disabled or actively"
    " substance-using adolescents (ages 12–18).",
    "IPTG8": "Six to ten patients are usual, ten at most. Each has an individual meeting before the group begins.",
    "IPSRT20": "A prescriber sees the patient alongside: name the prescriber in the contract.",
}
"""What is shown when a variant is chosen; it blocks nothing (DOMAIN.md 1.1.1 [S14][S18])."""


INDICATIONS = (
    "depression",
    "anxiety",
    "social anxiety",
    "drug and alcohol addiction",
    "eating disorder",
    "grief and loss",
    "bipolar disorder",
    "PTSD",
    "marital conflict",
    "postpartum depression",
)

COURSE_KINDS = (Kind.THERAPY, Kind.FAMILY, Kind.GROUP)
"""Kinds that count as sessions of a course; an intake is session 0 unless the therapist counts it (DOMAIN.md 1.7.3)."""


def session_kind(code: str) -> Kind:
    """What each session of a variant is."""
    return Kind.GROUP if code == GROUP.code else Kind.THERAPY


def is_session(kind: Kind, *, intake_counts: bool = False) -> bool:
    """Whether an appointment of a course is one of its sessions; `intake_counts` is the therapist's tick."""
    return kind in COURSE_KINDS or (kind is Kind.INTAKE and intake_counts)


def parts_of(code: str, planned: int) -> Split:
    """Phase lengths of a variant; of a contract that departs from its preset, by the formula."""
    variant = BY_CODE.get(code)
    if variant is MAINTENANCE:
        return Split(0, planned, 0)
    return variant.parts if variant and variant.planned == planned else split(planned)


def target_end(starts_on: date, planned: int, cadence_days: int) -> date:
    """The date of the planned last session: start + (N−1) × cadence (DOMAIN.md 1.5)."""
    return starts_on + timedelta(days=(planned - 1) * cadence_days)


def taking(*, late_counts: bool) -> tuple[Status, ...]:
    """Statuses in which a session takes one of the contract's: held or booked, and cancelled late where the clinic counts it.

    The one rule of what uses a contract up (DOMAIN.md 1.7.3, setting `count_late_cancel`, off by default).
    """
    return (*HOLDING, Status.LATE_CANCEL) if late_counts else HOLDING


class Session(NamedTuple):
    """One appointment of a course, as far as counting goes."""

    kind: Kind
    status: Status
    intake_counts: bool = False


@dataclass(frozen=True, slots=True)
class Attendance:
    """Sessions of a course by what became of them; `spent` ones were cancelled late and are used up all the same."""

    delivered: int = 0
    no_show: int = 0
    late_cancel: int = 0
    upcoming: int = 0
    spent: int = 0

    @property
    def used(self) -> int:
        """Sessions of the contract that are gone."""
        return self.delivered + self.spent

    @property
    def taken(self) -> int:
        """Sessions of the contract that are gone or booked."""
        return self.used + self.upcoming

    @property
    def rate(self) -> float | None:
        """Delivered of delivered, missed and cancelled late; None before any of them (DOMAIN.md 1.7.3)."""
        due = self.delivered + self.no_show + self.late_cancel
        return self.delivered / due if due else None


def counted(sessions: Iterable[Session], *, late_counts: bool = False) -> Attendance:
    """Count a course's appointments; only completed sessions of a course kind are delivered."""
    takes = taking(late_counts=late_counts)
    delivered = no_show = late = upcoming = spent = 0
    for kind, status, intake_counts in sessions:
        if not is_session(kind, intake_counts=intake_counts):
            continue
        spent += status in takes and status not in HOLDING
        delivered += status is Status.COMPLETED
        no_show += status is Status.NO_SHOW
        late += status is Status.LATE_CANCEL
        upcoming += status in UNSETTLED
    return Attendance(delivered, no_show, late, upcoming, spent)


def remaining(planned: int, used: int) -> int:
    """Sessions left of the contract, never below 0."""
    return max(0, planned - used)


def last_number(planned: int, spent: int) -> int:
    """The number of the contract's last session; a session that was spent on a late cancellation has no number (1.7.3)."""
    return planned - spent


def weeks_elapsed(first_session: date, today: date) -> int:
    """1 in the first week (DOMAIN.md 1.7.3)."""
    return (today - first_session).days // 7 + 1
