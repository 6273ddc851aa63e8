"""The PDF itself, read back with another library: its words, its pages, its title and its typeface."""

import io
from datetime import date

from pypdf import PdfReader
from reportlab.pdfbase.pdfmetrics import getFont

from ibh_desktop.domain.letter_kinds import REFERRAL
from ibh_desktop.letters.content import Address, LetterContent, Sender, Signer, Subject
from ibh_desktop.letters.flow import clean, paragraphs
from ibh_desktop.letters.fonts import REGULAR, register
from ibh_desktop.letters.kinds import pdf
from tests.letter_reading import pages, words
from tests.letter_words import whole

PARTS = whole(REFERRAL) | {
    "reason": "Depressive symptoms that the course did not fully resolve.",
    "scores": "PHQ-9: first 18 (moderately severe) on January 4, 2027; latest 8 (mild) on April 19, 2027.",
}


def letter(
    *, draft: bool = False, sample: bool = False, to: Address | None = None, supervisor: str = "", **parts: str
) -> LetterContent:
    """María's referral, signed by Ana."""
    return LetterContent(
        kind="referral",
        number="L27-00001",
        written_on=date(2027, 4, 20),
        draft=draft,
        sample=sample,
        sender=Sender(
            "Riverside Clinic", "Birmingham", "100 Sample St", "Birmingham, AL 35203", "(205) 555-0101", "(205) 555-0121"
        ),
        to=to or Address("Dr. Amelia Hart", "Sample Psychiatry", "10 Sample Ave", "Birmingham, AL 35203"),
        subject=Subject("María Elena O'Kon", date(1985, 3, 14), "10001"),
        signer=Signer("Ana Lee", "ALC", "AL-ALC-1", "1234567893", supervisor),
        parts=PARTS | parts,
        crisis_line="988",
    )


def test_a_referral_says_who_why_how_and_by_whom() -> None:
    text = words(letter())
    for said in (
        "Riverside Clinic",
        "CONFIDENTIAL",
        "Dr. Amelia Hart",
        "April 20, 2027",
        "María Elena O'Kon",
        "03/14/1985",
        "10001",
        PARTS["reason"],
        PARTS["scores"],
        "Ana Lee, ALC",
        "License AL-ALC-1",
        "NPI 1234567893",
        "call or text 988",
        "page 1 of",
        "(205) 555-0101",
    ):
        assert said in text


def test_every_part_stands_under_its_label() -> None:
    text = words(letter())
    for field in REFERRAL.fields:
        label = {"enclosures": "Enclosures:", "cc": "cc:", "urgency": "✓"}.get(field.name, field.label)
        assert (f"{label} {PARTS[field.name]}" in text) is not field.tick


def test_a_part_without_text_leaves_no_heading() -> None:
    assert "Social situation" not in words(letter(background="  \n "))


def test_an_associate_signs_under_supervision() -> None:
    assert "under the supervision of Lee Ann Foster, LPC-S" in words(letter(supervisor="Lee Ann Foster, LPC-S"))
    assert "supervision" not in words(letter())


def test_a_draft_says_draft_on_every_page_and_a_signed_letter_nowhere() -> None:
    long = "word " * 900
    drafted = pages(letter(draft=True, summary=long))
    assert len(drafted) > 1
    assert all("DRAFT" in page for page in drafted)
    assert "DRAFT" not in words(letter())


def test_pages_are_numbered_x_of_y() -> None:
    found = pages(letter(summary="word " * 2500))
    assert len(found) >= 4
    assert [f"page {n} of {len(found)}" in page for n, page in enumerate(found, start=1)] == [True] * len(found)


def test_a_sample_clinic_says_so_on_every_page() -> None:
    assert all("Sample clinic: invented people" in page for page in pages(letter(sample=True, summary="word " * 900)))
    assert "invented" not in words(letter())


def test_the_file_itself_names_no_patient_and_carries_its_typeface() -> None:
    content = pdf(letter())
    reader = PdfReader(io.BytesIO(content))
    assert reader.metadata is not None
    assert "O'Kon" not in " ".join(map(str, reader.metadata.values()))
    assert b"Plex" in content
    assert str(reader.root_object["/Lang"]) == "en-US"


def test_control_characters_vanish_and_letters_of_the_world_stay() -> None:
    text = words(letter(reason="A\x00B\x07C\x1b[31m\u200bD\ud800E\ufffeF Łukasz Nguyễn Đặng Jiří"))
    assert "Łukasz Nguyễn Đặng Jiří" in text
    assert clean("A\x00B\x07C\ud800\ufffe\nD\tE") == "ABC\nD\tE"
    assert clean("one\r\ntwo\rthree\u2028four\x0bfive") == "one\ntwo\nthree\nfour\nfive"
    assert clean("Li\u202eaM\u202c \u2066X\u2069 e\u200d\ufe0f") == "LiaM X e"


def test_what_the_face_lacks_is_a_box_that_can_be_read_back() -> None:
    text = words(letter(reason="Greek αβγ, 中文, an emoji 😀."))
    assert "Greek αβγ, 中文, an emoji \ufffd." in text
    face = getFont(REGULAR).face
    box = face.charToGlyph[ord("中")]
    assert box not in dict(face.charToGlyph).values()
    assert face.glyphPos[box + 1] - face.glyphPos[box] == face.glyphPos[1] - face.glyphPos[0] > 0


def test_fifty_thousand_words_keep_every_word() -> None:
    register()
    text = " ".join(f"w{n}" for n in range(50_000))
    flow = list(paragraphs(text))
    said = [word for piece in flow for word in piece.text.split()]
    assert said == text.split()
    assert max(len(piece.text.split()) for piece in flow) == 200


def test_a_long_letter_keeps_every_word_on_paper() -> None:
    text = " ".join(f"w{n}" for n in range(3_000))
    found = words(letter(summary=text))
    assert sum(f"w{n}" in found for n in range(0, 3_000, 7)) == len(range(0, 3_000, 7))


def test_a_word_wider_than_the_page_is_broken_not_lost() -> None:
    assert words(letter(reason="x" * 500)).replace(" ", "").count("x" * 500) == 1
