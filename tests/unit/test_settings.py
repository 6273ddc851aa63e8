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
