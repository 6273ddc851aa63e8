"""A process that is killed while a therapist types loses at most the last two seconds."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from ibh_desktop import private_key
from ibh_desktop.bootstrap import sign_in
from ibh_desktop.domain.ids import CourseId
from ibh_desktop.home import Home
from ibh_desktop.queries import private_notes, session_sheet
from ibh_desktop.queries.drafts import Draft
from ibh_desktop.sample.make import make
from ibh_desktop.sample.size import PASSWORD
from tests.e2e.conftest import ROOT, environment
from tests.gui.hands import NOW

SLACK = 1.0
"""Seconds beyond the two: a busy machine lets a timer and a commit wait."""


@pytest.mark.parametrize("after", [3.5, 4.6])
def test_a_killed_process_loses_at_most_the_last_two_seconds_of_typing(tmp_path: Path, after: float) -> None:
    home = Home(tmp_path / "clinic")
    make(home, now=NOW).close()
    typed = _typed_until_killed(home, after)
    killed_at = typed[-1][0]
    app = sign_in(home, "ana.lee", PASSWORD, clock=lambda: NOW)
    sheet = app.read(session_sheet.sheet, app.vault, CourseId(1))
    assert sheet.chosen is not None
    private_key.unlock(app, PASSWORD)
    shelf = app.read(private_notes.shelf, app.vault, CourseId(1), sheet.chosen.id)
    app.close()
    due = [number for at, number in typed if at < killed_at - 2 - SLACK]
    assert due, "it was killed before anything was due"
    for draft in (sheet.draft, shelf.draft):
        kept = _words(draft)
        assert kept == list(range(len(kept)))
        assert kept[-1] >= due[-1]


def _typed_until_killed(home: Home, after: float) -> list[tuple[float, int]]:
    command = [sys.executable, "-m", "tests.e2e.typist", str(home.folder)]
    with subprocess.Popen(
        command,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(QT_QPA_PLATFORM="offscreen"),
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        first = process.stdout.readline()
        assert first, process.stderr.read()[-2000:]
        time.sleep(after)
        process.kill()
        lines = [first, *process.stdout.read().splitlines()]
    return [(float(at), int(number)) for at, number in (line.split() for line in lines if len(line.split()) == 2)]


def _words(draft: Draft | None) -> list[int]:
    assert draft is not None
    whole = draft.typed.words.body.split()[:-1]  # the last one may be half a word
    return [int(word.removeprefix("word")) for word in whole]
