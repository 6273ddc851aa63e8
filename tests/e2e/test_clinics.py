"""Which clinic a command works on, and every way in which that can go wrong: one sentence, never a traceback."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import text

from ibh_desktop.bootstrap import sign_in
from ibh_desktop.home import Home
from tests.e2e.conftest import Run
from tests.integration.world import MANAGER, PASSWORD, engine_of

AUDIT = ("audit", "verify")


def _verify(run: Run, folder: Path, password: str = PASSWORD) -> tuple[int, str]:
    ran = run("--data", folder, "--user", MANAGER, *AUDIT, stdin=password + "\n")
    return ran.code, ran.sentence()


def test_a_whole_audit_log_is_told_with_exit_0(run: Run, real_folder: Path) -> None:
    code, sentence = _verify(run, real_folder)
    assert code == 0
    assert sentence.startswith("The audit log is whole: ")


def _tamper(folder: Path, change: str) -> None:
    app = sign_in(Home(folder), MANAGER, PASSWORD)
    with engine_of(app).begin() as connection:
        triggers = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit'"))
        for (name,) in triggers.all():
            connection.execute(text(f"DROP TRIGGER {name}"))
        connection.execute(text(change))
    app.close()


@pytest.mark.parametrize(
    ("change", "row"),
    [
        ("UPDATE audit SET action = 'patient:forget' WHERE seq = 3", "entry 3"),
        ("DELETE FROM audit WHERE seq = 5", "entry 6"),
    ],
    ids=["changed", "removed"],
)
def test_a_tampered_audit_log_names_the_row_and_fails(run: Run, real_folder: Path, change: str, row: str) -> None:
    _tamper(real_folder, change)
    code, sentence = _verify(run, real_folder)
    assert code not in (0, 2)
    assert row in sentence


def test_an_audit_log_cut_off_at_its_end_is_found_out(run: Run, real_folder: Path) -> None:
    _tamper(real_folder, "DELETE FROM audit WHERE seq = (SELECT max(seq) FROM audit)")
    code, sentence = _verify(run, real_folder)
    assert code != 0
    assert "audit log" in sentence


def test_a_wrong_password_from_a_pipe_opens_nothing(run: Run, real_folder: Path) -> None:
    code, sentence = _verify(run, real_folder, "wrong wrong wrong wrong")
    assert code == 1
    assert "name and password" in sentence


def test_an_empty_pipe_opens_nothing(run: Run, real_folder: Path) -> None:
    ran = run("--data", real_folder, "--user", MANAGER, *AUDIT)
    assert ran.code == 1
    assert "name and password" in ran.sentence()


def test_a_command_without_a_name_asks_for_one(run: Run, real_folder: Path) -> None:
    ran = run("--data", real_folder, *AUDIT)
    assert ran.code == 2
    assert "--user" in ran.sentence()


def test_a_folder_without_a_clinic_says_so_and_stays_empty(run: Run, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    code, sentence = _verify(run, empty)
    assert code == 1
    assert "no clinic" in sentence
    assert list(empty.iterdir()) == []


def _foreign(folder: Path) -> None:
    (folder / "clinic.db").unlink()
    with sqlite3.connect(folder / "clinic.db") as other:
        other.execute("CREATE TABLE recipes (name TEXT)")


def _random(folder: Path) -> None:
    (folder / "clinic.db").write_bytes(os.urandom(100_000))


def _no_keys(folder: Path) -> None:
    for path in folder.glob("clinic.keys*"):
        path.unlink()


def _no_database(folder: Path) -> None:
    (folder / "clinic.db").unlink()


def _empty_keys(folder: Path) -> None:
    (folder / "clinic.keys").write_bytes(b"")


def _newer(folder: Path) -> None:
    app = sign_in(Home(folder), MANAGER, PASSWORD)
    with engine_of(app).begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    app.close()


SPOILT = {
    "a foreign database": (_foreign, ""),
    "random bytes": (_random, ""),
    "a missing key file": (_no_keys, "key"),
    "a missing database": (_no_database, "missing"),
    "an empty key file": (_empty_keys, "key"),
    "a newer schema": (_newer, "newer"),
}


@pytest.mark.parametrize("kind", SPOILT)
def test_a_clinic_that_cannot_be_opened_is_one_sentence_and_is_left_as_it_was(run: Run, real_folder: Path, kind: str) -> None:
    spoil, word = SPOILT[kind]
    spoil(real_folder)
    before = {path.name: path.read_bytes() for path in real_folder.iterdir() if path.suffix != ".db-shm"}
    code, sentence = _verify(run, real_folder)
    after = {path.name: path.read_bytes() for path in real_folder.iterdir() if path.name in before}
    assert code == 1
    assert word in sentence.lower()
    assert after == before


def test_a_folder_that_cannot_be_made_is_one_sentence(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    ran = run("--demo", "--data", tmp_path / "file" / "clinic", *AUDIT)
    assert ran.code == 1
    assert ran.sentence().endswith(".")


def test_demo_with_data_is_kept_and_opened_again(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    first = run("--demo", "--data", folder, *AUDIT)
    assert first.code == 0, first.err
    assert "invented" in (folder / "SAMPLE.txt").read_text(encoding="utf-8")
    made = (folder / "clinic.db").stat().st_ino
    second = run("--demo", "--data", folder, *AUDIT)
    assert (second.code, second.out) == (0, "")
    assert (folder / "clinic.db").stat().st_ino == made
    entries = [int(ran.err.split(": ")[1].split()[0]) for ran in (first, second)]
    assert entries[1] > entries[0]


def test_demo_refuses_a_folder_with_a_real_clinic(run: Run, real_folder: Path) -> None:
    ran = run("--demo", "--data", real_folder, *AUDIT)
    assert ran.code == 1
    assert "not the sample" in ran.sentence()


def test_a_demo_without_a_folder_leaves_nothing_behind(run: Run, tmp_path: Path) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    assert run("--demo", *AUDIT, env={"TMPDIR": str(scratch)}).code == 0
    assert list(scratch.iterdir()) == []


def test_a_clinic_on_a_server_takes_a_list_and_verifies_its_audit(run: Run, server_clinic: Home, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("Last Name,First Name,Birth Date\nAbernethy,Rosalie,3/14/1985\n", encoding="utf-8")
    asked = ("--database-url", server_clinic.url, "--user", MANAGER)
    dry = run(*asked, "import-patients", path, "--dry-run", stdin=PASSWORD + "\n")
    assert "1 would be imported" in dry.err
    wet = run(*asked, "import-patients", path, stdin=PASSWORD + "\n")
    assert (wet.code, wet.out) == (0, "")
    assert "1 imported, 0 already here" in wet.err
    again = run(*asked, "import-patients", path, stdin=PASSWORD + "\n")
    assert (again.code, again.err) == (0, "0 imported, 1 already here or repeated, 0 refused.\n")
    whole = run(*asked, *AUDIT, stdin=PASSWORD + "\n")
    assert whole.code == 0
    assert "whole" in whole.sentence()
    wrong = run(*asked, *AUDIT, stdin="wrong wrong wrong wrong\n")
    assert wrong.code == 1
    assert "name and password" in wrong.sentence()


def test_a_server_that_does_not_answer_is_one_sentence(run: Run) -> None:
    url = "postgresql+psycopg://nobody@127.0.0.1:1/clinic"
    ran = run("--database-url", url, "--user", MANAGER, *AUDIT, stdin=PASSWORD + "\n")
    assert ran.code == 1
    assert "cannot be reached" in ran.sentence()


@pytest.mark.parametrize("url", ["nonsense", "mysql://x@localhost/y", "postgresql+psycopg://", "sqlite:///here.db"])
def test_an_address_that_is_none_is_one_sentence(run: Run, url: str) -> None:
    ran = run("--database-url", url, "--user", MANAGER, *AUDIT, stdin=PASSWORD + "\n")
    assert ran.code in (1, 2)
    assert "database" in ran.sentence()
