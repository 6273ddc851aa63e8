"""Issues that linger at the end of a course, each with what is to become of it (DOMAIN.md 1.6)."""

from dataclasses import dataclass

from ibh_desktop.domain.courses import Area
from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.ids import CourseId, GoalId, IssueId
from ibh_desktop.domain.lingering import WITHDRAWN, Disposition, require_severity
from ibh_desktop.domain.people import clean_lines
from ibh_desktop.domain.topics import Topic
from ibh_desktop.store.chart import LingeringIssue
from ibh_desktop.store.lookup import one
from ibh_desktop.store.schema import Goal
from ibh_desktop.store.tx import Tx
from ibh_desktop.usecases.charted import require_as_seen, require_charted, require_entry, require_goal_of

_LONGEST = 1000


@dataclass(frozen=True, slots=True)
class IssueWords:
    """What lingers and how heavily; `disposition` may come later."""

    text: str
    severity: int
    area: Area | None = None
    disposition: Disposition | None = None


@dataclass(frozen=True, slots=True)
class Disposed:
    """The code and the letter that an issue had before, and the version it was left with: what Undo needs."""

    id: IssueId
    was: str
    letter: int | None
    version: int


def note(tx: Tx, course: CourseId, words: IssueWords, *, goal: GoalId | None = None) -> IssueId:
    """Note an issue, of a goal that was not reached in full where there is one."""
    charted = require_charted(tx, course)
    require_goal_of(tx, charted, goal)
    area = words.area or (one(tx, Goal, goal).area if goal is not None else None)
    row = LingeringIssue(course_id=course, goal_id=goal, noted_on=charted.today)
    _write(row, words, area)
    tx.session.add(row)
    tx.session.flush()
    tx.record("issue:note", Topic.COURSES, course, diff={"issue": row.id, "goal": goal, "to": _name(words.disposition)})
    return IssueId(row.id)


def change(tx: Tx, issue: IssueId, words: IssueWords, *, version: int) -> None:
    """Word, weigh or dispose of an issue anew; raise `Conflict` when another desk changed it since `version`."""
    charted, row = require_entry(tx, LingeringIssue, issue)
    require_as_seen(version, row.version)
    _write(row, words, words.area)
    row.version += 1
    tx.record("issue:change", Topic.COURSES, charted.id, diff={"issue": issue, "to": _name(words.disposition)})


def dispose(tx: Tx, issue: IssueId, *, disposition: Disposition | None, version: int) -> Disposed:
    """Say what is to become of an issue, None to leave it open again."""
    charted, row = require_entry(tx, LingeringIssue, issue)
    require_as_seen(version, row.version)
    was, letter = row.disposition, row.referral_id
    _set(row, disposition.value if disposition else "")
    row.version += 1
    tx.record("issue:dispose", Topic.COURSES, charted.id, diff={"issue": issue, "to": _name(disposition)})
    return Disposed(issue, was, letter, row.version)


def withdraw(tx: Tx, issue: IssueId, *, version: int) -> Disposed:
    """It was noted by mistake: it stays in the chart, marked so, and asks for nothing."""
    charted, row = require_entry(tx, LingeringIssue, issue)
    require_as_seen(version, row.version)
    was, letter = row.disposition, row.referral_id
    _set(row, WITHDRAWN)
    row.version += 1
    tx.record("issue:withdraw", Topic.COURSES, charted.id, diff={"issue": issue})
    return Disposed(issue, was, letter, row.version)


def restore(tx: Tx, disposed: Disposed) -> None:
    """Undo a disposition or a withdrawal; raise `Conflict` when the issue was changed since."""
    charted, row = require_entry(tx, LingeringIssue, disposed.id)
    require_as_seen(disposed.version, row.version)
    row.disposition, row.referral_id = disposed.was, disposed.letter
    row.version += 1
    tx.record("issue:restore", Topic.COURSES, charted.id, diff={"issue": disposed.id})


def _write(row: LingeringIssue, words: IssueWords, area: Area | None) -> None:
    text = clean_lines(words.text)
    if not text:
        raise Refused("Say what lingers.", field="text")
    if len(text) > _LONGEST:
        raise Refused(f"This text has {len(text):,} characters; an issue holds {_LONGEST:,}.", field="text")
    row.text, row.severity = text, require_severity(words.severity)
    row.area = area.value if area else ""
    _set(row, words.disposition.value if words.disposition else "")


def _set(row: LingeringIssue, code: str) -> None:
    row.disposition = code
    if code != Disposition.REFERRAL_OUT.value:
        row.referral_id = None


def _name(disposition: Disposition | None) -> str:
    return disposition.name if disposition else ""
