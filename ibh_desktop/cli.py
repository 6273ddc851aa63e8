"""Commands without a window: what a program reads goes to standard output, sentences for people to standard error."""

import atexit
import getpass
import json
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from ibh_desktop.app import App
from ibh_desktop.bootstrap import sign_in
from ibh_desktop.domain.errors import Refused, Unavailable
from ibh_desktop.exchange.patients import read_patients
from ibh_desktop.exchange.records import Record
from ibh_desktop.home import Home, default_folder
from ibh_desktop.queries.audit_trail import first_broken
from ibh_desktop.request_folder import Looked, receipt_of, take_file
from ibh_desktop.sample.demo import demo_clinic
from ibh_desktop.sample.make import MANAGER
from ibh_desktop.sample.size import PASSWORD
from ibh_desktop.usecases.imports import assess, import_patients
from ibh_desktop.usecases.judging import Duplicate, Refusal
from ibh_desktop.usecases.session import note

UNREADABLE = 1
"""Exit code of an import in which no row could be taken."""
BROKEN = 4
"""Exit code of `audit verify` when the chain or the anchor does not hold."""


def opened(folder: Path | None, url: str, *, demo: bool, user: str | None) -> App:
    """The clinic a command works on; raise `Refused` without `--user`, otherwise as `bootstrap.sign_in` does.

    The sample clinic is opened by its manager. Without a folder it lives in a scratch folder that goes with the process.
    """
    if demo:
        home = demo_clinic(folder or _scratch())
        return sign_in(home, user or MANAGER[0], PASSWORD)
    if not user:
        raise Refused("Say who runs this command: --user NAME.")
    home = home_of(folder, url)
    if home.is_new:
        raise Refused(f"There is no clinic in {home.folder} yet. Start python main.py once to set it up.")
    return sign_in(home, user, secret(f"Password of {user}: "))


def home_of(folder: Path | None, url: str) -> Home:
    """Which clinic is meant: by default the one in the user's data folder."""
    return Home(url=url) if url else Home(folder or default_folder())


def _scratch() -> Path:
    folder = tempfile.TemporaryDirectory(prefix="ibh-demo-", ignore_cleanup_errors=True)
    atexit.register(folder.cleanup)
    return Path(folder.name)


def secret(prompt: str) -> str:
    """A password or recovery key: asked on the terminal, or read from a pipe."""
    if sys.stdin.isatty():
        return getpass.getpass(prompt)
    return sys.stdin.readline().rstrip("\r\n")


def say(sentence: str) -> None:
    """A line for the person at the terminal."""
    print(sentence, file=sys.stderr)


def import_file(app: App, path: Path, *, dry_run: bool, as_json: bool) -> int:
    """Import a CSV or FHIR file of patients and report every row; raise what reading or importing raises."""
    records = read_patients(path).records
    if dry_run:
        judged = app.read(assess, records)
        count, duplicates, refused = len(judged.ready), judged.duplicates, judged.refused
    else:
        count, duplicates, refused = _imported(app, records)
    if as_json:
        print(_as_json(count, duplicates, refused, dry_run=dry_run))
    for row in refused:
        say(f"Line {row.line}, {row.column or 'whole row'}: {row.reason}")
    verb = "would be imported" if dry_run else "imported"
    say(f"{count} {verb}, {len(duplicates)} already here or repeated, {len(refused)} refused.")
    return 0 if count or duplicates or dry_run else UNREADABLE


def _imported(app: App, records: Sequence[Record]) -> tuple[int, tuple[Duplicate, ...], tuple[Refusal, ...]]:
    try:
        done = app.write(import_patients, records)
    except Refused:
        # Nobody to import is no change to make, and still a report to give.
        judged = app.read(assess, records)
        if judged.ready:
            raise
        return 0, judged.duplicates, judged.refused
    return len(done.ids), done.duplicates, done.refused


def _as_json(count: int, duplicates: tuple[Duplicate, ...], refused: tuple[Refusal, ...], *, dry_run: bool) -> str:
    report = {
        "imported": count,
        "duplicates": len(duplicates),
        "refused": [asdict(row) for row in refused],
        "duplicate_rows": [asdict(row) for row in duplicates],
        "dry_run": dry_run,
    }
    return json.dumps(report, ensure_ascii=False, indent=1)


def take_requests(app: App, path: Path) -> int:
    """Take a file of requests as the drop folder does, and say what its receipt says; raise what reading it raises."""
    try:
        looked = take_file(app, path)
        told = receipt_of(path).read_text(encoding="utf-8").strip()
    except OSError as reason:
        raise Unavailable(f"The receipt beside the file cannot be written ({reason.strerror or 'no answer'}).") from None
    say("Nothing new: every request of this file was taken before." if looked == Looked() else told)
    return UNREADABLE if looked.rows and not looked.taken else 0


def verify_audit(app: App) -> int:
    """Walk the whole chain; 0 when every entry follows from the one before it, `BROKEN` otherwise."""
    broken, head = app.read(first_broken, app.chain)
    if broken is not None:
        say(f"The audit log is broken at entry {broken}: it was changed or an entry before it is missing.")
        return BROKEN
    app.write(note, "audit:verify")
    say(f"The audit log is whole: {head.seq} entries.")
    return 0
