"""A PDF for e-mail: AES-256 under a passphrase that is told by another way and kept nowhere (PDF 2.0, revision 6)."""

import secrets
from io import BytesIO

from pypdf import PdfReader, PdfWriter

GROUPS, SIZE = 4, 5
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without what is mistaken for something else when it is read out."""


def new_passphrase() -> str:
    """A fresh passphrase of 99 random bits: `k3mqa-…`, 4 groups of 5."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(SIZE)) for _ in range(GROUPS))


def seal(pdf: bytes, passphrase: str) -> bytes:
    """The same pages, to be opened with `passphrase` alone; the pages and what they say are not changed."""
    writer = PdfWriter(clone_from=PdfReader(BytesIO(pdf)))
    # The owner's password is thrown away: nobody needs more rights than to read and print.
    writer.encrypt(passphrase, secrets.token_urlsafe(24), algorithm="AES-256")
    out = BytesIO()
    writer.write(out)
    return out.getvalue()
