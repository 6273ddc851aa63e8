"""Lingering issues: each with a disposition, those referred elsewhere in the letter that takes them on."""

import pytest

from ibh_desktop.app import App
from ibh_desktop.domain.courses import Area
from ibh_desktop.domain.errors import Conflict, Refused
from ibh_desktop.domain.goals import GoalStatus
from ibh_desktop.domain.ids import CourseId, IssueId
from ibh_desktop.domain.letter_lines import texts
from ibh_desktop.domain.lingering import Disposition, Issue, require_disposed
from ibh_desktop.queries import goals as shown
from ibh_desktop.queries.goals import IssueLine
from ibh_desktop.queries.proposals import proposal
from ibh_desktop.store.chart import LingeringIssue
from ibh_desktop.store.tx import Reading
from ibh_desktop.usecases import goals, letters, lingering
from ibh_desktop.usecases.lingering import IssueWords
from tests.integration.world import LEAD, THERAPIST, Clinic, at, later

D = Disposition
SLEEP = IssueWords("Sleep", 1)


@pytest.fixture
def ana(clinic: Clinic) -> App:
    """The clinic as Ana opens it."""
    return clinic.as_role(THERAPIST)


@pytest.fixture
def course(clinic: Clinic) -> CourseId:
    """María's course."""
    return clinic.open_course(at(later(1), 10)).course


def lines(app: App, course: CourseId) -> list[IssueLine]:
    """The issues as they are shown."""
    return list(app.read(shown.section, course).issues)


def stored(reading: Reading, course: CourseId) -> list[Issue]:
    """The issues as the completion of a course looks at them."""
    rows = reading.session.query(LingeringIssue).filter_by(course_id=course).order_by(LingeringIssue.id)
    return [Issue(row.text, row.disposition) for row in rows]


def test_invariant_6_every_lingering_issue_is_disposed_of_before_a_course_is_completed(ana: App, course: CourseId) -> None:
    sleep = ana.write(lingering.note, course, SLEEP)
    money = ana.write(lingering.note, course, IssueWords("Money", 2))
    ana.write(lingering.note, course, IssueWords("Pain", 3, disposition=D.REFERRAL_OUT))
    with pytest.raises(Refused, match="Still open: “Sleep”; “Money”"):
        require_disposed(ana.read(stored, course))
    disposed = ana.write(lingering.dispose, sleep, disposition=D.SELF_HELP, version=1)
    ana.write(lingering.withdraw, money, version=1)
    require_disposed(ana.read(stored, course))
    ana.write(lingering.restore, disposed)
    with pytest.raises(Refused, match="Still open: “Sleep”"):
        require_disposed(ana.read(stored, course))


@pytest.mark.parametrize("disposition", Disposition)
def test_an_issue_takes_every_disposition_and_may_be_left_open_again(ana: App, course: CourseId, disposition: D) -> None:
    issue = ana.write(lingering.note, course, SLEEP)
    ana.write(lingering.dispose, issue, disposition=disposition, version=1)
    assert [line.disposition for line in lines(ana, course)] == [disposition]
    ana.write(lingering.dispose, issue, disposition=None, version=2)
    assert [line.disposition for line in lines(ana, course)] == [None]


def test_a_goal_not_reached_becomes_an_issue_with_its_area(ana: App, course: CourseId) -> None:
    goal = ana.write(goals.add, course, title="Sing again", area=Area.DEFICITS)
    assert ana.write(goals.move, goal, status=GoalStatus.NOT_ACHIEVED).lingers
    ana.write(lingering.note, course, IssueWords("Still not singing", 2), goal=goal)
    (line,) = lines(ana, course)
    assert (line.goal_title, line.area, line.severity, line.noted_on) == ("Sing again", Area.DEFICITS, 2, later())


def test_what_is_open_stands_first_and_what_was_withdrawn_last(ana: App, course: CourseId) -> None:
    for text, severity, disposition in (("Money", 3, D.SELF_HELP), ("Sleep", 1, None), ("Pain", 2, None), ("Work", 0, None)):
        ana.write(lingering.note, course, IssueWords(text, severity, disposition=disposition))
    ana.write(lingering.withdraw, next(line.id for line in lines(ana, course) if line.text == "Pain"), version=1)
    assert [(line.text, line.withdrawn) for line in lines(ana, course)] == [
        ("Sleep", False), ("Work", False), ("Money", False), ("Pain", True),
    ]  # fmt: skip


def test_two_desks_that_change_one_issue_are_told(clinic: Clinic, ana: App, course: CourseId) -> None:
    issue = ana.write(lingering.note, course, SLEEP)
    clinic.as_role(LEAD).write(lingering.change, issue, IssueWords("Broken sleep", 3), version=1)
    for call in (
        lambda: ana.write(lingering.change, issue, SLEEP, version=1),
        lambda: ana.write(lingering.dispose, issue, disposition=D.NONE_NEEDED, version=1),
        lambda: ana.write(lingering.withdraw, issue, version=1),
        lambda: ana.write(lingering.restore, lingering.Disposed(issue, "", None, 1)),
    ):
        with pytest.raises(Conflict, match="Somebody else changed this"):
            call()
    assert [(line.text, line.severity, line.version) for line in lines(ana, course)] == [("Broken sleep", 3, 2)]


@pytest.mark.parametrize(
    ("words", "field"),
    [(IssueWords(" ", 1), "text"), (IssueWords("x" * 1001, 1), "text"), (IssueWords("Sleep", 4), "severity")],
)
def test_an_issue_without_words_or_off_the_scale_is_refused(ana: App, course: CourseId, words: IssueWords, field: str) -> None:
    with pytest.raises(Refused) as no:
        ana.write(lingering.note, course, words)
    assert no.value.field == field


def test_what_is_referred_elsewhere_flows_into_the_letter_and_nothing_else_does(
    clinic: Clinic, ana: App, course: CourseId
) -> None:
    goal = ana.write(goals.add, course, title="Sleep through", area=Area.ROLE_TRANSITION)
    assert not {"reason", "unresolved"} & set(ana.read(proposal, "referral", course).lines)
    noted = (("Low mood in the mornings.", 2, None), ("Sleep", 3, goal))
    for text, severity, of in noted:
        ana.write(lingering.note, course, IssueWords(text, severity, disposition=D.REFERRAL_OUT), goal=of)
    ana.write(lingering.note, course, IssueWords("Money", 3, disposition=D.SELF_HELP))
    ana.write(lingering.note, course, IssueWords("Undecided", 3))
    parts = texts(ana.read(proposal, "referral", course).lines)
    assert parts["reason"] == ("The course did not fully resolve what is referred to you now: Sleep; Low mood in the mornings.")
    assert parts["unresolved"].splitlines() == [
        "Sleep (severe, life change, from the goal “Sleep through”).",
        "Low mood in the mornings (moderate).",
    ]
    letter = ana.write(letters.begin, "referral", course)
    taken = {line.text: line.letter for line in lines(ana, course)}
    assert taken == {"Sleep": letter, "Low mood in the mornings.": letter, "Money": None, "Undecided": None}


def test_another_disposition_takes_an_issue_off_its_letter(ana: App, course: CourseId) -> None:
    issue = ana.write(lingering.note, course, IssueWords("Sleep", 1, disposition=D.REFERRAL_OUT))
    letter = ana.write(letters.begin, "referral", course)
    assert [line.letter for line in lines(ana, course)] == [letter]
    disposed = ana.write(lingering.dispose, issue, disposition=D.SELF_HELP, version=1)
    assert [line.letter for line in lines(ana, course)] == [None]
    ana.write(lingering.restore, disposed)
    assert [line.letter for line in lines(ana, course)] == [letter]


def test_the_audit_tells_of_issues_by_ids_and_codes_only(clinic: Clinic, ana: App, course: CourseId) -> None:
    issue: IssueId = ana.write(
        lingering.note, course, IssueWords("Secret", 1), goal=ana.write(goals.add, course, title="Secret")
    )
    ana.write(lingering.dispose, issue, disposition=D.REFERRAL_OUT, version=1)
    ana.write(letters.begin, "referral", course)
    told = clinic.rows("SELECT action, diff FROM audit WHERE action LIKE 'issue:%' ORDER BY seq")
    assert [action for action, _ in told] == ["issue:note", "issue:dispose", "issue:refer"]
    assert not any("Secret" in diff for _, diff in told)
    assert '"REFERRAL_OUT"' in told[1][1]
