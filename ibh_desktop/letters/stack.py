"""Many PDFs as one file, letter by letter on pages of their own."""

from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

from pypdf import PdfReader, PdfWriter

from ibh_desktop.security.files import replace_file


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


def save_joined(pdfs: Iterable[bytes], path: str, title: str) -> None:
    """Write them where the user wants them, whole or not at all; raise `Unavailable` when that cannot be done."""
    replace_file(Path(path), joined(pdfs, title=title))
