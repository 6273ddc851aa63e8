"""A letter on its way: what may be answered from where, when it is chased, what the log says of it (DOMAIN.md 1.7.5)."""

from datetime import date

import pytest

from ibh_desktop.domain.disclosure import Information
from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.letter_kinds import RULES
from ibh_desktop.domain.letters import NEXT, URGENCIES, LetterKindRule, LetterStatus, information
from ibh_desktop.domain.sending import ANSWERS, possible, reply_due, require_copies, require_note, steps_to, told
from tests.letter_words import whole

_S = LetterStatus


@pytest.mark.parametrize(("urgency", "days"), list(zip(URGENCIES, (14, 14, 2, 2), strict=True)))
def test_an_urgent_letter_is_chased_after_two_days_and_others_after_fourteen(urgency: str, days: int) -> None:
    assert (reply_due(date(2027, 1, 4), urgency) - date(2027, 1, 4)).days == days


def test_a_letter_without_an_urgency_waits_fourteen_days() -> None:
    assert reply_due(date(2027, 1, 4), "") == date(2027, 1, 18)


REACHED = {
    _S.SENT: {_S.ACKNOWLEDGED, _S.DECLINED, _S.APPOINTMENT_MADE, _S.CLOSED},
    _S.ACKNOWLEDGED: {_S.DECLINED, _S.APPOINTMENT_MADE, _S.CLOSED},
    _S.DECLINED: {_S.CLOSED},
    _S.APPOINTMENT_MADE: {_S.ATTENDED, _S.NOT_ATTENDED, _S.CLOSED},
    _S.ATTENDED: {_S.CLOSED},
    _S.NOT_ATTENDED: {_S.APPOINTMENT_MADE, _S.CLOSED},
}


@pytest.mark.parametrize("status", list(LetterStatus), ids=lambda status: status.value)
def test_every_answer_from_every_status_is_allowed_or_refused(status: LetterStatus) -> None:
    for wanted in (*ANSWERS, _S.CLOSED):
        if wanted in REACHED.get(status, set()):
            steps = steps_to(status, wanted)
            assert steps[-1] is wanted
            assert all(after in NEXT[before] for before, after in zip((status, *steps), steps, strict=False))
        else:
            with pytest.raises(Refused, match=f"cannot become {wanted.value}"):
                steps_to(status, wanted)
    assert set(possible(status)) == REACHED.get(status, set()) - {_S.CLOSED}


def test_an_appointment_that_is_the_first_answer_acknowledges_the_letter_too() -> None:
    assert steps_to(_S.SENT, _S.APPOINTMENT_MADE) == (_S.ACKNOWLEDGED, _S.APPOINTMENT_MADE)


@pytest.mark.parametrize("copies", [0, -1, 51])
def test_no_copy_or_a_heap_of_them_is_refused(copies: int) -> None:
    with pytest.raises(Refused, match="1 to 50 copies"):
        require_copies(copies)
    assert require_copies(50) == 50


def test_a_note_is_one_line_of_bounded_length() -> None:
    assert require_note(" called\n twice ", "note") == "called twice"
    with pytest.raises(Refused, match="300 characters; this one has 301"):
        require_note("x" * 301, "note")
    with pytest.raises(Refused, match="Say why"):
        require_note(" ", "reason", missing="Say why.")


def test_the_log_says_what_kinds_of_information_went_out() -> None:
    kinds = {Information.RISK, Information.ATTENDANCE}
    assert told("Referral letter", kinds) == "Referral letter: attendance, risk"
    assert told("Records authorization", ()) == "Records authorization"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_the_line_of_the_fullest_letter_of_a_kind_fits_its_column(rule: LetterKindRule) -> None:
    assert len(told(rule.title, information(rule, whole(rule)))) <= 120
