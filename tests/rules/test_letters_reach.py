"""What letters are proposed from cannot reach what must never get in: the code knows no such table (DOMAIN.md 4.2; 8, 9)."""

import ast
from pathlib import Path

from ibh_desktop.domain.letter_kinds import RULES
from ibh_desktop.queries import proposals

ROOT = Path(__file__).resolve().parents[2] / "ibh_desktop"
PROPOSALS = sorted((ROOT / "queries" / "proposals").glob("*.py"))
CONTENT = [ROOT / "queries" / "letter_content.py", ROOT / "queries" / "letter_pictures.py"]
TABLES = {"Authorization", "Contract", "CourseStep", "Guardian"}
"""Of the chart's tables, those that a proposal may ask itself."""
QUERIES = {
    "clinic",
    "course_page",
    "course_scores",
    "goals",
    "law_facts",
    "patients",
    "proposals",
    "course_lanes",
    "letter_pictures",
    "session_numbers",
}
"""Queries that a letter may build on; none of them asks for notes, the inventory or what was said about safety."""
LAW = {"release"}
"""Where the page finds the ground it goes out on; no proposal asks them."""
HIDDEN = {
    "answers",
    "handover",
    "sealed",
    "sensitive_note",
    "restrictions",
    "custody_note",
    "finding",
    "actions",
    "since_last",
    "obstacle",
    "effort",
    "outcome_note",
    "why",
}
"""Attributes that hold what stays in the chart."""


def imported(path: Path) -> set[tuple[str, str]]:
    """Modules with the names that are taken from them."""
    tree = ast.walk(ast.parse(path.read_text()))
    return {(node.module or "", name.name) for node in tree if isinstance(node, ast.ImportFrom) for name in node.names}


def test_every_kind_has_a_file_and_is_begun_from_what_its_rule_says() -> None:
    assert set(proposals.OF_COURSES) == {rule.id for rule in RULES if rule.about == "course"}
    assert set(proposals.OF_VISITS) == {rule.id for rule in RULES if rule.about == "visit"}
    assert set(proposals.OF_PATIENTS) == {rule.id for rule in RULES if rule.about == "patient"}
    assert {rule.id for rule in RULES} <= {path.stem for path in PROPOSALS}
    assert all(path.exists() for path in CONTENT)


def test_no_proposal_knows_a_table_of_notes_people_answers_or_safety() -> None:
    asked = {
        (path.name, name)
        for path in [*PROPOSALS, *CONTENT]
        for module, name in imported(path)
        if module.startswith("ibh_desktop.store.chart") and name not in TABLES
    }
    assert asked == set()


def test_no_proposal_builds_on_a_query_that_knows_them() -> None:
    known = {
        (path.name, name if module == "ibh_desktop.queries" else module.split(".")[2])
        for path in [*PROPOSALS, *CONTENT]
        for module, name in imported(path)
        if module.startswith("ibh_desktop.queries")
    }
    assert {name for file, name in known if file != "letter_content.py"} <= QUERIES
    assert {name for _, name in known} <= QUERIES | LAW


def test_no_proposal_reads_a_column_that_stays_in_the_chart() -> None:
    read = {
        (path.name, node.attr)
        for path in [*PROPOSALS, *CONTENT]
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Attribute) and node.attr in HIDDEN
    }
    assert read == set()


def test_only_the_pictures_see_the_lanes_of_a_course_and_leave_out_what_is_not_for_letters() -> None:
    who = {path.name for path in [*PROPOSALS, *CONTENT] for module, _ in imported(path) if module.endswith("course_lanes")}
    assert who == {"letter_pictures.py"}
