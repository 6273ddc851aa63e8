"""The drop folder of web requests: each file is taken once, a receipt beside it says what came of it.

A file stays where it is and as it is. One that is still being written waits; one that is not what it says gets a receipt that
says why. Receipts and what is raised here name neither people nor the file, whose name could be somebody's.
"""

import os
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ibh_desktop.app import App
from ibh_desktop.domain.errors import Conflict, Refused, Unavailable
from ibh_desktop.exchange.inquiry_files import read_requests
from ibh_desktop.exchange.tables import read_file
from ibh_desktop.usecases import inquiry_files
from ibh_desktop.usecases.inquiry_files import Taken
from ibh_desktop.usecases.judging import Refusal

KINDS = (".csv", ".json")
YOUNG = 2.0
"""Seconds since the last write after which a file counts as written."""
RESTED = 60.0
"""Seconds a file that cannot be understood is given: its writer may have paused in the middle."""
ENDING = ".receipt.txt"
_MANY = 50
"""Refused rows that a receipt names one by one."""
_Seen = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Looked:
    """What one look brought: requests taken, those of them that a clinician must see now, rows and files refused.

    `trouble` is a sentence about the folder itself.
    """

    taken: int = 0
    marked: int = 0
    rows: int = 0
    files: int = 0
    trouble: str = ""

    def with_more(self, one: "Looked") -> "Looked":
        """Both together."""
        return Looked(
            self.taken + one.taken,
            self.marked + one.marked,
            self.rows + one.rows,
            self.files + one.files,
            self.trouble or one.trouble,
        )


class RequestFolder:
    """Looks into one folder for one desk. Two desks, or two threads of one, may look at the same time."""

    def __init__(self, app: App, folder: Path, clock: Callable[[], float] = time.time) -> None:
        self._app, self._folder, self._clock = app, folder, clock
        self._sizes: dict[Path, _Seen] = {}
        self._done: dict[Path, _Seen] = {}
        self._looking = threading.Lock()
        self._over = threading.Event()
        self.waiting = False

    def look(self) -> Looked:
        """Take what is ready; `waiting` says whether something is there that was not ready yet."""
        with self._looking:
            return Looked() if self._over.is_set() else self._look()

    def end(self) -> None:
        """Look no more, and wait for the look that is under way: the clinic is about to be closed."""
        self._over.set()
        with self._looking:
            pass

    def _look(self) -> Looked:
        self.waiting = False
        found = Looked()
        try:
            files = sorted(self._files())
        except OSError as reason:
            return Looked(trouble=f"The folder of web requests cannot be read on this PC ({reason.strerror or 'no answer'}).")
        for path in files:
            try:
                one = self._one(path)
            except OSError as reason:
                one = Looked(trouble=f"A file of web requests cannot be read, or its receipt not written ({reason.strerror}).")
            found = found.with_more(one)
        return found

    def _files(self) -> Iterator[Path]:
        # A link could lead anywhere, and a pipe would be waited for without end.
        for path in self._folder.iterdir():
            if path.suffix.lower() in KINDS and not path.name.startswith(".") and not path.is_symlink() and path.is_file():
                yield path

    def _one(self, path: Path) -> Looked:
        stat = path.stat()
        seen, age = (stat.st_size, stat.st_mtime_ns), self._clock() - stat.st_mtime
        if self._done.get(path) == seen or _is_older(stat.st_mtime_ns, receipt_of(path)):
            return Looked()
        settled = self._sizes.get(path) in (None, seen)
        self._sizes[path] = seen
        if not settled or age < YOUNG:
            self.waiting = True
            return Looked()
        try:
            looked = take_file(self._app, path)
        except Refused as reason:
            if age < RESTED:
                self.waiting = True
                return Looked()
            _write(receipt_of(path), f"Nothing was taken.\n{_unnamed(reason, path)}\n")
            looked = Looked(files=1)
        except Unavailable as reason:
            self.waiting = True
            return Looked(trouble=reason.sentence)
        self._done[path] = seen
        return looked


def take_file(app: App, path: Path) -> Looked:
    """Take one file now and write its receipt; a file that some desk took already only gets its receipt.

    Raises `Refused` for a file that cannot be understood, `OSError` when the receipt cannot be written.
    """
    content = read_file(path)
    records = read_requests(content).records
    digest = inquiry_files.digest_of(content)
    try:
        taken = app.write(inquiry_files.import_file, digest, records)
    except Conflict:
        refused = app.read(inquiry_files.assess, records).refused
        if not receipt_of(path).exists():
            _write(receipt_of(path), _receipt("This file was taken already.", refused))
        return Looked()
    _write(receipt_of(path), _receipt(_counted(taken), taken.refused))
    return Looked(len(taken.ids), taken.marked, len(taken.refused))


def receipt_of(path: Path) -> Path:
    """Where the receipt of a file stands: the same stem, or the whole name where two files have one stem."""
    twins = [other for kind in KINDS if (other := path.with_suffix(kind)) != path and other.exists()]
    return path.with_name((path.name if twins else path.stem) + ENDING)


def _is_older(written: int, receipt: Path) -> bool:
    try:
        return written <= receipt.stat().st_mtime_ns
    except OSError:
        return False


def _counted(taken: Taken) -> str:
    before = f", {_rows(taken.before)} taken before or repeated" if taken.before else ""
    count = len(taken.ids)
    return f"{count} {'request' if count == 1 else 'requests'} taken{before}, {_rows(len(taken.refused))} refused."


def _rows(count: int) -> str:
    return f"{count} {'row' if count == 1 else 'rows'}"


def _receipt(first: str, refused: tuple[Refusal, ...]) -> str:
    # JSON has no lines of rows: there the number counts the requests.
    lines = [f"Row at line {row.line}: {row.reason}" for row in refused[:_MANY]]
    more = [f"And {_rows(len(refused) - _MANY)} more."] if len(refused) > _MANY else []
    return "\n".join((first, *lines, *more)) + "\n"


def _unnamed(reason: Refused, path: Path) -> str:
    return reason.sentence.replace(path.name, "The file")


def _write(path: Path, text: str) -> None:
    growing = path.with_name(f".{path.name}.new")
    growing.write_text(text, encoding="utf-8")
    os.replace(growing, path)  # noqa: PTH105 - replaces what is there, on Windows too
