"""What every amendment of a contract does: its row, the clinical lead's agreement, and the end that follows."""

from ibh_desktop.domain.contract import AmendmentKind, needs_cosign
from ibh_desktop.domain.courses import MAINTENANCE, target_end
from ibh_desktop.domain.errors import NotAllowed
from ibh_desktop.domain.permissions import Role
from ibh_desktop.domain.topics import Topic
from ibh_desktop.queries import chart_facts
from ibh_desktop.store.chart import Amendment
from ibh_desktop.store.lookup import require_version
from ibh_desktop.store.schema import Course
from ibh_desktop.store.tx import Tx
from ibh_desktop.usecases.course_rows import today


def require_cosign(tx: Tx, row: Course, planned: int) -> bool:
    """Whether `planned` sessions need a clinical lead (DOMAIN.md 1.7.4); raise `NotAllowed` for anybody else then."""
    cosign = needs_cosign(chart_facts.first_planned(tx.session, row), planned, maintenance=row.variant == MAINTENANCE.code)
    if cosign and tx.actor.role is not Role.LEAD:
        raise NotAllowed(
            f"{planned} sessions are more than a therapist extends to alone. A clinical lead extends this contract."
        )
    return cosign


def amend(
    tx: Tx,
    row: Course,
    kind: AmendmentKind,
    before: str,
    after: str,
    reason: str,
    *,
    cosigned: bool = False,
    version: int | None,
) -> None:
    """Add the amendment's row and count the course's change; raise `Conflict` when it was changed since `version`."""
    require_version(row, version)
    tx.session.add(
        Amendment(
            course_id=row.id,
            kind=kind.value,
            before=before,
            after=after,
            reason=reason,
            agreed_on=today(tx, row),
            made_at=tx.now,
            made_by=tx.actor.staff,
            cosigned_by=tx.actor.staff if cosigned else None,
        )
    )
    tx.record(f"contract:{kind.name.lower()}", Topic.COURSES, row.id, diff={"from": before, "to": after})


def recompute(row: Course) -> None:
    """The contract's end as its sessions and rhythm now have it."""
    row.target_end = target_end(row.starts_on, row.planned, row.cadence_days)
