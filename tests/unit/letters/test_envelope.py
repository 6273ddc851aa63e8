"""The recipient shows in a No. 10 window wherever the folded sheet lies in its envelope, and nothing else does."""

from dataclasses import replace

import pytest
from reportlab.pdfbase.pdfmetrics import stringWidth

from ibh_desktop.letters import envelope
from ibh_desktop.letters.content import Address
from ibh_desktop.letters.fonts import REGULAR
from ibh_desktop.letters.kinds import KINDS
from tests.letter_reading import Piece, placed
from tests.letter_samples import PARTS, SENDER, sample

MM, INCH = 72 / 25.4, 72.0
ADDRESSED = [name for name, kind in KINDS.items() if kind.opening.window]
LONGEST = Address(
    "Dr. Bartholomew Featherstonehaugh-Montgomery, MD, PhD",
    "Sample Center for Psychiatry and Behavioral Medicine, PLLC",
    "12345 Old Montgomery Highway South, Building 7, Suite 1400",
    "Mountain Brook Village, AL 35223-1234",
)
SHORT = Address("Jo Li", "", "1 A St", "Ada, AL 36001")


def box(piece: Piece) -> tuple[float, float, float, float]:
    """Left, bottom, right and top of what a piece covers: from the lowest descender to the highest letter."""
    return (
        piece.x,
        piece.y - 0.212 * piece.size,
        piece.x + stringWidth(piece.text, REGULAR, piece.size),
        piece.y + 0.78 * piece.size,
    )


def test_the_window_is_where_the_docstring_says() -> None:
    tops = [792 - edge for slide in ((0.0, 0.0), (0.0, 4.125 * INCH - 264)) for edge in envelope.seen(*slide)[1::2]]
    assert [round(top / INCH, 3) for top in tops] == [3.167, 2.042, 3.625, 2.5]
    left, bottom, right, top = (edge / INCH for edge in envelope.always_seen())
    assert (round(left, 3), round(right, 3)) == (0.875, 4.375)
    assert (round(11 - top, 3), round(11 - bottom, 3)) == (2.5, 3.167)


@pytest.mark.parametrize("to", [None, LONGEST, SHORT], ids=["usual", "longest", "shortest"])
@pytest.mark.parametrize("kind", ADDRESSED)
def test_every_line_of_the_address_clears_the_window_by_a_millimeter(kind: str, to: Address | None) -> None:
    content = sample(kind) if to is None else sample(kind, to=to)
    address = content.to
    assert address is not None
    lines = [line for line in (address.name, address.organisation, address.street, address.city_line) if line]
    first = placed(content)[0]
    shown = [piece for piece in first if piece.text in lines and piece.y > 792 - envelope.PANEL][: len(lines)]
    assert [piece.text for piece in shown] == lines
    for slide in envelope.slides():
        left, bottom, right, top = envelope.seen(*slide)
        for piece in shown:
            x, low, far, high = box(piece)
            assert x - left >= MM - 0.01
            assert right - far >= MM - 0.01
            assert low - bottom >= MM - 0.01
            assert top - high >= MM - 0.01
    assert all(piece.size >= 8 for piece in shown)


@pytest.mark.parametrize("kind", ADDRESSED)
@pytest.mark.parametrize("plain", [False, True])
def test_nothing_but_the_address_can_ever_show_in_the_window(kind: str, plain: bool) -> None:  # noqa: FBT001
    parts = PARTS[kind] | ({"plain_envelope": "yes"} if plain else {})
    content = sample(kind, parts=parts)
    address = content.to
    assert address is not None
    left, bottom, right, top = envelope.ever_seen()
    for piece in placed(content)[0]:
        x, low, far, high = box(piece)
        if piece.text not in (address.name, address.organisation, address.street, address.city_line) or piece.y < bottom:
            assert far < left or x > right + MM or high < bottom - MM or low > top + MM, piece


@pytest.mark.parametrize("kind", ["confirmation", "missed"])
def test_a_plain_envelope_keeps_the_clinic_below_the_fold(kind: str) -> None:
    upper = [piece.text for piece in placed(sample(kind))[0] if piece.y > 792 - envelope.PANEL]
    assert SENDER.clinic in upper
    content = sample(kind, parts=PARTS[kind] | {"plain_envelope": "yes"})
    fold = 792 - envelope.PANEL
    upper, lower = ([p.text for p in placed(content)[0] if (p.y > fold) is above] for above in (True, False))
    assert upper[:2] == [SENDER.street, SENDER.city_line]
    named = (SENDER.clinic, f"{SENDER.location} ·", SENDER.phone, "CONFIDENTIAL", "NPI")
    assert not any(word in " ".join(upper) for word in named)
    assert SENDER.clinic in lower


def test_an_address_too_long_for_any_window_is_broken_and_kept_whole() -> None:
    name = "Department of " + "Interdisciplinary " * 9
    first = placed(sample("referral", to=replace(LONGEST, name=name)))[0]
    said = " ".join(piece.text for piece in first if piece.size == 8 and piece.y > 792 - envelope.PANEL)
    assert " ".join(name.split()) in said
    assert said.endswith("Mountain Brook Village, AL 35223-1234")


def test_a_letter_without_a_recipient_says_so() -> None:
    text = " ".join(piece.text for piece in placed(sample("referral", to=None, draft=True))[0])
    assert "Recipient not chosen yet" in text
    assert "Dear colleague:" in text
