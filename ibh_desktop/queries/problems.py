"""The focus of a course: formulation in its versions, problem areas with their details, the stages of a dispute."""

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import select

from ibh_desktop.domain.courses import RUNNING, Area
from ibh_desktop.domain.ids import CourseId, PersonId, TherapistId
from ibh_desktop.domain.life_events import Moment, Precision
from ibh_desktop.domain.permissions import Permission, may, require
from ibh_desktop.domain.problems import TEXTS, Detail, Setting, Stage
from ibh_desktop.store.chart import DisputeStage, Formulation, InventoryPerson, ProblemDetail
from ibh_desktop.store.lookup import one
from ibh_desktop.store.schema import Course, Location, Staff
from ibh_desktop.store.tx import Reading


@dataclass(frozen=True, slots=True)
class FormulationLine:
    """One version; the newest one holds."""

    edition: int
    text: str
    primary: Area
    secondary: Area | None
    agreed_on: date | None
    reason: str
    on: date
    author: str


@dataclass(frozen=True, slots=True)
class StageLine:
    """Where a dispute stood from a day on."""

    on: date
    stage: Stage
    note: str


@dataclass(frozen=True, slots=True)
class DetailLine:
    """What is tracked of an area; `person_name` is the linked person's or whoever was named."""

    area: Area
    version: int
    detail: Detail
    person_name: str
    stage: Stage | None
    stages: tuple[StageLine, ...]


@dataclass(frozen=True, slots=True)
class Focus:
    """`formulations` with the newest first; `people` are those that a detail or an event can name."""

    course: CourseId
    today: date
    writable: bool
    indication: str
    area: Area | None
    formulations: tuple[FormulationLine, ...]
    details: tuple[DetailLine, ...]
    people: tuple[tuple[PersonId, str], ...]

    @property
    def newest(self) -> FormulationLine | None:
        """The formulation that holds."""
        return self.formulations[0] if self.formulations else None


def focus(reading: Reading, course: CourseId) -> Focus:
    """The focus; raise `NotAllowed` for whoever may not see this course's chart."""
    row = one(reading, Course, course)
    require(reading.actor, Permission.SEE_CLINICAL, therapist := TherapistId(row.therapist_id))
    zone = ZoneInfo(one(reading, Location, row.location_id).zone)
    return Focus(
        course=course,
        today=reading.now.astimezone(zone).date(),
        writable=row.status in RUNNING and may(reading.actor, Permission.EDIT_CLINICAL, therapist),
        indication=row.indication,
        area=row.area,
        formulations=_formulations(reading, course, zone),
        details=_details(reading, course),
        people=named(reading, course),
    )


def named(reading: Reading, course: CourseId) -> tuple[tuple[PersonId, str], ...]:
    """The people of the inventory by name; whoever calls has asked for the permission."""
    p = InventoryPerson
    rows = reading.session.execute(select(p.id, p.name).where(p.course_id == course, ~p.removed).order_by(p.name, p.id))
    return tuple((PersonId(key), name) for key, name in rows)


def _formulations(reading: Reading, course: CourseId, zone: ZoneInfo) -> tuple[FormulationLine, ...]:
    f = Formulation
    wanted = select(f, Staff.name).join(Staff, Staff.id == f.made_by).where(f.course_id == course).order_by(f.edition.desc())
    return tuple(
        FormulationLine(
            edition=x.edition,
            text=x.text,
            primary=Area(x.primary_area),
            secondary=Area(x.secondary_area) if x.secondary_area else None,
            agreed_on=x.agreed_on,
            reason=x.reason,
            on=x.made_at.astimezone(zone).date(),
            author=author,
        )
        for x, author in reading.session.execute(wanted)
    )


def _details(reading: Reading, course: CourseId) -> tuple[DetailLine, ...]:
    d, p, s = ProblemDetail, InventoryPerson, DisputeStage
    rows = reading.session.execute(
        select(d, p.name).outerjoin(p, p.id == d.person_id).where(d.course_id == course).order_by(d.id)
    ).all()
    stages = reading.session.execute(
        select(s.detail_id, s.on, s.stage, s.note)
        .join(d, d.id == s.detail_id)
        .where(d.course_id == course)
        .order_by(s.on.desc(), s.id.desc())
    ).all()
    return tuple(
        DetailLine(
            area=Area(x.area),
            version=x.version,
            detail=_detail(x),
            person_name=name or x.person,
            stage=Stage(x.stage) if x.stage else None,
            stages=tuple(StageLine(on, Stage(stage), note) for key, on, stage, note in stages if key == x.id),
        )
        for x, name in rows
    )


def _detail(row: ProblemDetail) -> Detail:
    return Detail(
        **{name: getattr(row, name) for name in TEXTS},
        person=PersonId(row.person_id) if row.person_id else None,
        person_words=row.person,
        setting=Setting(row.setting) if row.setting else None,
        on=Moment(row.on, Precision(row.precision)) if row.on else None,
        contacts_a_week=row.contacts_a_week,
    )
