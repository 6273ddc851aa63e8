"""Whatever a text says, it stands on paper as it is: no file is opened, no connection made, nothing becomes active."""

import io
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from ibh_desktop.domain.letter_kinds import BY_ID
from ibh_desktop.letters.kinds import KINDS, pdf
from tests.letter_payloads import PAYLOADS, laden
from tests.letter_samples import PARTS

ROOT = Path(__file__).resolve().parents[3]
WATCHED = """
import sys
from tests.letter_payloads import PAYLOADS, laden
from ibh_desktop.letters.kinds import KINDS, pdf
letters = [laden(kind, payload) for kind in KINDS for payload in PAYLOADS]
for kind in KINDS:
    pdf(laden(kind, "plain"))
seen = []
kinds = ("open", "os.", "socket.", "subprocess.", "urllib.", "http.", "import", "exec", "compile", "ctypes.", "shutil.")
sys.addaudithook(lambda event, args: seen.append(f"{event} {args}") if event.startswith(kinds) else None)
sys.stdout.write("begin\\n")
sys.stdout.flush()
made = [pdf(letter) for letter in letters]
sys.stdout.write("end\\n")
sys.stdout.flush()
print(len(made), [one for one in seen if not one.startswith("os.putenv")])
"""
"""Renders every payload in every kind between two words on its output, and tells what Python was asked for meanwhile."""


def count(kind: str) -> int:
    """How often a payload must at least be found in a letter of a kind: once a free part, and in its frame."""
    free = [field for field in BY_ID[kind].fields if field.name in PARTS[kind] and not (field.tick or field.choices)]
    return len(free) + 4


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize("kind", KINDS)
def test_a_payload_comes_out_as_the_text_it_is(kind: str, payload: str) -> None:
    reader = PdfReader(io.BytesIO(pdf(laden(kind, payload))))
    text = "".join("".join(page.extract_text().split()) for page in reader.pages)
    assert text.count("".join(payload.split())) >= count(kind)
    for page in reader.pages:
        assert not page.images
        assert "/Annots" not in page
    root: Any = reader.root_object
    assert not {"/OpenAction", "/AA", "/Names", "/AcroForm"} & set(root)


def watched(code: str, log: Path) -> tuple[str, list[str]]:
    """What the code tells at its end, and the system calls between its two words, none where strace is not installed."""
    calls = "trace=open,openat,openat2,socket,connect,execve,write"
    traced = ["strace", "-f", "-o", str(log), "-e", calls] if shutil.which("strace") else []
    command = [*traced, sys.executable, "-c", code]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=300)
    begin, end, told = done.stdout.splitlines()
    assert (begin, end) == ("begin", "end")
    if not traced:
        return told, []
    lines = log.read_text().splitlines()
    first = next(n for n, line in enumerate(lines) if '"begin\\n"' in line)
    last = next(n for n, line in enumerate(lines) if '"end\\n"' in line)
    return told, lines[first + 1 : last]


def test_no_file_is_opened_and_no_connection_made(tmp_path: Path) -> None:
    """By Python's own audit of what it is asked for, and by strace where that is installed."""
    assert watched(WATCHED, tmp_path / "log") == (f"{len(KINDS) * len(PAYLOADS)} []", [])


def test_a_file_that_was_opened_would_be_seen(tmp_path: Path) -> None:
    code = WATCHED.replace("PAYLOADS]\n", "PAYLOADS[:1]]\n").replace("made = ", "open('/dev/null').close(); made = ")
    told, calls = watched(code, tmp_path / "log")
    assert told.startswith(f"{len(KINDS)} [\"open ('/dev/null'")
    assert bool(calls) is bool(shutil.which("strace"))
