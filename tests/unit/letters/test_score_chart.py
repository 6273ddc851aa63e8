"""The small chart of a measure: numbers, bands and dates, whatever the scores are."""

from dataclasses import replace
from datetime import date

import pytest

from ibh_desktop.letters.content import ScoreBand, ScoreSeries
from tests.letter_reading import placed, words
from tests.letter_samples import SERIES, sample

BANDS = (ScoreBand("low", 0, 4), ScoreBand("high", 5, 10))


def one(*points: tuple[date, int], bands: tuple[ScoreBand, ...] = BANDS, top: int = 10) -> ScoreSeries:
    """A measure of up to ten."""
    return ScoreSeries("TEN", top, bands, points)


def test_first_and_latest_are_labelled_and_all_bands_named() -> None:
    text = words(sample("referral", series=(SERIES[0],)))
    assert "PHQ-9 18 → 8 0 minimal 5 mild 10 moderate 15 moderately severe 20 severe 27 18 8 Jan 4, 2027 Apr 19, 2027" in text


def test_one_score_is_a_point_with_its_date() -> None:
    text = words(sample("referral", series=(one((date(2027, 1, 4), 7)),)))
    assert "TEN 7 0 low 5 high 10 7 Jan 4, 2027" in text


def test_two_scores_of_one_day_stand_over_each_other() -> None:
    text = words(sample("referral", series=(one((date(2027, 1, 4), 7), (date(2027, 1, 4), 3)),)))
    assert "TEN 7 → 3" in text


def test_a_measure_without_scores_has_no_chart() -> None:
    assert "TEN" not in words(sample("referral", series=(one(),)))


def test_a_measure_without_bands_is_drawn_all_the_same() -> None:
    assert "TEN 1 → 9" in words(sample("referral", series=(one((date(2027, 1, 4), 1), (date(2027, 2, 4), 9), bands=()),)))


@pytest.mark.parametrize("totals", [(-5, 40), (40, -5), (0, 0), (10, 10)])
def test_nothing_leaves_the_chart(totals: tuple[int, int]) -> None:
    points = tuple(zip((date(2027, 1, 4), date(2027, 3, 1)), totals, strict=True))
    for top in (10, 0):
        pieces = [piece for sheet in placed(sample("referral", series=(one(*points, top=top),))) for piece in sheet]
        (title,) = [piece for piece in pieces if piece.text == "TEN"]
        for total in totals:
            assert any(piece.text == str(total) and title.y - 90 < piece.y <= title.y for piece in pieces)


def test_a_band_with_a_long_name_is_cut_with_a_mark() -> None:
    long = replace(one((date(2027, 1, 4), 1)), bands=(ScoreBand("a name that no chart has room for", 0, 10),))
    assert "a name that no ch" in (text := words(sample("referral", series=(long,))))
    assert "…" in text
