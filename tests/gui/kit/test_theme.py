"""Colours: every pair that meets on a page can be read, and only tokens name colours."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QFontInfo, QImage
from PySide6.QtWidgets import QApplication

from resources import path_of, read_text
from ui.kit import theme
from ui.kit.theme import DARK, LIGHT, Tokens

ROOT = Path(__file__).resolve().parents[3]
SCHEMES = {"light": LIGHT, "dark": DARK}
TONES = ("accent", "success", "warning", "danger", "info")
GROUNDS = ("page", "surface")
TEXT_PAIRS = [
    *((words, ground) for words in ("text", "secondary", *TONES) for ground in GROUNDS),
    *((tone, f"{tone}_soft") for tone in TONES),
    *(("text", f"{tone}_soft") for tone in TONES),
    *((phase, ground) for phase in ("initial", "middle", "ending") for ground in GROUNDS),
    ("on_accent", "accent"),
    ("surface", "text"),
]
MARK_PAIRS = [("edge", ground) for ground in GROUNDS]
LITERAL = re.compile(r"#[0-9A-Fa-f]{3,8}\b|\brgba?\(|\bhsla?\(|\b(white|black|red|green|blue|gray|grey|yellow|orange)\b")


def _luminance(shade: str) -> float:
    """Relative luminance by WCAG 2.2."""
    parts = [int(shade[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_contrast_formula_gives_the_known_values() -> None:
    assert _contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert _contrast("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("words", "ground"), TEXT_PAIRS, ids=lambda name: name)
def test_text_has_at_least_four_and_a_half_to_one(scheme: str, words: str, ground: str) -> None:
    tokens = SCHEMES[scheme]
    assert _contrast(getattr(tokens, words), getattr(tokens, ground)) >= 4.5


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("mark", "ground"), MARK_PAIRS, ids=lambda name: name)
def test_marks_have_at_least_three_to_one(scheme: str, mark: str, ground: str) -> None:
    tokens = SCHEMES[scheme]
    assert _contrast(getattr(tokens, mark), getattr(tokens, ground)) >= 3


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_token_is_a_colour_of_its_own_form(scheme: str) -> None:
    assert all(re.fullmatch(r"#[0-9A-F]{6}", getattr(SCHEMES[scheme], field.name)) for field in fields(Tokens))


def _rules() -> str:
    return re.sub(r"/\*.*?\*/", "", read_text("theme.qss"), flags=re.DOTALL)


def test_the_style_sheet_names_no_colour_itself() -> None:
    named = [rule for rule in re.findall(r"\{([^{}$]*(?:\$\{\w+\}[^{}$]*)*)\}", _rules()) if LITERAL.search(rule)]
    assert named == []


def test_every_token_that_the_style_sheet_uses_exists() -> None:
    used = set(re.findall(r"\$\{(\w+)\}", _rules()))
    assert used
    assert used - {"tick"} <= {field.name for field in fields(Tokens)}
    assert all("$" not in theme.sheet(tokens) for tokens in SCHEMES.values())


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("sharp", ["", "@2x"])
def test_the_tick_of_a_box_has_the_colour_of_words_on_the_accent(scheme: str, sharp: str) -> None:
    picture = QImage(str(path_of(f"tick_{scheme}{sharp}.png")))
    drawn = [picture.pixelColor(x, y) for x in range(picture.width()) for y in range(picture.height())]
    solid = {found.name().upper() for found in drawn if found.alpha() == 255}
    assert solid == {SCHEMES[scheme].on_accent}
    assert f"tick_{scheme}.png" in theme.sheet(SCHEMES[scheme])


def test_no_code_of_the_window_names_a_colour_outside_the_tokens() -> None:
    literal = re.compile(r"""["']#[0-9A-Fa-f]{6}["']|QColor\(\s*\d""")
    files = [path for path in (ROOT / "ui").rglob("*.py") if path.name != "theme.py"]
    assert len(files) > 40
    assert [path.name for path in files if literal.search(path.read_text(encoding="utf-8"))] == []


def test_every_colour_that_code_asks_for_is_a_token() -> None:
    known = {field.name for field in fields(Tokens)}
    asked = {
        name
        for path in (ROOT / "ui").rglob("*.py")
        for name in re.findall(r"\bcolor\(\"(\w+)\"", path.read_text(encoding="utf-8"))
    }
    assert len(asked) > 8
    assert asked <= known


def test_dark_and_light_are_put_in_force_and_both_reach_the_palette(qapp: QApplication) -> None:
    for scheme, tokens in SCHEMES.items():
        theme.apply(qapp, scheme)
        assert qapp.palette().window().color() == QColor(tokens.page)
        assert tokens.accent in qapp.styleSheet()
        assert theme.is_dark() is (scheme == "dark")


def test_our_face_is_in_force_with_figures_of_one_width(qapp: QApplication) -> None:
    assert QFontInfo(theme.font()).family() == "Inter"
    assert theme.font(theme.TITLE).pixelSize() == 22
    assert theme.font(bold=True).weight() > theme.font().weight()
