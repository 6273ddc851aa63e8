"""The house rules that a machine can hold: import direction, sizes, docstrings, registers."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from ibh_desktop.domain.letter_kinds import RULES
from ibh_desktop.domain.outcomes import MEASURES
from ibh_desktop.letters.kinds import KINDS

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("ibh_desktop", "ui", "tests", "resources")
LONGEST_FILE, LONGEST_FUNCTION = 300, 40
Function = ast.FunctionDef | ast.AsyncFunctionDef


def modules() -> list[Path]:
    """Every Python file of the project."""
    found = [path for name in PACKAGES for path in sorted((ROOT / name).rglob("*.py"))]
    return found + [path for path in [ROOT / "main.py"] if path.exists()]


def shown(path: Path) -> str:
    """A path as a person writes it."""
    return path.relative_to(ROOT).as_posix()


def test_there_is_something_to_look_at() -> None:
    assert len(modules()) > 100


def test_no_file_is_longer_than_300_lines() -> None:
    long = {shown(path): lines for path in modules() if (lines := len(path.read_text().splitlines())) > LONGEST_FILE}
    assert long == {}


def test_no_function_is_longer_than_40_lines() -> None:
    long = {}
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, Function) and node.end_lineno and node.end_lineno - node.lineno >= LONGEST_FUNCTION:
                long[f"{shown(path)}:{node.name}"] = node.end_lineno - node.lineno + 1
    assert long == {}


def test_every_module_says_what_it_is() -> None:
    silent = [shown(path) for path in modules() if not ast.get_docstring(ast.parse(path.read_text()))]
    assert silent == []


def test_imports_point_down() -> None:
    """The contracts of pyproject.toml, by import-linter itself."""
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stdout
    assert "0 broken" in done.stdout


def test_no_relative_or_hidden_layers() -> None:
    """Only start-up may import inside functions, and says so."""
    for path in modules():
        if shown(path).startswith("tests/"):
            continue
        for line in path.read_text().splitlines():
            if "PLC0415" in line:
                assert "# noqa" in line


def test_the_source_names_no_manager_helper_or_util() -> None:
    shunned = ("Manager", "Helper", "Util", "Service", "Handler", "Controller", "Impl", "Info")
    named = [
        f"{shown(path)}:{node.name}"
        for path in modules()
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ClassDef) and node.name.endswith(shunned)
    ]
    assert named == []


@pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: measure.code)
def test_every_measure_has_vectors(measure: object) -> None:
    code = str(getattr(measure, "code", "")).lower().replace("-", "")
    assert (ROOT / "ibh_desktop" / "domain" / "outcomes" / f"{code}.py").exists()
    assert (ROOT / "tests" / "unit" / "outcomes" / f"test_{code}.py").exists()


def test_every_measure_file_is_registered() -> None:
    folder = ROOT / "ibh_desktop" / "domain" / "outcomes"
    files = {path.stem for path in folder.glob("*.py")} - {"__init__", "measure", "scoring", "change", "due"}
    assert files == {measure.code.lower().replace("-", "") for measure in MEASURES}


def test_every_letter_rule_has_a_kind_and_every_kind_a_rule() -> None:
    assert set(KINDS) == {rule.id for rule in RULES}
    files = {path.stem for path in (ROOT / "ibh_desktop" / "letters" / "kinds").glob("*.py")} - {"__init__"}
    assert files == set(KINDS)


def test_no_test_folder_is_a_package() -> None:
    assert [shown(path) for path in (ROOT / "tests").rglob("__init__.py") if "bench" not in path.parts] == []


def test_a_test_reads_like_a_sentence() -> None:
    short = [
        f"{shown(path)}:{node.name}"
        for path in modules()
        if path.name.startswith("test_")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_") and node.name.count("_") < 3
    ]
    assert short == []
