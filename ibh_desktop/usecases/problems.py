"""Keep the problem areas and the formulation that chooses among them (DOMAIN.md 1.3, 1.5)."""

from datetime import date
from typing import Any

from sqlalchemy import func, select

from ibh_desktop.domain.courses import Area
from ibh_desktop.domain.errors import Conflict, Refused
from ibh_desktop.domain.ids import CourseId, PersonId
from ibh_desktop.domain.people import clean_text
from ibh_desktop.domain.problems import (
    TEXTS,
    Detail,
    Stage,
    require_areas,
    require_detail,
    require_formulation,
    require_stage_day,
)
from ibh_desktop.domain.topics import Topic
from ibh_desktop.store.chart import DisputeStage, Formulation, InventoryPerson, ProblemDetail
from ibh_desktop.store.tx import Tx
from ibh_desktop.usecases.chart_rows import TAKEN, require_chart, require_unchanged, today_of


def formulate(
    tx: Tx,
    course: CourseId,
    *,
    text: str,
    primary: Area | None,
    secondary: Area | None = None,
    agreed_on: date | None = None,
    reason: str = "",
    seen: int = 0,
) -> int:
    """Write the next version of the formulation and return its number; `seen` is the version that was read before.

    Raises `Conflict` when another desk wrote one since. The course's area follows the primary area.
    """
    row = require_chart(tx, course)
    newest = tx.session.scalar(select(func.max(Formulation.edition)).where(Formulation.course_id == course)) or 0
    if newest != seen:
        raise Conflict("Somebody else wrote a new version a moment ago. Yours is not lost: look at theirs, then save again.")
    chosen = require_areas(primary, secondary)
    words, why = require_formulation(text, edition=newest + 1, reason=reason, agreed_on=agreed_on, today=today_of(tx, row))
    tx.session.add(
        Formulation(
            course_id=course,
            edition=newest + 1,
            text=words,
            primary_area=chosen.value,
            secondary_area=secondary.value if secondary else "",
            agreed_on=agreed_on,
            reason=why,
            made_at=tx.now,
            made_by=tx.actor.staff,
        )
    )
    row.area = chosen
    row.version += 1
    tx.record("formulation:write", Topic.COURSES, course, diff={"edition": newest + 1, "area": chosen.name})
    return newest + 1


def save_detail(tx: Tx, course: CourseId, area: Area, detail: Detail, *, version: int | None) -> None:
    """Replace what is tracked of an area; `version` None means that nothing was there. Raises `Conflict`, `Refused`."""
    course_row = require_chart(tx, course)
    clean = require_detail(area, detail, today_of(tx, course_row))
    _require_own(tx, course, clean.person)
    row = _detail(tx, course, area)
    if (row is None) != (version is None):
        raise Conflict(TAKEN)
    if row is None:
        row = _new_detail(tx, course, area)
    else:
        require_unchanged(row, version or 0)
    values = _values(clean)
    changed = sorted(name for name, value in values.items() if getattr(row, name) != value)
    for name in changed:
        setattr(row, name, values[name])
    tx.record("area:detail", Topic.COURSES, course, diff={"area": area.name, "fields": changed})


def _values(detail: Detail) -> dict[str, Any]:
    return {
        **{name: getattr(detail, name) for name in TEXTS},
        "person_id": detail.person,
        "person": detail.person_words,
        "setting": detail.setting.value if detail.setting else "",
        "on": detail.on.on if detail.on else None,
        "precision": detail.on.precision.value if detail.on else "",
        "contacts_a_week": detail.contacts_a_week,
    }


def _require_own(tx: Tx, course: CourseId, person: PersonId | None) -> None:
    known = None if person is None else tx.session.get(InventoryPerson, person)
    if person is not None and (known is None or known.course_id != course or known.removed):
        raise Refused("This person is not in the inventory of this course any more. Choose another one.", field="person")


def _detail(tx: Tx, course: CourseId, area: Area) -> ProblemDetail | None:
    wanted = select(ProblemDetail).where(ProblemDetail.course_id == course, ProblemDetail.area == area.value)
    return tx.session.scalar(wanted)


def _new_detail(tx: Tx, course: CourseId, area: Area) -> ProblemDetail:
    row = ProblemDetail(course_id=course, area=area.value)
    tx.session.add(row)
    tx.session.flush()
    return row


def move_stage(tx: Tx, course: CourseId, *, stage: Stage, on: date, note: str = "") -> None:
    """Note where the dispute stands from a day on, in any direction; what was noted before stays in its history."""
    course_row = require_chart(tx, course)
    require_stage_day(on, today_of(tx, course_row))
    row = _detail(tx, course, Area.ROLE_DISPUTE) or _new_detail(tx, course, Area.ROLE_DISPUTE)
    tx.session.add(DisputeStage(detail_id=row.id, on=on, stage=stage.value, note=clean_text(note)[:500]))
    tx.session.flush()
    s = DisputeStage
    newest = tx.session.scalar(select(s.stage).where(s.detail_id == row.id).order_by(s.on.desc(), s.id.desc()).limit(1))
    row.stage = newest or ""
    row.version += 1
    tx.record("dispute:stage", Topic.COURSES, course, diff={"to": stage.name, "on": on})
