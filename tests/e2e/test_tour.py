"""The tour: the README's first command on a machine without a screen."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from tests.e2e.conftest import ROOT, Ran, environment
from ui.tour import LETTER

PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture(scope="module")
def toured(tmp_path_factory: pytest.TempPathFactory) -> tuple[Ran, Path]:
    """`python main.py --demo` without DISPLAY, once."""
    import subprocess  # noqa: PLC0415 - this fixture alone
    import sys  # noqa: PLC0415 - this fixture alone

    scratch = tmp_path_factory.mktemp("tour")
    done = subprocess.run(
        [sys.executable, str(ROOT / "main.py"), "--demo"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=200,
        cwd=scratch,
        env=environment(
            TMPDIR=str(scratch), XDG_CONFIG_HOME=str(scratch), XDG_DATA_HOME=str(scratch), PYTHONIOENCODING="utf-8"
        ),
    )
    ran = Ran(done.returncode, done.stdout, done.stderr)
    assert ran.code == 0, ran.err
    return ran, Path(ran.out.strip().splitlines()[-1].split(" are in ")[1])


def _reader(folder: Path) -> PdfReader:
    return PdfReader(folder / "letter.pdf")


def _text(folder: Path) -> str:
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in _reader(folder).pages))


def test_the_demo_without_a_screen_says_so_and_names_the_folder(toured: tuple[Ran, Path]) -> None:
    ran, out = toured
    assert "no screen" in ran.err
    assert "Traceback" not in ran.err
    assert out.is_dir()


def test_the_tour_leaves_ten_pictures_or_more_that_are_no_blanks(toured: tuple[Ran, Path]) -> None:
    pictures = sorted(toured[1].glob("*.png"))
    assert len(pictures) >= 10
    assert all(p.read_bytes().startswith(PNG) for p in pictures)
    assert all(p.stat().st_size > 10_000 for p in pictures)
    assert {p.name for p in pictures} <= {line.strip() for line in toured[0].out.splitlines()}


def test_the_letter_is_one_or_two_pages_and_says_what_a_referral_must(toured: tuple[Ran, Path]) -> None:
    folder = toured[1]
    assert 1 <= len(_reader(folder).pages) <= 2
    text = _text(folder)
    for name in ("reason", "request"):
        assert LETTER[name] in text, name
    assert re.search(r"(DOB|[Bb]orn|[Dd]ate of birth)[: ]+[^.]{0,40}\d{4}", text)
    assert re.search(r"PHQ-9: first \d+ \([a-z ]+\) on .+; latest \d+ \([a-z ]+\)", text)
    assert re.search(r"GAD-7: first \d+ \([a-z ]+\)", text)
    assert "Ana Lee" in text
    assert re.search(r"[Ll]icense[^.]{0,20} [A-Z0-9-]{3,}", text)
    assert "Sample" in text or "sample" in text


def _fonts(reader: PdfReader) -> list[Any]:
    resources: list[Any] = [page["/Resources"] for page in reader.pages]
    return [font.get_object() for found in resources for font in found["/Font"].values()]


def _is_embedded(font: Any) -> bool:
    parts = [part.get_object() for part in font.get("/DescendantFonts", [font])]
    described = [part["/FontDescriptor"].get_object() for part in parts if "/FontDescriptor" in part]
    return bool(described) and all(any(f"/FontFile{n}" in d for n in ("", "2", "3")) for d in described)


def test_every_font_of_the_letter_is_embedded(toured: tuple[Ran, Path]) -> None:
    fonts = _fonts(_reader(toured[1]))
    assert fonts
    assert [str(font["/BaseFont"]) for font in fonts if not _is_embedded(font)] == []
