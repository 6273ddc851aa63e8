"""Lanes of the timeline in pixels, and the items that hand and keyboard can point at. No painting."""

from dataclasses import dataclass
from datetime import date, timedelta

from PySide6.QtCore import QPointF, QRectF

from ibh_desktop.domain.appointments import Status
from ibh_desktop.domain.ids import AppointmentId, GoalId, LetterId, ScoreId
from ibh_desktop.domain.outcomes import MEASURES
from ibh_desktop.domain.outcomes.change import baseline
from ibh_desktop.domain.outcomes.measure import Measure, Safety
from ibh_desktop.domain.timeline import Axis, Band, GoalBar, Mark, axis, bands, goal_bars, marks
from ibh_desktop.queries.course_page import CoursePage, LetterLine, ScoreLine
from ui.kit.text import short_date

GUTTER, RIGHT, TOP = 148, 84, 34
PHASE, SESSION, GOAL, LETTER, GAP = 30, 58, 32, 40, 16
TICK = 78
CHART = {"PHQ-9": 132, "GAD-7": 92}


@dataclass(frozen=True, slots=True)
class Item:
    """Something to point at: what it is in words, where it lies, what it opens."""

    rect: QRectF
    words: str
    opens: AppointmentId | ScoreId | GoalId | LetterId | None
    kind: str


@dataclass(frozen=True, slots=True)
class Chart:
    """One measure's lane: `points` are pixel positions with their score."""

    measure: Measure
    rect: QRectF
    points: tuple[tuple[QPointF, ScoreLine], ...]
    baseline: ScoreLine | None = None

    def y(self, total: float) -> float:
        """The pixel of a score; the highest score is at the top."""
        return self.rect.bottom() - self.rect.height() * total / self.measure.highest


@dataclass(frozen=True, slots=True)
class Layout:
    """A course laid out at one width."""

    page: CoursePage
    width: float
    axis: Axis
    marks: list[Mark]
    bands: list[Band]
    goals: list[GoalBar]
    charts: tuple[Chart, ...]
    tops: dict[str, float]
    height: float

    def x(self, day: float) -> float:
        """The pixel of a day."""
        return GUTTER + (self.width - GUTTER - RIGHT) * day / self.axis.days

    @property
    def mark_radius(self) -> float:
        """Of a session's disc: sixty sessions leave less room than sixteen."""
        return min(12.0, max(3.0, (self.x(7) - self.x(0)) * 0.4))

    def session_point(self, mark: Mark) -> QPointF:
        """The centre of a session's mark."""
        return QPointF(self.x(mark.day), self.tops["sessions"] + 18)

    def goal_rect(self, bar: GoalBar) -> QRectF:
        """The bar of a goal, as long as it was worked on."""
        left = self.x(bar.first)
        return QRectF(left, self.tops["goals"] + bar.lane * GOAL + 2, max(24.0, self.x(bar.last) - left), GOAL - 6)

    def goal_room(self, bar: GoalBar) -> float:
        """The width that a goal's words may take: they may run on beyond a short bar."""
        free = self.x(bar.first + self.axis.days / 3) - self.x(bar.first)
        return min(self.width - 12 - self.x(bar.first), max(self.goal_rect(bar).width(), free))

    def letter_point(self, letter: LetterLine) -> QPointF:
        """Where a letter's mark begins."""
        return QPointF(self.x(self.axis.day(letter.on)), self.tops["letters"] + 14)


def lay_out(page: CoursePage, width: float) -> Layout:
    """Everything in its lane; clinical lanes only where there is something clinical to see."""
    days = [page.starts_on, page.target_end, page.today if page.ended_on is None else page.ended_on]
    ticks = max(3, int((width - GUTTER - RIGHT) // TICK))
    shown = axis([*days, *(visit.on for visit in page.visits), *(score.taken_on for score in page.scores)], most=ticks)
    sessions = marks(page.visits, page.parts, shown)
    bars = goal_bars([goal for goal in page.goals if goal.opened_on], shown, page.ended_on or page.today)
    tops = {"phase": float(TOP), "sessions": float(TOP + PHASE + 8)}
    at = tops["sessions"] + SESSION
    draft = Layout(page, width, shown, sessions, bands(sessions), bars, (), tops, 0)
    charts = []
    for measure in MEASURES if page.clinical else ():
        scores = [score for score in page.scores if score.measure == measure.code]
        if scores:
            rect = QRectF(GUTTER, at, width - GUTTER - 12, CHART.get(measure.code, 92))
            charts.append(_chart(draft, measure, rect, scores))
            at += rect.height() + GAP
    tops["goals"] = at
    at += (1 + max((bar.lane for bar in bars), default=-1)) * GOAL + (GAP if bars else 0)
    tops["letters"] = at
    at += LETTER if page.letters else 0
    return Layout(page, width, shown, sessions, draft.bands, bars, tuple(charts), tops, at + 20)


def _chart(layout: Layout, measure: Measure, rect: QRectF, scores: list[ScoreLine]) -> Chart:
    empty = Chart(measure, rect, ())
    points = tuple((QPointF(layout.x(layout.axis.day(s.taken_on)), empty.y(s.total)), s) for s in scores if s.total is not None)
    return Chart(measure, rect, points, baseline(scores, layout.page.session_two))


def items(layout: Layout) -> list[Item]:
    """In the order in which the arrow keys walk: sessions, then scores, goals, letters, each by date."""
    found = [_session_item(layout, mark) for mark in layout.marks]
    for chart in layout.charts:
        found += [_score_item(chart.measure, point, score) for point, score in chart.points]
    for bar in layout.goals:
        before, after = bar.ratings
        rated = f", rated {before} then {after} of 10" if before is not None else ""
        found.append(Item(layout.goal_rect(bar), f"Goal: {bar.title}, {bar.status.value}{rated}", bar.id, "goal"))
    for letter in layout.page.letters:
        point = layout.letter_point(letter)
        state = "signed" if letter.signed else "draft"
        found.append(
            Item(
                QRectF(point.x(), point.y() - 12, 110, 24),
                f"{letter.title} letter, {state}, {_on(letter.on)}",
                letter.id,
                "letter",
            )
        )
    return found


def _session_item(layout: Layout, mark: Mark) -> Item:
    point = layout.session_point(mark)
    on = _on(layout.axis.on(mark.day))
    number = f"Session {mark.number} of {layout.page.planned}" if mark.number else "Session"
    state = {Status.COMPLETED: "held", Status.SCHEDULED: "to come", Status.CONFIRMED: "to come, confirmed"}.get(
        mark.status, mark.status.value
    )
    reach = min(13.0, (layout.x(7) - layout.x(0)) / 2)
    words = f"{number}, {on}: {state}, {mark.phase.value} phase"
    return Item(QRectF(point.x() - reach, point.y() - 13, 2 * reach, 26), words, mark.id, "session")


def _score_item(measure: Measure, point: QPointF, score: ScoreLine) -> Item:
    told = ", ".join(part for part in (score.standing or score.band, "estimated" if score.prorated else "") if part)
    words = f"{measure.code} {score.total} ({told}), {_on(score.taken_on)}"
    if score.adult_form:
        words += ", adult form given to a minor"
    if score.safety is not Safety.NONE:
        words += ", safety item answered: see the safety notice"
    return Item(QRectF(point.x() - 7, point.y() - 7, 14, 14), f"{words}. {measure.source}", score.id, "score")


def _on(day: date) -> str:
    return short_date(day)


def real_end(page: CoursePage) -> date | None:
    """The last session as it is booked or was held now."""
    days = [v.on for v in page.visits if v.status in (Status.COMPLETED, Status.SCHEDULED, Status.CONFIRMED, Status.IN_SESSION)]
    return max(days) if days else None


def late_by(page: CoursePage) -> timedelta | None:
    """How much later than agreed the course really ends; None when it does not."""
    ends = real_end(page)
    return ends - page.target_end if ends and ends > page.target_end else None
