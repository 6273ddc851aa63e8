"""How a patient is reached: hours, voicemail, and words that tell nobody what kind of place calls."""

from dataclasses import replace
from datetime import datetime, time

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ibh_desktop.domain.contact import (
    NOTHING,
    TELLING,
    Channel,
    Voicemail,
    Wishes,
    channel_for,
    in_short,
    may_call,
    may_leave_message,
    never_call,
    reminder,
    require_wishes,
    specials,
    tells,
    voicemail,
)
from ibh_desktop.domain.errors import Refused
from tests.integration.world import CHICAGO

TUESDAY = datetime(2027, 1, 5, 10, tzinfo=CHICAGO)
PHONE = "(205) 555-0101"
HOURS = replace(NOTHING, safe_from=time(9), safe_to=time(17))
WORDS = st.text(max_size=30)


def test_the_hours_hold_to_the_minute_on_the_wall_clock_of_the_visit() -> None:
    assert may_call(NOTHING, TUESDAY.replace(hour=3)) == ""
    assert may_call(HOURS, TUESDAY.replace(hour=9)) == ""
    assert may_call(HOURS, TUESDAY.replace(hour=16, minute=59)) == ""
    for hour, minute in ((8, 59), (17, 0)):
        said = may_call(HOURS, TUESDAY.replace(hour=hour, minute=minute))
        assert said == f"It is safe to call from 9 to 17; it is {hour:02}:{minute:02} there now."


def test_who_is_not_to_be_contacted_is_called_at_no_hour() -> None:
    stopped = replace(HOURS, stop=True, stop_reason="asked in writing")
    assert never_call(stopped) == "Do not contact: asked in writing."
    assert may_call(stopped, TUESDAY) == never_call(stopped)
    assert channel_for(stopped, phone=PHONE, email="a@b.example") is None


def test_a_confidential_request_is_honoured_by_its_own_way_only() -> None:
    """45 CFR 164.522(b)."""
    by_letter = replace(NOTHING, channel=Channel.LETTER, confidential=True, where="P.O. Box 9, Hoover")
    assert never_call(by_letter) == "Asked in confidence to be reached by letter only: P.O. Box 9, Hoover."
    assert channel_for(by_letter, phone=PHONE, email="") is Channel.LETTER
    by_mail = replace(by_letter, channel=Channel.EMAIL)
    assert channel_for(by_mail, phone=PHONE, email="") is None
    assert never_call(replace(by_letter, channel=Channel.CALL)) == ""


def test_somebody_is_reminded_as_wished_where_that_is_possible() -> None:
    text = replace(NOTHING, channel=Channel.TEXT, text_ok=True)
    assert channel_for(text, phone=PHONE, email="") is Channel.TEXT
    assert channel_for(replace(text, text_ok=False), phone=PHONE, email="") is Channel.CALL
    assert channel_for(replace(NOTHING, channel=Channel.EMAIL), phone=PHONE, email="") is Channel.CALL
    assert channel_for(NOTHING, phone="", email="a@b.example") is None


def test_a_voicemail_leaves_a_name_and_a_number_and_by_wish_the_time() -> None:
    said = {
        kind: voicemail(replace(NOTHING, voicemail=kind), given="María", caller="Dana Brooks", phone=PHONE, starts=TUESDAY)
        for kind in Voicemail
    }
    assert said == {
        Voicemail.NONE: "",
        Voicemail.NAME_ONLY: f"Hello, this is Dana with a message for María. Please call back at {PHONE}. Thank you.",
        Voicemail.DETAIL: "Hello, this is Dana with a message for María about Tuesday, January 5 at 10:00 AM."
        f" Please call back at {PHONE}. Thank you.",
    }
    alias = replace(NOTHING, ask_for="Sam", says="the office")
    words = voicemail(alias, given="María", caller="Dana Brooks", phone="", starts=TUESDAY)
    assert words == "Hello, this is the office with a message for Sam. Please call back. Thank you."
    assert may_leave_message(replace(NOTHING, voicemail=Voicemail.NONE)).startswith("No voicemail:")


@given(ask_for=WORDS, says=WORDS, kind=st.sampled_from(Voicemail), caller=WORDS)
def test_no_words_that_are_accepted_tell_what_kind_of_place_calls(
    ask_for: str, says: str, kind: Voicemail, caller: str
) -> None:
    wishes = Wishes(ask_for=ask_for, says=says, voicemail=kind)
    try:
        checked = require_wishes(wishes)
    except Refused:
        assume(False)
    for words in (
        voicemail(checked, given="María", caller=caller, phone=PHONE, starts=TUESDAY),
        reminder(checked, given="María", phone=PHONE, starts=TUESDAY),
    ):
        assert tells(words) == ""


@pytest.mark.parametrize("words", ["the therapy office", "Psychiatry", "IBH Counseling", "Behavioral Health", "Dr. Lee"])
@pytest.mark.parametrize("field", ["ask_for", "says"])
def test_an_alias_that_tells_is_refused_at_its_field(field: str, words: str) -> None:
    with pytest.raises(Refused, match="tells what kind of place calls") as no:
        require_wishes(replace(NOTHING, **{field: words}))  # type: ignore[arg-type]
    assert no.value.field == field
    assert tells("Iptacia") != ""
    assert all(tells(word.strip()) for word in TELLING)


def test_a_reminder_tells_day_time_and_number() -> None:
    assert reminder(NOTHING, given="María", phone=PHONE, starts=TUESDAY) == (
        "Hello María, a reminder of your appointment on Tuesday, January 5 at 10:00 AM CST."
        " Please call (205) 555-0101 to confirm or change it."
    )


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"safe_from": time(17), "safe_to": time(9)}, "safe_to"),
        ({"safe_from": time(9), "safe_to": time(9)}, "safe_to"),
        ({"safe_from": time(9)}, "safe_to"),
        ({"safe_to": time(9)}, "safe_from"),
        ({"stop": True, "stop_reason": " \x00 "}, "stop_reason"),
        ({"stop_reason": "x" * 10_000}, "stop_reason"),
        ({"ask_for": "x" * 10_000}, "ask_for"),
        ({"says": "x" * 10_000}, "says"),
        ({"language": "x" * 10_000}, "language"),
        ({"where": "x" * 10_000}, "where"),
        ({"emergency_name": "x" * 10_000}, "emergency_name"),
        ({"emergency_relation": "x" * 10_000}, "emergency_relation"),
        ({"channel": Channel.TEXT}, "text_ok"),
        ({"interpreter": True}, "language"),
        ({"confidential": True}, "where"),
        ({"emergency_phone": "205 555 0142"}, "emergency_name"),
    ],
)
def test_what_cannot_be_so_is_said_at_its_field(wrong: dict[str, object], field: str) -> None:
    with pytest.raises(Refused) as no:
        require_wishes(replace(NOTHING, **wrong))  # type: ignore[arg-type]
    assert no.value.field == field
    assert no.value.sentence.endswith((".", "?"))


def test_control_characters_go_and_markup_stays_what_was_typed() -> None:
    checked = require_wishes(replace(NOTHING, ask_for="S\x00am\x07", language="<b>Spanish</b>", where="  a \t b "))
    assert (checked.ask_for, checked.language, checked.where) == ("Sam", "<b>Spanish</b>", "a b")


def test_the_file_tells_all_of_it_in_one_line() -> None:
    assert in_short(replace(HOURS, language="Spanish", interpreter=True)) == (
        "Call 9–17, voicemail name only, Spanish interpreter"
    )
    assert in_short(replace(NOTHING, safe_from=time(9, 30), safe_to=time(12), text_ok=True, voicemail=Voicemail.NONE)) == (
        "Call 9:30–12, texts OK, no voicemail"
    )
    assert in_short(replace(NOTHING, stop=True, stop_reason="asked in writing")) == "Do not contact: asked in writing"


def test_what_must_not_be_passed_over_is_said_in_a_few_words() -> None:
    assert specials(NOTHING) == specials(HOURS) == ()
    assert specials(replace(NOTHING, voicemail=Voicemail.NONE, ask_for="Sam")) == ("no voicemail", "ask for Sam")
    assert specials(replace(NOTHING, stop=True, stop_reason="x")) == ("do not contact",)
