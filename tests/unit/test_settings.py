"""Settings: each described once, bounds held, texts and numbers kept apart."""

from dataclasses import fields
from datetime import timedelta

import pytest

from ibh_desktop.domain.errors import Refused
from ibh_desktop.settings import DESCRIBED, Settings, from_text, require_value

BY_NAME = {described.name: described for described in DESCRIBED}


def test_every_setting_is_described_in_a_sentence() -> None:
    assert [d.name for d in DESCRIBED] == [f.name for f in fields(Settings)]
    for described in DESCRIBED:
        assert described.label
        assert described.help.endswith(".")
        assert described.low <= described.high


def test_every_default_lies_within_its_bounds() -> None:
    for described in DESCRIBED:
        default = getattr(Settings(), described.name)
        assert require_value(described, str(default)) == str(default)


def test_what_is_not_stored_keeps_its_default() -> None:
    assert from_text({}) == Settings()
    assert from_text({"late_cancel_hours": "48", "unknown": "x"}) == Settings(late_cancel_hours=48)
    assert Settings().notice == timedelta(hours=24)
    assert Settings(no_show_minutes=20).grace == timedelta(minutes=20)


@pytest.mark.parametrize("text", ["", "-1", "169", "24.5", "a day", "２４ h"])
def test_a_number_out_of_bounds_is_refused_with_them(text: str) -> None:
    with pytest.raises(Refused, match="Late cancellation is a number from 0 to 168") as no:
        require_value(BY_NAME["late_cancel_hours"], text)
    assert no.value.field == "late_cancel_hours"


def test_a_text_is_trimmed() -> None:
    assert require_value(BY_NAME["crisis_line"], "  988 ") == "988"


def test_the_window_locks_within_fifteen_minutes() -> None:
    assert (BY_NAME["lock_minutes"].low, BY_NAME["lock_minutes"].high) == (1, 15)


def test_the_lines_to_call_and_when_they_were_checked() -> None:
    assert Settings().crisis_lines == (
        "988 Suicide & Crisis Lifeline (call, text, chat; Veterans press 1)",
        "911 for immediate danger",
    )
    assert Settings().crisis_checked == "Nobody noted yet when these numbers were last checked."
    ours = Settings(site_crisis_line="(205) 555-0199", crisis_checked_on="01/04/2027")
    assert ours.crisis_lines[2:] == ("(205) 555-0199: our own crisis number",)
    assert ours.crisis_checked == "Numbers checked on 01/04/2027."


def test_the_day_of_the_check_is_a_date_or_nothing() -> None:
    checked = BY_NAME["crisis_checked_on"]
    assert (require_value(checked, "1/4/2027"), require_value(checked, " ")) == ("01/04/2027", "")
    with pytest.raises(Refused, match="is not a date") as no:
        require_value(checked, "last week")
    assert no.value.field == "crisis_checked_on"
