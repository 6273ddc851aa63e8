"""A PDF for e-mail: AES-256, opened by its passphrase alone."""

import io

import pytest
from pypdf import PdfReader
from reportlab.pdfgen.canvas import Canvas

from ibh_desktop.exchange.sealed_pdf import new_passphrase, seal


def _page() -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out)
    canvas.drawString(72, 720, "In confidence")
    canvas.save()
    return out.getvalue()


def test_a_sealed_pdf_opens_with_its_passphrase_alone() -> None:
    passphrase = new_passphrase()
    sealed = seal(_page(), passphrase)
    reader = PdfReader(io.BytesIO(sealed))
    assert reader.is_encrypted
    assert not reader.decrypt(new_passphrase())
    assert not reader.decrypt("")
    assert reader.decrypt(passphrase)
    assert reader.pages[0].extract_text().strip() == "In confidence"
    assert b"/AESV3" in sealed
    assert b"/V 5" in sealed
    assert b"/R 6" in sealed


@pytest.mark.parametrize("many", [200])
def test_passphrases_are_long_readable_and_never_the_same(many: int) -> None:
    made = {new_passphrase() for _ in range(many)}
    assert len(made) == many
    assert all(len(one) == 23 and not set(one) & set("ilo01") for one in made)
