"""The scored forms of a course, as its page and its letters show them."""

import json
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import Integer, Row, bindparam, select

from ibh_desktop.domain.ids import CourseId, ScoreId
from ibh_desktop.domain.outcomes import BY_CODE
from ibh_desktop.domain.outcomes.measure import Safety, given_from
from ibh_desktop.queries.measures import is_adult_form, words_of
from ibh_desktop.store.schema import Score
from ibh_desktop.store.tx import Reading


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """One scored form that no later one replaced; `standing` is its band, or the side of the cut it lies on."""

    id: ScoreId
    measure: str
    taken_on: date
    total: int | None
    band: str | None
    prorated: bool
    safety: Safety
    complete: bool = True
    standing: str = ""
    adult_form: bool = False


_COURSE = bindparam("course", type_=Integer())
_SCORES = (
    select(
        Score.id,
        Score.measure,
        Score.taken_on,
        Score.total,
        Score.band,
        Score.prorated,
        Score.safety,
        Score.complete,
        Score.given,
        Score.replaces_id,
    )
    .where(Score.course_id == _COURSE)
    .order_by(Score.taken_on, Score.id)
)


def scores_of(reading: Reading, course: CourseId, born: date) -> tuple[ScoreLine, ...]:
    """The scored forms of a course that no later one replaced, by date; `born` is the patient's. One statement."""
    rows = reading.rows(_SCORES, course=course).all()
    # Told apart here: in the statement, each score would be held against all others of the course.
    replaced = {row.replaces_id for row in rows}
    return tuple(_score_line(row, born) for row in rows if row.id not in replaced)


def _score_line(row: Row[*tuple[Any, ...]], born: date) -> ScoreLine:
    measure = BY_CODE[row.measure]
    return ScoreLine(
        ScoreId(row.id),
        row.measure,
        row.taken_on,
        row.total,
        row.band,
        row.prorated,
        row.safety,
        complete=row.complete,
        standing=_standing(row.measure, row.total, row.given),
        adult_form=is_adult_form(measure, born, row.taken_on),
    )


@lru_cache(maxsize=2_048)
def _standing(code: str, total: int | None, given: str) -> str:
    # Only rules go into this: the same total of the same form always says the same.
    return words_of(BY_CODE[code], total, given_from(json.loads(given)))
