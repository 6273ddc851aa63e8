"""The timeline on paper: vector art, embedded type, a page for a usual course, more where sixty sessions need them."""

import io
from datetime import date
from typing import Any

import pytest
from pypdf import PdfReader

from ibh_desktop.domain.timeline_story import Story
from ibh_desktop.letters.landscape import HEIGHT, WIDTH
from ibh_desktop.letters.timeline_art import CourseSheet, pdf, pictures
from tests.unit.stories import full, plain

CROWDED = full(60, items=400, scores=60)


def _sheet(story: Story) -> bytes:
    return pdf(
        CourseSheet(
            clinic="Riverside Clinic",
            sample=True,
            patient="María <Elena> O'Kon",
            born=date(1985, 3, 14),
            about="Standard, 16 sessions · depression · Ana Lee, ALC · Birmingham",
            printed="printed Mar 20, 10:40 for Ana Lee",
            story=story,
        )
    )


def _text(made: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(made)).pages).split())


@pytest.mark.parametrize("sessions", [8, 12, 16, 20])
def test_a_usual_course_stands_on_one_landscape_page(sessions: int) -> None:
    (page,) = PdfReader(io.BytesIO(_sheet(full(sessions)))).pages
    assert (float(page.mediabox.width), float(page.mediabox.height)) == (WIDTH, HEIGHT)


def test_sixty_sessions_stay_readable_on_three_pages_that_carry_every_number() -> None:
    for story in (CROWDED, full(60, cadence=28, items=100, scores=60)):
        reader = PdfReader(io.BytesIO(_sheet(story)))
        assert len(reader.pages) == 3
        words = " ".join(page.extract_text() for page in reader.pages).split()
        assert {str(number) for number in range(1, 61)} <= set(words)


def test_the_words_of_the_page_can_be_read_back() -> None:
    words = _text(_sheet(full(16)))
    for part in ("María <Elena> O'Kon, born 03/14/1985", "Riverside Clinic", "page 1 of 1", "Sample clinic: invented people"):
        assert part in words
    for part in ("Middle", "PHQ-9", "18 → 9", "reliable improvement", "See two friends a week", "today", "contract 19 Apr"):
        assert part in words
    assert "session held" in words, "the legend"


def test_the_file_names_no_patient_and_its_art_is_vector_with_embedded_type() -> None:
    reader = PdfReader(io.BytesIO(_sheet(full(16))))
    assert reader.metadata is not None
    assert reader.metadata.title == "Course timeline"
    assert not any("Kon" in str(value) for value in reader.metadata.values())
    for page in reader.pages:
        assert list(page.images) == []
        resources: Any = page["/Resources"]
        faces = [font.get_object() for font in resources["/Font"].values()]
        used = [face for face in faces if face["/Subtype"] == "/TrueType"]
        assert used
        assert all("/FontFile2" in face["/FontDescriptor"] for face in used)


def test_a_course_with_nothing_but_sessions_can_be_printed() -> None:
    words = _text(_sheet(plain(8)))
    assert "Sessions" in words
    assert "Goals" not in words


@pytest.mark.parametrize("story", [plain(8), full(16), CROWDED], ids=["8", "16", "60"])
def test_a_piece_of_the_picture_fits_the_place_it_is_asked_for(story: Story) -> None:
    for width, height in ((720.0, 480.0), (468.0, 300.0)):
        for art in pictures(story, width, height):
            wide, high = art.wrap(width, height)
            assert wide <= width
            assert high <= height + 0.1
