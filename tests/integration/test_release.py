"""What the chart says against a letter: Part 2, people treated together, open safety events (DOMAIN.md 8, 11 and 20)."""

import hashlib
import json
from dataclasses import replace
from datetime import date, timedelta
from itertools import count

import pytest
from sqlalchemy import text

from ibh_desktop.domain.appointments import Status
from ibh_desktop.domain.authorization import ReceiverClass
from ibh_desktop.domain.disclosure import Basis, Information, Notice, Part2
from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.ids import AppointmentId, CourseId, LetterId, PatientId, RecipientId
from ibh_desktop.domain.letter_kinds import BY_ID
from ibh_desktop.domain.letters import LetterStatus
from ibh_desktop.domain.part2 import LONG, SHORT
from ibh_desktop.domain.recipients import Way
from ibh_desktop.domain.topics import Topic
from ibh_desktop.letters.kinds import pdf
from ibh_desktop.queries import disclosures, release
from ibh_desktop.queries import letters as shown
from ibh_desktop.store.schema import Appointment, Letter, Recipient
from ibh_desktop.store.tx import Tx
from ibh_desktop.usecases import authorizations, patients, safety_raise, sending, together
from tests.integration.law_desk import CONSENT, PAPER, allow
from tests.integration.test_letters import hart, said
from tests.integration.world import MONDAY, RECEPTIONIST, THERAPIST, Clinic, at, engine_of, later
from tests.letter_words import whole

_NUMBERS = count(1)
BYTES = b"%PDF-1.4 what was signed"


def frozen(
    clinic: Clinic,
    kind: str,
    *,
    course: CourseId | None = None,
    visit: AppointmentId | None = None,
    to: RecipientId | None = None,
    without: tuple[str, ...] = ("substance_use",),
) -> LetterId:
    """A signed letter of a kind about María, with every part but those that are left out, settled as signing does."""
    parts = {name: words for name, words in whole(BY_ID[kind]).items() if name not in without}

    def made(tx: Tx) -> LetterId:
        row = Letter(
            number=f"T-{next(_NUMBERS)}",
            kind=kind,
            patient_id=clinic.ids.maria,
            course_id=course,
            appointment_id=visit,
            therapist_id=clinic.ids.ana,
            recipient_id=to,
            status=LetterStatus.SIGNED,
            parts=json.dumps(parts),
            created_at=tx.now,
            signed_at=tx.now,
            pdf=BYTES,
            sha256=hashlib.sha256(BYTES).hexdigest(),
        )
        tx.session.add(row)
        tx.session.flush()
        sending.settle(tx, row)
        tx.record("letter:sign", Topic.LETTERS, row.id)
        return LetterId(row.id)

    return clinic.app.write(made)


def reasons(clinic: Clinic, letter: LetterId) -> tuple[str, ...]:
    """What blocks a letter now."""
    return clinic.as_role(RECEPTIONIST).read(release.reasons, letter)


def known(clinic: Clinic, recipient: RecipientId, **flags: bool) -> RecipientId:
    """A receiver who is no provider, or who works for the group."""

    def said_so(tx: Tx) -> None:
        for name, value in flags.items():
            setattr(tx.session.get_one(Recipient, recipient), name, value)
        tx.record("recipient:change", Topic.LETTERS, recipient)

    clinic.app.write(said_so)
    return recipient


def flagged(clinic: Clinic, flag: Part2 = Part2.YES) -> CourseId:
    """María's course, her record being protected by Part 2."""
    course = clinic.open_course().course
    clinic.as_role(THERAPIST).write(authorizations.flag_part2, clinic.ids.maria, flag)
    return course


PROTECTED = "Substance use records are protected by 42 CFR Part 2, and no consent under that rule is on file."


@pytest.mark.parametrize("flag", [Part2.YES, Part2.PENDING])
def test_invariant_11_a_part_2_letter_carries_the_statement_and_the_scope_of_the_consent(flag: Part2, clinic: Clinic) -> None:
    course, to = flagged(clinic, flag), hart(clinic)
    ana = clinic.as_role(THERAPIST)
    allow(clinic)
    general = frozen(clinic, "referral", course=course, to=to, without=())
    assert reasons(clinic, general) == (
        "The authorization of 01/02/2027 is not enough: it is a general authorization; substance use records need a consent "
        "under 42 CFR Part 2.",
    )
    consent = allow(clinic, paper=CONSENT)
    assert reasons(clinic, general) == (
        "It lacks the statement and the scope of the consent that 42 CFR 2.32 asks for. Start a new version.",
    )
    letter = frozen(clinic, "referral", course=course, to=to, without=())
    found = ana.read(release.carried, letter)
    assert (found.basis, found.authorization, found.notice) == (Basis.PART2_CONSENT, consent, Notice.LONG)
    assert clinic.rows("SELECT notice, consent_copy FROM letter WHERE id = :id", id=letter) == [("long", True)]
    statement, scope = found.texts
    assert statement == LONG
    assert scope.startswith("Scope of the consent: signed on 01/02/2027. It covers dates and attendance, diagnosis")
    page = said(pdf(ana.read(shown.composer, letter).content))
    assert LONG in page
    assert scope in page
    assert "Legal basis: Disclosed on the patient's consent (42 CFR 2.31) of 01/02/2027." in page
    clinic.as_role(RECEPTIONIST).write(sending.sent, letter, way=Way.FAX)
    (line,) = ana.read(disclosures.log, clinic.ids.maria)
    assert (line.notice, line.consent_copy, line.basis) == (Notice.LONG, True, "Part 2 consent")


def test_what_says_nothing_of_substances_goes_out_as_of_any_patient(clinic: Clinic) -> None:
    course, to = flagged(clinic), hart(clinic)
    allow(clinic)
    letter = frozen(clinic, "referral", course=course, to=to)
    assert reasons(clinic, letter) == ()
    clinic.as_role(RECEPTIONIST).write(sending.printed, letter)
    assert clinic.rows("SELECT notice, consent_copy FROM disclosure") == [("", False)]
    assert SHORT not in LONG


def test_of_a_part_2_program_nothing_goes_out_without_a_consent(clinic: Clinic) -> None:
    course, to = clinic.open_course().course, hart(clinic)
    with engine_of(clinic.app).begin() as connection:
        connection.execute(text("UPDATE location SET part2_program = TRUE WHERE id = :id"), {"id": clinic.ids.birmingham})
    letter = frozen(clinic, "thanks", course=course, to=to)
    assert reasons(clinic, letter) == (PROTECTED,)


def treated_together(clinic: Clinic, *others: PatientId) -> CourseId:
    """María's course, in which a couple or family visit was held."""
    course = clinic.open_course(at(later(1), 10)).course
    visits = clinic.as_role(THERAPIST).write(
        together.book_together,
        patients=(clinic.ids.maria, *others),
        therapist=clinic.ids.ana,
        location=clinic.ids.birmingham,
        starts=at(later(1, 1), 14),
    )

    def held(tx: Tx) -> None:
        for number, visit in enumerate(visits):
            row = tx.session.get_one(Appointment, visit)
            row.status, row.course_id = Status.COMPLETED, course if number == 0 else None
        tx.record("appointment:mark", Topic.APPOINTMENTS, visits[0])

    clinic.app.write(held)
    return course


def test_invariant_20_a_couple_letter_needs_the_authorization_of_every_adult(clinic: Clinic) -> None:
    tyrone, jiri = clinic.ids.tyrone, clinic.ids.jiri
    course, to = treated_together(clinic, tyrone, jiri), hart(clinic)
    letter = frozen(clinic, "referral", course=course, to=to)
    allow(clinic)
    alone = "{} was treated together with the patient and has not authorized it."
    assert reasons(clinic, letter) == (alone.format("Tyrone Washington"), alone.format("Jiří Nováček"))
    allow(clinic, tyrone)
    assert reasons(clinic, letter) == (alone.format("Jiří Nováček"),)
    with pytest.raises(Refused, match="Jiří Nováček was treated together"):
        clinic.as_role(RECEPTIONIST).write(sending.printed, letter)
    assert clinic.count("disclosure") == 0
    his = allow(clinic, jiri)
    clinic.as_role(RECEPTIONIST).write(sending.printed, letter)
    clinic.as_role(RECEPTIONIST).write(authorizations.revoke, his, on=MONDAY)
    assert reasons(clinic, letter) == (
        "Jiří Nováček, treated together with the patient: The authorization of 01/02/2027 is not enough: "
        "it was revoked on 01/04/2027.",
    )


def test_a_child_in_a_family_visit_is_not_asked_and_a_summary_asks_the_other_adults_too(clinic: Clinic) -> None:
    desk, jiri = clinic.as_role(RECEPTIONIST), clinic.ids.jiri
    course = treated_together(clinic, clinic.ids.tyrone, jiri)
    desk.write(patients.change, jiri, patients.Details("Jiří", "Nováček", MONDAY - timedelta(days=365 * 12)))
    letter = frozen(clinic, "summary", course=course)
    assert reasons(clinic, letter) == ("Tyrone Washington was treated together with the patient and has not authorized it.",)
    allow(clinic, clinic.ids.tyrone, replace(PAPER, receivers=ReceiverClass.TOGETHER))
    assert reasons(clinic, letter) == ()


def test_a_group_is_no_couple_and_a_visit_that_was_not_held_tells_nothing(clinic: Clinic) -> None:
    course, to = treated_together(clinic, clinic.ids.tyrone), hart(clinic)
    allow(clinic)
    letter = frozen(clinic, "referral", course=course, to=to)
    for change in ("kind = 'group'", "kind = 'family', status = 'no-show'"):
        with engine_of(clinic.app).begin() as connection:
            connection.execute(text(f"UPDATE appointment SET {change} WHERE kind IN ('family', 'group')"))
        assert reasons(clinic, letter) == ()


def test_no_missed_appointment_letter_while_a_safety_event_is_open(clinic: Clinic) -> None:
    visit = clinic.open_course(at(later(1), 10)).appointments[0]
    letter = frozen(clinic, "missed", visit=visit)
    assert reasons(clinic, letter) == ()
    event = clinic.as_role(RECEPTIONIST).write(safety_raise.raise_concern, clinic.ids.maria, words="Sounded desperate")
    (reason,) = reasons(clinic, letter)
    assert "the therapist calls instead of writing" in reason
    with pytest.raises(Refused, match="the therapist calls"):
        clinic.as_role(RECEPTIONIST).write(sending.printed, letter)
    with engine_of(clinic.app).begin() as connection:
        connection.execute(text("UPDATE safety_event SET status = 'closed' WHERE id = :id"), {"id": event})
    assert reasons(clinic, letter) == ()


def test_a_school_that_sent_the_patient_hears_nothing_without_an_authorization(clinic: Clinic) -> None:
    course, to = clinic.open_course().course, known(clinic, hart(clinic), provider=False)
    letter = frozen(clinic, "thanks", course=course, to=to)
    (reason,) = reasons(clinic, letter)
    assert reason.endswith("without an authorization nothing is told, not even attendance.")
    allow(clinic)
    assert reasons(clinic, letter) == (
        "The authorization of 01/02/2027 is not enough: it is for treating providers, not for Dr. Amelia Hart.",
    )
    allow(clinic, receivers=ReceiverClass.NONE, recipient=to)
    assert reasons(clinic, letter) == ()


def test_the_internal_referral_needs_no_release_and_does_not_leave_the_group(clinic: Clinic) -> None:
    course, to = clinic.open_course().course, hart(clinic)
    letter = frozen(clinic, "psychiatry", course=course, to=to)
    assert reasons(clinic, letter) == (
        "This letter stays inside the group, and Dr. Amelia Hart is outside it. Write a referral letter.",
    )
    known(clinic, to, internal=True)
    assert reasons(clinic, letter) == ()


def test_a_paper_covers_the_records_of_its_period(clinic: Clinic) -> None:
    course, to = clinic.open_course().course, hart(clinic)
    allow(clinic, records_to=date(2026, 12, 31))
    letter = frozen(clinic, "referral", course=course, to=to)
    assert reasons(clinic, letter) == (
        "The authorization of 01/02/2027 is not enough: it covers records to 12/31/2026; this tells of care until 01/04/2027.",
    )


def test_a_letter_stands_on_the_paper_it_was_signed_on(clinic: Clinic) -> None:
    course, to = clinic.open_course().course, hart(clinic)
    first = allow(clinic)
    letter = frozen(clinic, "referral", course=course, to=to)
    assert clinic.rows("SELECT basis, authorization_id FROM letter") == [("treatment", first)]
    clinic.as_role(RECEPTIONIST).write(authorizations.revoke, first, on=MONDAY)
    allow(clinic)
    (reason,) = reasons(clinic, letter)
    assert "it was revoked" in reason


def test_every_kind_says_on_what_ground_it_goes_out(clinic: Clinic) -> None:
    course, to = clinic.open_course().course, hart(clinic)
    allow(clinic)
    lines = {}
    for kind in ("referral", "thanks", "summary"):
        needs = to if BY_ID[kind].needs_recipient else None
        lines[kind] = clinic.as_role(THERAPIST).read(release.carried, frozen(clinic, kind, course=course, to=needs)).basis_line
    assert lines == {
        "referral": "Disclosed on the patient's authorization (45 CFR 164.508) of 01/02/2027.",
        "thanks": "Disclosed for treatment (45 CFR 164.506).",
        "summary": "Given to the patient (45 CFR 164.524).",
    }


def test_an_authorization_covers_what_it_names_and_the_letter_says_what_is_missing(clinic: Clinic) -> None:
    course, to = clinic.open_course().course, hart(clinic)
    allow(clinic, information=frozenset({Information.TREATMENT, Information.SCORES}))
    letter = frozen(clinic, "referral", course=course, to=to)
    assert reasons(clinic, letter) == (
        "The authorization of 01/02/2027 is not enough: it does not cover: diagnosis, medicines and allergies, risk, "
        "social situation.",
    )
    assert clinic.rows("SELECT part2 FROM patient WHERE id = :id", id=clinic.ids.maria) == [("no",)]
