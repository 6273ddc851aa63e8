"""Lists and calendars on paper: pages, shared widths, and that no text is ever taken for markup."""

import io

from pypdf import PdfReader

from ibh_desktop.letters import calendar_sheet, list_sheet, safety_plan
from ibh_desktop.letters.calendar_sheet import MOST_COLUMNS, CalendarSheet, SheetBlock, SheetColumn, lanes
from ibh_desktop.letters.list_sheet import ListSheet
from ibh_desktop.settings import Settings

MARKUP = "<b>Bold</b> & <img src='x'/>"


def _calendar(*columns: SheetColumn) -> CalendarSheet:
    return CalendarSheet("Riverside Clinic", False, "Monday", "Birmingham", "Schedule", "printed today", columns)


def _column(*blocks: SheetBlock, heading: str = "Ana Lee") -> SheetColumn:
    return SheetColumn(heading, "LPC", ((480, 1020),), blocks)


def _pages(pdf: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages]


def _list(*rows: tuple[str, ...]) -> ListSheet:
    columns = (("Who", 1.0), ("What", 2.0))
    return ListSheet("Riverside Clinic", True, "Calls", "to call", "Call list", "printed today", columns, rows)


def test_blocks_that_overlap_share_the_width_and_others_have_it_whole() -> None:
    first, second, third, alone = (SheetBlock(*span, "x") for span in ((480, 540), (500, 560), (540, 600), (600, 660)))
    assert lanes([alone, third, second, first]) == [(first, 0, 2), (second, 1, 2), (third, 0, 2), (alone, 0, 1)]
    assert lanes([]) == []


def test_more_therapists_than_fit_go_on_to_the_next_page() -> None:
    columns = [_column(SheetBlock(540, 590, "busy"), heading=f"Therapist {n}") for n in range(MOST_COLUMNS + 1)]
    pages = _pages(calendar_sheet.pdf(_calendar(*columns)))
    assert len(pages) == 2
    assert f"Therapist {MOST_COLUMNS}" in pages[1]
    assert "page 2 of 2" in pages[1]
    assert all("Birmingham" in page and "08:00" in page for page in pages)


def test_a_name_that_is_markup_comes_out_as_the_text_it_is() -> None:
    (page,) = _pages(calendar_sheet.pdf(_calendar(_column(SheetBlock(540, 590, MARKUP), heading=MARKUP))))
    assert page.count(MARKUP) == 2
    (page,) = _pages(list_sheet.pdf(_list((MARKUP, MARKUP))))
    assert page.count(MARKUP) == 2


def test_a_name_longer_than_its_block_is_cut_with_a_mark() -> None:
    columns = [_column(SheetBlock(540, 590, "Wilhelmina " * 9, "1/16")) for _ in range(MOST_COLUMNS)]
    (page,) = _pages(calendar_sheet.pdf(_calendar(*columns)))
    assert page.count("…") == MOST_COLUMNS
    assert "09:00–09:50" in page


def test_a_visit_of_ten_minutes_still_says_who_and_when() -> None:
    (page,) = _pages(calendar_sheet.pdf(_calendar(_column(SheetBlock(540, 550, "Ada")))))
    assert "Ada · 09:00–09:10" in page


def test_a_sheet_without_columns_is_one_page() -> None:
    assert len(_pages(calendar_sheet.pdf(_calendar()))) == 1


def test_a_long_list_repeats_its_headings_on_every_page() -> None:
    pages = _pages(list_sheet.pdf(_list(*((f"Patient {n}", "one\ntwo\nthree") for n in range(60)))))
    assert len(pages) > 2
    assert all("Who" in page and "Sample clinic: invented people" in page for page in pages)
    assert all(f"Patient {n} " in " ".join(pages) + " " for n in range(60))


def test_a_safety_plan_blank_is_one_page_with_six_headings_and_the_numbers() -> None:
    lines = Settings(site_crisis_line="(205) 555-0199").crisis_lines
    reader = PdfReader(io.BytesIO(safety_plan.pdf(safety_plan.SafetyPlanBlank("Riverside Clinic", sample=False, lines=lines))))
    assert len(reader.pages) == 1
    text = reader.pages[0].extract_text()
    for heading in (
        "Warning signs", "What helps", "People", "Places", "Professionals and lines", "Making the surroundings safe",
    ):  # fmt: skip
        assert heading in text
    for number in ("988", "911", "(205) 555-0199", "Riverside Clinic"):
        assert number in text
    assert "Sample" not in text
