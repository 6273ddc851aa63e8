"""What a note may be, and what a signature covers."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from ibh_desktop.domain.appointments import Status
from ibh_desktop.domain.errors import Conflict, Refused
from ibh_desktop.domain.notes import (
    LONGEST_NOTE,
    NoteState,
    Technique,
    Typed,
    Words,
    cleaned,
    digest,
    packed,
    require_intact,
    require_text,
    require_unsigned,
    state_of,
    techniques_of,
    techniques_text,
    unpacked,
    why_not_writable,
)

AT = datetime(2027, 1, 4, 16, 0, 0, tzinfo=UTC)
WORDS = Words("A calm week.", (Technique.ROLE_PLAY, Technique.EXPLORATION), "We practised.\nTwice.")


def signed(words: Words = WORDS, at: datetime = AT, author: int = 3) -> str:
    """The digest of a note of session 2 in course 1."""
    return digest(course=1, appointment=2, author=author, words=words, signed_at=at, signed_by=author)


def test_the_digest_covers_every_word_the_author_and_the_time() -> None:
    others = (
        signed(Words("A calm week", WORDS.techniques, WORDS.body)),
        signed(Words(WORDS.since_last, WORDS.techniques[:1], WORDS.body)),
        signed(Words(WORDS.since_last, WORDS.techniques, "We practised. Twice.")),
        signed(at=AT + timedelta(seconds=1)),
        signed(author=4),
    )
    assert len({signed(), *others}) == 6
    assert len(signed()) == 64


def test_the_digest_is_the_same_whatever_the_engine_keeps_of_a_second() -> None:
    zone = timezone(timedelta(hours=-6))
    assert signed(at=AT.replace(microsecond=999_999)) == signed(at=AT.astimezone(zone)) == signed()


def test_text_that_slips_from_one_field_to_the_next_is_another_note() -> None:
    assert signed(Words("ab", (), "c")) != signed(Words("a", (), "bc"))


@pytest.mark.parametrize(
    ("done", "credential", "state"),
    [
        ((False, False), "ALC", NoteState.DRAFT),
        ((True, False), "LPC", NoteState.SIGNED),
        ((True, False), "ALC", NoteState.WAITING),
        ((True, False), "LMSW", NoteState.WAITING),
        ((True, False), "MFT Associate", NoteState.WAITING),
        ((True, True), "ALC", NoteState.COSIGNED),
    ],
)
def test_only_associates_wait_for_a_second_signature(done: tuple[bool, bool], credential: str, state: NoteState) -> None:
    assert state_of(signed=done[0], cosigned=done[1], credential=credential) is state


def test_a_signed_note_points_to_the_addendum() -> None:
    require_unsigned(NoteState.DRAFT)
    for state in (NoteState.SIGNED, NoteState.WAITING, NoteState.COSIGNED):
        with pytest.raises(Refused, match="Add an addendum"):
            require_unsigned(state)


def test_a_note_that_is_not_what_was_signed_is_told() -> None:
    require_intact(intact=True)
    with pytest.raises(Conflict, match="not what was signed"):
        require_intact(intact=False)


@pytest.mark.parametrize(
    ("status", "hours", "writable"),
    [
        (Status.SCHEDULED, 1, False),
        (Status.CONFIRMED, 1, False),
        (Status.SCHEDULED, -1, True),
        (Status.CHECKED_IN, 1, True),
        (Status.IN_SESSION, 0, True),
        (Status.COMPLETED, -1, True),
        (Status.NO_SHOW, -1, True),
        (Status.LATE_CANCEL, 1, True),
        (Status.CANCELLED_CLINIC, -1, False),
        (Status.CANCELLED_PATIENT, -1, False),
        (Status.RESCHEDULED, -1, False),
    ],
)
def test_a_note_belongs_to_a_session_that_began_or_was_missed(status: Status, hours: int, *, writable: bool) -> None:
    assert (why_not_writable(status, AT + timedelta(hours=hours), AT) == "") is writable


def test_words_are_stored_as_they_were_typed_and_techniques_in_their_order() -> None:
    plain = cleaned(Words("  kept\x00 ", (Technique.ROLE_PLAY, Technique.EXPLORATION, Technique.ROLE_PLAY), "a\n\n  b"))
    assert (plain.since_last, plain.body) == ("kept", "a\n\n  b")
    assert plain.techniques == (Technique.EXPLORATION, Technique.ROLE_PLAY)
    assert techniques_of(techniques_text(plain.techniques)) == plain.techniques
    assert techniques_of("") == ()
    assert not any("," in technique for technique in Technique)


def test_a_note_without_words_or_with_too_many_is_refused_at_its_field() -> None:
    with pytest.raises(Refused) as empty:
        require_text(" \n ", "addendum")
    with pytest.raises(Refused, match="20,000") as long:
        cleaned(Words(body="x" * (LONGEST_NOTE + 1)))
    assert (empty.value.field, long.value.field) == ("addendum", "body")


def test_what_is_typed_survives_its_packing_and_shows_in_no_repr() -> None:
    typed = Typed(WORDS, version=4, note=9)
    back = unpacked(packed(typed))
    assert back == typed
    assert "calm" not in repr(typed) + repr(WORDS) + repr([back])
