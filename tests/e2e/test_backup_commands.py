"""Backup, check and restore as a script calls them: exit codes, what is printed where, and one sentence for what goes wrong."""

from __future__ import annotations

from pathlib import Path

from tests.e2e.conftest import Run
from tests.integration.world import MANAGER, PASSWORD, RECEPTIONIST

SECRET = PASSWORD + "\n"


def test_a_clinic_is_backed_up_checked_and_restored_by_commands_alone(run: Run, real_folder: Path, tmp_path: Path) -> None:
    own = ("--data", real_folder, "--user", MANAGER)
    assert run(*own, "check", stdin=SECRET).code == 5
    made = run(*own, "backup", stdin=SECRET)
    assert made.code == 0, made.err
    folder = Path(made.out.strip())
    assert folder.parent == real_folder / "backups"
    assert run(*own, "check", stdin=SECRET).code == 0
    practised = run(*own, "practise-restore", stdin=SECRET)
    assert practised.code == 0
    assert "can be restored: 3 patients" in practised.err
    there = tmp_path / "new"
    back = run("--data", there, "--user", MANAGER, "restore", folder, stdin=SECRET)
    assert back.code == 0
    assert back.sentence().startswith("Restored as of ")
    assert run("--data", there, "--user", RECEPTIONIST, "audit", "verify", stdin=SECRET).code == 1, "no manager"
    assert run("--data", there, "--user", MANAGER, "audit", "verify", stdin=SECRET).code == 0


def test_what_goes_wrong_is_one_sentence_and_changes_nothing(run: Run, real_folder: Path, tmp_path: Path) -> None:
    own = ("--data", real_folder, "--user", MANAGER)
    folder = Path(run(*own, "backup", "--to", tmp_path / "stick", stdin=SECRET).out.strip())
    before = {path.name: path.read_bytes() for path in real_folder.glob("clinic.*")}
    wrong = [
        run(*own, "restore", folder, stdin=SECRET),
        run(*own, "restore", "--replace", folder, stdin="not the password\n"),
        run(*own, "restore", "--replace", tmp_path, stdin=SECRET),
        run("--data", tmp_path / "new", "restore", "--recovery", folder, stdin="AAAAA-AAAAA\n"),
        run("--data", real_folder, "--user", RECEPTIONIST, "backup", stdin=SECRET),
    ]
    for ran in wrong:
        assert ran.code == 1
        assert ran.sentence().endswith(".")
    assert run("--demo", "restore", folder).code == 2
    assert run("restore", folder).code == 2
    after = {path.name: path.read_bytes() for path in real_folder.glob("clinic.*")}
    assert after.keys() == before.keys()
    assert after["clinic.keys"] == before["clinic.keys"]
    folder.joinpath("clinic.db").write_bytes(b"cut off")
    damaged = run("--data", tmp_path / "new", "--user", MANAGER, "restore", folder, stdin=SECRET)
    assert (damaged.code, "damaged or was changed" in damaged.sentence()) == (1, True)
    assert not any((tmp_path / "new").glob("*"))
