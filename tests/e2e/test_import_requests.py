"""main.py import-requests: a file of requests taken once, by whoever may, with a receipt beside it."""

from __future__ import annotations

from pathlib import Path

from ibh_desktop.sample.size import PASSWORD
from tests.e2e.conftest import Run

FORM = "Name,Phone,Message\nAda Newton,2055550177,Sleep\nNobody,,\n"


def test_a_file_of_requests_is_taken_once_by_the_front_desk(run: Run, sample_folder: Path, tmp_path: Path) -> None:
    form = tmp_path / "form.csv"
    form.write_text(FORM, encoding="utf-8")
    desk = ("--demo", "--data", sample_folder, "--user", "dana", "import-requests", form)
    first = run(*desk, stdin=PASSWORD + "\n")
    assert (first.code, first.out) == (0, "")
    assert first.err.splitlines() == [
        "1 request taken, 1 row refused.",
        "Row at line 3: There is no phone number or e-mail address that can be read.",
    ]
    assert (tmp_path / "form.receipt.txt").read_text(encoding="utf-8") == first.err
    assert run(*desk, stdin=PASSWORD + "\n").sentence() == "Nothing new: every request of this file was taken before."


def test_whoever_takes_no_requests_and_what_is_no_file_of_them_is_one_sentence(
    run: Run, sample_folder: Path, tmp_path: Path
) -> None:
    form = tmp_path / "form.csv"
    form.write_text(FORM, encoding="utf-8")
    here = ("--demo", "--data", sample_folder)
    boss = run(*here, "import-requests", form)
    assert boss.code == 1
    assert "may not take or change requests" in boss.sentence()
    form.write_bytes(b"%PDF-1.7")
    bad = run(*here, "--user", "dana", "import-requests", form)
    assert bad.code == 1
    assert "not a text file" in bad.sentence()
    assert "--user NAME" in run("import-requests", form).sentence()
