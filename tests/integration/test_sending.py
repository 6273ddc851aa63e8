"""Letters leave the house on a ground that holds at that moment, and are followed until they are closed (DOMAIN.md 8, 10)."""

import hashlib
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import text

from ibh_desktop.domain.authorization import ReceiverClass
from ibh_desktop.domain.errors import Conflict, NotAllowed, Refused
from ibh_desktop.domain.ids import LetterId
from ibh_desktop.domain.letters import LetterStatus
from ibh_desktop.domain.recipients import Way
from ibh_desktop.queries import chase, disclosures, release
from ibh_desktop.queries.chase import Waiting
from ibh_desktop.usecases import authorizations, sending
from ibh_desktop.usecases import clinic as setup
from tests.integration.law_desk import allow
from tests.integration.test_letters import drafted, hart, signed
from tests.integration.world import LEAD, MANAGER, MONDAY, OTHER, RECEPTIONIST, THERAPIST, Clinic, engine_of, later

NO_RELEASE = "The clinic asks for a signed release before a referral goes out, and none is on file."
WAYS_OUT: dict[str, Callable[[Clinic, LetterId], Any]] = {
    "print": lambda c, letter: c.as_role(RECEPTIONIST).write(sending.printed, letter),
    "save": lambda c, letter: c.as_role(RECEPTIONIST).write(sending.printed, letter, how="file"),
    "encrypted save": lambda c, letter: c.as_role(THERAPIST).write(sending.printed, letter, how="encrypted file"),
    "send": lambda c, letter: c.as_role(RECEPTIONIST).write(sending.sent, letter, way=Way.FAX),
}


def referral(clinic: Clinic) -> LetterId:
    """A signed referral about María."""
    letter = drafted(clinic)
    signed(clinic, letter)
    return letter


def sent(clinic: Clinic) -> LetterId:
    """A referral that was sent today."""
    letter = referral(clinic)
    allow(clinic)
    clinic.as_role(RECEPTIONIST).write(sending.sent, letter, way=Way.MAIL)
    return letter


def status(clinic: Clinic) -> LetterStatus:
    """Where the one letter stands."""
    return LetterStatus(clinic.rows("SELECT status FROM letter")[0][0])


@pytest.mark.parametrize("way", WAYS_OUT)
def test_invariant_10_nothing_goes_out_without_a_valid_basis_and_a_line_in_the_log(way: str, clinic: Clinic) -> None:
    letter, out = referral(clinic), WAYS_OUT[way]
    with pytest.raises(Refused, match="signed release"):
        out(clinic, letter)
    assert (status(clinic), clinic.count("disclosure")) == (LetterStatus.SIGNED, 0)
    held = allow(clinic)
    out(clinic, letter)
    assert status(clinic) is (LetterStatus.SENT if way == "send" else LetterStatus.PRINTED)
    (line,) = clinic.rows("SELECT letter_id, patient_id, basis, authorization_id, sha256 FROM disclosure")
    (frozen,) = clinic.rows("SELECT sha256 FROM letter")
    assert line == (letter, clinic.ids.maria, "authorization", held, *frozen)


@pytest.mark.parametrize("way", WAYS_OUT)
def test_an_authorization_withdrawn_between_sign_and_print_stops_the_letter_with_its_reason(way: str, clinic: Clinic) -> None:
    held = allow(clinic)
    letter = referral(clinic)
    desk = clinic.as_role(RECEPTIONIST)
    assert desk.read(release.reasons, letter) == ()
    desk.write(authorizations.revoke, held, on=MONDAY)
    reason = "The authorization of 01/02/2027 is not enough: it was revoked on 01/04/2027."
    assert desk.read(release.reasons, letter) == (reason,)
    with pytest.raises(Refused) as refused:
        WAYS_OUT[way](clinic, letter)
    assert refused.value.sentence == reason
    assert (status(clinic), clinic.count("disclosure")) == (LetterStatus.SIGNED, 0)


@pytest.mark.parametrize("way", WAYS_OUT)
def test_an_authorization_that_expired_since_stops_it_too(way: str, clinic: Clinic) -> None:
    allow(clinic, expires_on=later(2))
    letter = referral(clinic)
    clinic.clock.ahead(weeks=2, days=1)
    with pytest.raises(Refused, match=r"it expired on 01/18/2027\."):
        WAYS_OUT[way](clinic, letter)
    assert clinic.count("disclosure") == 0


def test_a_clinic_may_do_without_a_release_for_treatment(clinic: Clinic) -> None:
    letter = referral(clinic)
    desk = clinic.as_role(RECEPTIONIST)
    assert desk.read(release.reasons, letter) == (NO_RELEASE,)
    clinic.app.write(setup.change_setting, "require_release_for_referral", "0")
    assert desk.read(release.reasons, letter) == ()
    desk.write(sending.printed, letter)
    assert clinic.rows("SELECT basis, purpose FROM disclosure") == [("treatment", "treatment")]


def test_an_authorization_for_somebody_else_is_named_with_what_it_lacks(clinic: Clinic) -> None:
    other = hart(clinic)
    allow(clinic, receivers=ReceiverClass.NONE, recipient=other)
    with engine_of(clinic.app).begin() as connection:
        connection.execute(text("UPDATE recipient SET name = 'Dr. Other'"))
    letter = referral(clinic)
    assert clinic.as_role(THERAPIST).read(release.reasons, letter) == (
        "The authorization of 01/02/2027 is not enough: it names another receiver than Dr. Amelia Hart.",
    )


def test_a_draft_says_so_and_forged_bytes_stop_everything(clinic: Clinic) -> None:
    allow(clinic)
    letter = drafted(clinic)
    assert clinic.as_role(THERAPIST).read(release.reasons, letter) == ("This letter is a draft. Sign it first.",)
    signed(clinic, letter)
    with engine_of(clinic.app).begin() as connection:
        connection.execute(text("UPDATE letter SET pdf = :other"), {"other": b"%PDF-1.4 forged"})
    for out in WAYS_OUT.values():
        with pytest.raises(Conflict, match="not what was signed"):
            out(clinic, letter)
    assert clinic.count("disclosure") == 0


def test_the_log_tells_what_went_to_whom_why_and_by_whom(clinic: Clinic) -> None:
    letter = referral(clinic)
    allow(clinic)
    clinic.as_role(RECEPTIONIST).write(sending.printed, letter, copies=2)
    clinic.clock.ahead(hours=1)
    clinic.as_role(THERAPIST).write(sending.sent, letter, way=Way.FAX)
    first, second = clinic.as_role(RECEPTIONIST).read(disclosures.log, clinic.ids.maria)
    assert (first.how, first.copies, first.by) == ("fax", 1, "Ana Lee")
    assert (second.how, second.copies, second.by) == ("printer", 2, "Dana Brooks")
    assert second.number == "L27-00001"
    assert (second.to_whom, second.basis, second.purpose) == ("Dr. Amelia Hart", "authorization", "further treatment")
    assert second.what == "Referral letter: diagnosis, treatment, scores, medicines, risk, social, substance use"
    assert f"{second.at:%Y-%m-%d %H:%M}" == "2027-01-04 09:00"
    with pytest.raises(NotAllowed):
        clinic.as_role(OTHER).read(disclosures.log, clinic.ids.maria)


def test_a_reprint_after_sending_keeps_the_status_and_is_logged(clinic: Clinic) -> None:
    letter = sent(clinic)
    clinic.as_role(RECEPTIONIST).write(sending.printed, letter)
    assert (status(clinic), clinic.count("disclosure")) == (LetterStatus.SENT, 2)
    with pytest.raises(Refused, match="This letter is sent"):
        clinic.as_role(RECEPTIONIST).write(sending.sent, letter, way=Way.MAIL)
    with pytest.raises(Refused, match="1 to 50 copies"):
        clinic.as_role(RECEPTIONIST).write(sending.printed, letter, copies=0)


def test_answers_follow_one_another_until_the_letter_is_closed(clinic: Clinic) -> None:
    letter, desk = sent(clinic), clinic.as_role(RECEPTIONIST)
    steps = (
        (LetterStatus.ACKNOWLEDGED, "Will call her"),
        (LetterStatus.APPOINTMENT_MADE, ""),
        (LetterStatus.NOT_ATTENDED, ""),
        (LetterStatus.APPOINTMENT_MADE, "February 2"),
        (LetterStatus.ATTENDED, ""),
    )
    for answer, note in steps:
        desk.write(sending.answered, letter, answer, note=note)
        assert status(clinic) is answer
    with pytest.raises(Refused, match="cannot become appointment made"):
        desk.write(sending.answered, letter, LetterStatus.APPOINTMENT_MADE)
    desk.write(sending.closed, letter)
    assert clinic.rows("SELECT status, answer_note FROM letter") == [("closed", "February 2")]
    assert clinic.as_role(RECEPTIONIST).read(chase.listing) == []


def test_an_answer_and_a_closing_can_be_undone_until_somebody_went_on(clinic: Clinic) -> None:
    letter, desk = sent(clinic), clinic.as_role(RECEPTIONIST)
    answered = desk.write(sending.answered, letter, LetterStatus.DECLINED, note="Full until May")
    desk.write(sending.take_back, answered)
    assert clinic.rows("SELECT status, answered_at, answer_note FROM letter") == [("sent", None, "")]
    closed = desk.write(sending.closed, letter, reason="Two calls, no answer")
    desk.write(sending.take_back, closed)
    assert clinic.rows("SELECT status, ended_reason FROM letter") == [("sent", "")]
    answered = desk.write(sending.answered, letter, LetterStatus.ACKNOWLEDGED)
    clinic.as_role(LEAD).write(sending.answered, letter, LetterStatus.APPOINTMENT_MADE)
    with pytest.raises(Conflict, match="Somebody else changed this"):
        desk.write(sending.take_back, answered)
    assert status(clinic) is LetterStatus.APPOINTMENT_MADE


def test_closing_what_nobody_answered_asks_for_a_reason(clinic: Clinic) -> None:
    letter, desk = sent(clinic), clinic.as_role(RECEPTIONIST)
    with pytest.raises(Refused, match="Nobody answered this letter") as refused:
        desk.write(sending.closed, letter)
    assert refused.value.field == "reason"
    with pytest.raises(Refused, match="Choose what the receiver answered"):
        desk.write(sending.answered, letter, LetterStatus.WITHDRAWN)
    with pytest.raises(Conflict, match="Somebody else changed this"):
        desk.write(sending.closed, letter, reason="No answer", version=1)


def test_the_chase_list_puts_the_longest_overdue_first(clinic: Clinic) -> None:
    letter, desk = sent(clinic), clinic.as_role(RECEPTIONIST)
    (line,) = desk.read(chase.listing)
    assert (line.waiting, line.due, line.days, line.to) == (Waiting.WAITING, date(2027, 1, 18), 0, "Dr. Amelia Hart")
    clinic.clock.ahead(days=14)
    (line,) = desk.read(chase.listing)
    assert (line.waiting, line.days) == (Waiting.OVERDUE, 14)
    desk.write(sending.answered, letter, LetterStatus.ACKNOWLEDGED, note="Will call")
    (line,) = desk.read(chase.listing)
    assert (line.waiting, line.note) == (Waiting.GOING_ON, "Will call")
    assert len(clinic.as_role(THERAPIST).read(chase.listing)) == len(clinic.as_role(LEAD).read(chase.listing)) == 1
    assert clinic.as_role(OTHER).read(chase.listing) == []
    with pytest.raises(NotAllowed):
        clinic.as_role(MANAGER).read(chase.listing)


def test_an_urgent_letter_is_overdue_after_two_days(clinic: Clinic) -> None:
    sent(clinic)
    with engine_of(clinic.app).begin() as connection:
        connection.execute(text("UPDATE letter SET urgency = 'urgent, within 7 days'"))
    clinic.clock.ahead(days=1)
    assert clinic.as_role(RECEPTIONIST).read(chase.listing)[0].waiting is Waiting.WAITING
    clinic.clock.ahead(days=1)
    assert clinic.as_role(RECEPTIONIST).read(chase.listing)[0].waiting is Waiting.OVERDUE


def test_what_is_logged_is_the_hash_of_what_was_signed(clinic: Clinic) -> None:
    letter = drafted(clinic)
    made = signed(clinic, letter)
    allow(clinic)
    clinic.as_role(RECEPTIONIST).write(sending.printed, letter)
    assert clinic.rows("SELECT sha256 FROM disclosure") == [(hashlib.sha256(made).hexdigest(),)]
