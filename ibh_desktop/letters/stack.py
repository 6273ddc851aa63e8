"""Many PDFs as one file, letter by letter on pages of their own."""

import os
from collections.abc import Iterable
from contextlib import suppress
from io import BytesIO
from pathlib import Path

from pypdf import PdfReader, PdfWriter

from ibh_desktop.domain.errors import Unavailable


def joined(pdfs: Iterable[bytes], *, title: str) -> bytes:
    """One PDF with the pages of all, in their order. `title` holds nothing of a patient."""
    writer = PdfWriter()
    for pdf in pdfs:
        for page in PdfReader(BytesIO(pdf)).pages:
            writer.add_page(page)
    writer.add_metadata({"/Title": title})
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def save(pdf: bytes, path: Path) -> None:
    """Write a file whole or not at all; raise `Unavailable` when that cannot be done and leave what stood there."""
    half = path.with_name(path.name + ".part")
    try:
        with half.open("wb") as out:
            out.write(pdf)
            out.flush()
            os.fsync(out.fileno())
        half.replace(path)
    except OSError as reason:
        with suppress(OSError):
            half.unlink(missing_ok=True)
        raise Unavailable(f"The file cannot be written ({reason.strerror or reason}). Nothing is lost.") from None


def save_joined(pdfs: Iterable[bytes], path: str, title: str) -> None:
    """As `joined` and `save` one after the other."""
    save(joined(pdfs, title=title), Path(path))
