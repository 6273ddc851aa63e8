"""Give a running course another variant: an amendment of its contract (DOMAIN.md 1.5)."""

from dataclasses import dataclass

from ibh_desktop.domain.contract import AmendmentKind, as_amended, require_variant
from ibh_desktop.domain.courses import variant_name, variant_of
from ibh_desktop.domain.errors import Conflict, Refused
from ibh_desktop.domain.ids import CourseId
from ibh_desktop.domain.lifecycle import require_words
from ibh_desktop.domain.people import clean_text
from ibh_desktop.queries.session_numbers import taken
from ibh_desktop.store.schema import Course
from ibh_desktop.store.tx import Tx
from ibh_desktop.usecases.amendments import amend, recompute, require_cosign
from ibh_desktop.usecases.chart_rows import require_chart


@dataclass(frozen=True, slots=True)
class Varied:
    """What Undo needs: the variant, sessions and minutes as they were, and the course's version since."""

    course: CourseId
    version: int
    code: str
    planned: int
    minutes: int


def change(
    tx: Tx, course: CourseId, *, code: str, reason: str, sessions: int | None = None, version: int | None = None
) -> Varied:
    """Change the variant; raise `Refused` for one that does not fit, `NotAllowed` where only a clinical lead extends so far.

    The therapist's phase, the rhythm, the sessions that are held or booked and their lengths stay; the number of sessions,
    the phases' planned lengths, the tasks and the contract's end follow the new variant. `sessions` is a custom course's.
    """
    row = require_chart(tx, course)
    wanted = require_variant(row.variant, row.planned, variant_of(code, sessions), taken(tx, course))
    words = require_words(clean_text(reason))
    cosign = require_cosign(tx, row, wanted.planned) if wanted.planned > row.planned else False
    varied = Varied(course, row.version + 1, row.variant, row.planned, row.minutes)
    before, after = as_amended(row.variant, row.planned), as_amended(wanted.code, wanted.planned)
    amend(tx, row, AmendmentKind.VARIANT, before, after, words, cosigned=cosign, version=version)
    _take(row, wanted.code, wanted.planned, wanted.minutes)
    return varied


def _take(row: Course, code: str, planned: int, minutes: int) -> None:
    row.variant, row.planned, row.minutes = code, planned, minutes
    recompute(row)


def take_back(tx: Tx, varied: Varied) -> None:
    """Undo a change of variant: an amendment of its own, for none is ever taken out of the record.

    Raise `Conflict` when the course was changed since, `Refused` when more is booked by now than the old contract holds.
    """
    row = require_chart(tx, varied.course)
    if row.version != varied.version:
        raise Conflict("Somebody changed this course since. It was left as they put it.")
    if taken(tx, varied.course) > varied.planned:
        old = variant_name(varied.code, varied.planned)
        raise Refused(f"More sessions are booked by now than {old} has. Release them first.", field="variant")
    before, after = as_amended(row.variant, row.planned), as_amended(varied.code, varied.planned)
    amend(tx, row, AmendmentKind.VARIANT, before, after, "Taken back", version=None)
    _take(row, varied.code, varied.planned, varied.minutes)
