"""CSV as other software exports it: any encoding, any delimiter, headings in any order."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from charset_normalizer import from_bytes

from ibh_desktop.domain.errors import Refused

BIGGEST = 50 * 1024 * 1024
MOST_ROWS = 200_000
LONGEST_CELL = 64 * 1024
_BINARY = (b"PK\x03\x04", b"%PDF", b"\xd0\xcf\x11\xe0", b"\x89PNG", b"\x1f\x8b", b"\xff\xd8\xff", b"MZ")
_SNIFFED = 64 * 1024


@dataclass(frozen=True, slots=True)
class Table:
    """Rows below one line of headings; each row knows its line in the file (1-based, where it begins)."""

    headings: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    encoding: str


def read_file(path: Path) -> bytes:
    """The bytes of an import file; raise `Refused` when it is missing, unreadable, empty or above 50 MB."""
    try:
        size = path.stat().st_size
        if path.is_dir():
            raise Refused(f"{path.name} is a folder. Choose a file.", field="file")
        if size > BIGGEST:
            raise Refused(
                f"{path.name} has {size / 1024 / 1024:.0f} MB; at most 50 MB can be imported. Split it.", field="file"
            )
        content = path.read_bytes()
    except OSError as reason:
        raise Refused(f"{path.name} cannot be read ({reason.strerror or reason}).", field="file") from None
    if not content.strip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0"):
        raise Refused(f"{path.name} is empty.", field="file")
    if content.startswith(_BINARY):
        raise Refused(f"{path.name} is not a text file. Export the list as CSV or FHIR JSON.", field="file")
    return content


def decoded(content: bytes) -> tuple[str, str]:
    """The text and the name of its encoding; raise `Refused` for bytes that are no text."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _as(content, "utf-16")
    if b"\0" in content:
        raise Refused("The file is not a text file. Export the list as CSV or FHIR JSON.", field="file")
    try:
        return content.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError:
        pass
    best = from_bytes(content[: 4 * _SNIFFED], cp_isolation=["cp1252", "latin_1", "mac_roman"]).best()
    if best is None:
        raise Refused("The file's encoding cannot be told. Save it as CSV UTF-8.", field="file")
    return _as(content, best.encoding)


def _as(content: bytes, encoding: str) -> tuple[str, str]:
    try:
        return content.decode(encoding), encoding
    except UnicodeDecodeError:
        raise Refused("The file's encoding cannot be told. Save it as CSV UTF-8.", field="file") from None


def read_table(content: bytes) -> Table:
    """Parse a CSV; raise `Refused` naming the line for what is too large or malformed."""
    text, encoding = decoded(content)
    csv.field_size_limit(LONGEST_CELL)
    rows = list(_rows(text, _delimiter(text)))
    if not rows:
        raise Refused("The file is empty.", field="file")
    (_, headings), *body = rows
    return Table(headings, tuple(body), encoding)


def _delimiter(text: str) -> str:
    first = next((line for line in text[:_SNIFFED].splitlines() if line.strip()), "")
    return max(",;\t|", key=first.count)


def _rows(text: str, delimiter: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    count = begins = 0
    while True:
        begins = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as reason:
            what = "a cell of more than 64 KB" if "limit" in str(reason) else "quotation marks that do not match"
            raise Refused(f"Line {begins} has {what}. Mend it and import again.", field="file") from None
        if not any(cell.strip() for cell in cells):
            continue
        count += 1
        if count > MOST_ROWS + 1:
            raise Refused(f"The file has more than {MOST_ROWS:,} rows. Split it.", field="file")
        yield begins, tuple(cell.strip() for cell in cells)
