"""NPI check digits and licence expiries."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from ibh_desktop.domain.appointments import Kind
from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.licences import SUPERVISED, Standing, expiry_words, is_npi, no_new_course, not_covered, require_npi

TODAY = date(2027, 1, 4)
EXAMPLES = Path(__file__).resolve().parents[3] / "shared/data/names/npi.json"
RIGHT = ("1234567893", "1245319599", "1003000126", "2000000036")
WRONG = ("1234567890", "1234567892", "123456789", "12345678931", "3234567893", "1234567839", "abcdefghij", "١٢٣٤٥٦٧٨٩٣", "")


def test_the_check_digit_of_an_npi_is_that_of_the_published_examples() -> None:
    assert [text for text in RIGHT if not is_npi(text)] == []
    assert [text for text in WRONG if is_npi(text)] == []


@pytest.mark.skipif(not EXAMPLES.exists(), reason="no shared data")
def test_every_shared_example_of_an_npi_is_told_right() -> None:
    known = json.loads(EXAMPLES.read_text())
    assert [text for text in (*known["valid"], *known["valid_made"]) if not is_npi(text)] == []
    assert [text for text in known["invalid"] if is_npi(text)] == []


def test_a_wrong_npi_is_refused_at_its_field_and_none_is_fine() -> None:
    assert require_npi(" ") == ""
    assert require_npi(" 1234567893 ") == "1234567893"
    with pytest.raises(Refused, match="check digit") as no:
        require_npi("1234567890")
    assert no.value.field == "npi"


def test_an_expiry_is_warned_from_sixty_days_on() -> None:
    assert expiry_words(TODAY + timedelta(days=61), TODAY) == ""
    assert expiry_words(TODAY + timedelta(days=60), TODAY) == "expires in 60 days"
    assert expiry_words(TODAY, TODAY) == "expires in 0 days"
    assert expiry_words(TODAY - timedelta(days=1), TODAY) == "expired"
    assert expiry_words(None, TODAY) == "no expiry date"


def test_a_licence_covers_its_last_day_and_no_later_one() -> None:
    standing = Standing("LPC", TODAY)
    assert not_covered(standing, "Ben Ortiz", TODAY) == ""
    told = "Ben Ortiz's license runs to 04 Jan 2027 and does not cover Tue 05 Jan 2027."
    for kind in Kind:
        assert not_covered(standing, "Ben Ortiz", TODAY + timedelta(days=1), kind) == told
    assert not_covered(Standing("LPC"), "Ben Ortiz", date(2099, 1, 1)) == ""


def test_an_lbsw_takes_calls_and_no_therapy() -> None:
    standing = Standing("LBSW")
    assert {kind for kind in Kind if not not_covered(standing, "Kim", TODAY, kind)} == {Kind.PHONE}
    assert no_new_course(standing, "Kim") == "Kim's license, LBSW, does not cover therapy."


def test_only_who_is_supervised_needs_a_supervisor_for_a_new_course() -> None:
    for credential in SUPERVISED:
        assert "has no supervisor now" in no_new_course(Standing(credential, supervised=False), "Ana")
        assert no_new_course(Standing(credential), "Ana") == ""
    assert no_new_course(Standing("LPC", supervised=False), "Ben") == ""
