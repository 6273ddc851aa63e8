"""Letters from draft to paper: what is signed is frozen, and a reprint is the same bytes."""

import hashlib
import io
from dataclasses import replace

import pytest
from pypdf import PdfReader
from sqlalchemy import text

from ibh_desktop.domain.errors import Conflict, NotAllowed, NotFound, Refused
from ibh_desktop.domain.ids import CourseId, LetterId, RecipientId
from ibh_desktop.domain.letter_kinds import REFERRAL
from ibh_desktop.domain.letter_lines import texts, written
from ibh_desktop.domain.letters import LetterStatus
from ibh_desktop.domain.recipients import Entry
from ibh_desktop.letters.kinds import pdf
from ibh_desktop.queries import letters as shown
from ibh_desktop.queries.proposals import proposal
from ibh_desktop.queries.recipients import search
from ibh_desktop.usecases import letters, measures, recipients, sending
from tests.integration import letter_desk
from tests.integration.law_desk import allow
from tests.integration.letter_desk import VERSION
from tests.integration.world import LEAD, MANAGER, MONDAY, OTHER, RECEPTIONIST, THERAPIST, Clinic, engine_of
from tests.letter_words import whole

WHOLE = whole(REFERRAL)


def hart(clinic: Clinic) -> RecipientId:
    """Somebody to write to, always the same."""
    known = clinic.as_role(RECEPTIONIST).read(search, "hart")
    if known:
        return known[0].id
    return clinic.as_role(RECEPTIONIST).write(
        recipients.add,
        Entry("Dr. Amelia Hart", "Sample Psychiatry", city="Birmingham", state="AL", phone="205 555 0140"),
    )


def drafted(clinic: Clinic, *, to: RecipientId | None = None, course: CourseId | None = None, **parts: str) -> LetterId:
    """A complete draft about María's course."""
    about = course or clinic.open_course().course
    return letter_desk.drafted(clinic.as_role(THERAPIST), about, WHOLE | parts, recipient=to or hart(clinic))


def signed(clinic: Clinic, letter: LetterId) -> bytes:
    """Sign what the composer shows, and let the supervisor do it after; return the PDF."""
    for who, step in ((THERAPIST, letters.sign), (LEAD, letters.cosign)):
        draft = clinic.as_role(who).read(shown.composer, letter)
        made = pdf(replace(draft.content, draft=False))
        clinic.as_role(who).write(step, letter, pdf=made, version=draft.version)
    return made


def said(content: bytes) -> str:
    """The words of a PDF."""
    return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(content)).pages)


def test_a_course_proposes_what_it_knows(clinic: Clinic) -> None:
    course = clinic.open_course().course
    ana = clinic.as_role(THERAPIST)
    for answers in ([2] * 9, [1] * 8 + [0]):
        ana.write(measures.record, course, measure="PHQ-9", answers=answers, taken_on=MONDAY)
    parts = texts(ana.read(proposal, "referral", course).lines)
    assert "first 18 (moderately severe)" in parts["scores"]
    assert "latest 8 (mild) on January 4, 2027; reliable improvement; response." in parts["scores"]
    assert parts["summary"].startswith("Interpersonal psychotherapy (Standard, 16 sessions) at Birmingham with Ana Lee")
    assert parts["contact"]


def test_a_letter_goes_from_draft_to_paper(clinic: Clinic) -> None:
    letter = drafted(clinic, reason="Low mood that remains.")
    ana = clinic.as_role(THERAPIST)
    words = written(WHOLE | {"reason": "Low mood in the mornings."})
    version = ana.write(letters.write, letter, lines=words, recipient=hart(clinic))
    assert version == VERSION + 1
    made = signed(clinic, letter)
    assert "Low mood in the mornings." in said(made)
    allow(clinic)
    clinic.as_role(RECEPTIONIST).write(sending.printed, letter, copies=2)
    (line,) = clinic.as_role(RECEPTIONIST).read(shown.listing)
    assert (line.status, line.number, line.edition, line.recipient) == (LetterStatus.PRINTED, "L27-00001", 1, "Dr. Amelia Hart")


def test_a_reprint_is_the_same_bytes_whatever_changed_since(clinic: Clinic) -> None:
    letter = drafted(clinic)
    made = signed(clinic, letter)
    with engine_of(clinic.app).begin() as connection:
        connection.execute(text("UPDATE therapist SET name = 'Ana Lee-Young'"))
        connection.execute(text("UPDATE clinic SET name = 'Another Clinic'"))
    clinic.clock.ahead(days=300)
    allow(clinic)
    desk = clinic.as_role(RECEPTIONIST)
    for _ in range(2):
        assert desk.read(shown.signed_pdf, letter) == made
        desk.write(sending.printed, letter)
    (row,) = clinic.rows("SELECT sha256 FROM letter")
    assert row == (hashlib.sha256(made).hexdigest(),)


def test_a_signed_letter_is_frozen(clinic: Clinic) -> None:
    letter = drafted(clinic)
    made = signed(clinic, letter)
    ana = clinic.as_role(THERAPIST)
    for change in (
        lambda: ana.write(letters.write, letter, lines=written(WHOLE), recipient=None),
        lambda: ana.write(letters.sign, letter, pdf=b"%PDF other", version=VERSION + 1),
    ):
        with pytest.raises(Refused, match="Start a new version"):
            change()
    assert ana.read(shown.signed_pdf, letter) == made


def test_changed_bytes_are_detected_before_they_are_printed(clinic: Clinic) -> None:
    letter = drafted(clinic)
    signed(clinic, letter)
    with engine_of(clinic.app).begin() as connection:
        connection.execute(text("UPDATE letter SET pdf = :other"), {"other": b"%PDF-1.4 forged"})
    with pytest.raises(Conflict, match="not what was signed"):
        clinic.as_role(RECEPTIONIST).write(sending.printed, letter)
    assert clinic.rows("SELECT status FROM letter") == [("signed",)]


def test_an_incomplete_letter_cannot_be_signed_and_names_what_is_missing(clinic: Clinic) -> None:
    letter = drafted(clinic, risk="", request=" ")
    with pytest.raises(Refused, match=r"still needs: What we ask, Risk statement\."):
        signed(clinic, letter)
    course = clinic.rows("SELECT course_id FROM letter")[0][0]
    nobody = letter_desk.drafted(clinic.as_role(THERAPIST), course, WHOLE)
    with pytest.raises(Refused, match="still needs: Recipient"):
        signed(clinic, nobody)


def test_a_draft_is_neither_printed_nor_read_as_pdf(clinic: Clinic) -> None:
    letter = drafted(clinic)
    with pytest.raises(Refused, match="Sign it first"):
        clinic.as_role(RECEPTIONIST).write(sending.printed, letter)
    with pytest.raises(NotFound, match="not signed yet"):
        clinic.as_role(RECEPTIONIST).read(shown.signed_pdf, letter)


def test_two_desks_at_one_draft_do_not_overwrite_each_other(clinic: Clinic) -> None:
    letter = drafted(clinic)
    ana, lead = clinic.as_role(THERAPIST), clinic.as_role(LEAD)
    version = ana.read(shown.composer, letter).version
    leads = written(WHOLE | {"reason": "The lead's words."})
    lead.write(letters.write, letter, lines=leads, recipient=None, version=version)
    with pytest.raises(Conflict, match="Somebody else changed this"):
        ana.write(letters.write, letter, lines=written(WHOLE), recipient=None, version=version)
    with pytest.raises(Conflict, match="Somebody else changed this"):
        _sign_stale(clinic, letter, version)
    assert ana.read(shown.composer, letter).parts["reason"] == "The lead's words."


def _sign_stale(clinic: Clinic, letter: LetterId, version: int) -> None:
    ana = clinic.as_role(THERAPIST)
    ana.write(letters.write, letter, lines=written(WHOLE | {"reason": "The lead's words."}), recipient=hart(clinic))
    ana.write(letters.sign, letter, pdf=b"%PDF", version=version)


def test_a_new_edition_continues_under_the_same_number(clinic: Clinic) -> None:
    letter = drafted(clinic, reason="First words.")
    ana = clinic.as_role(THERAPIST)
    with pytest.raises(Refused, match="still a draft"):
        ana.write(letters.new_edition, letter)
    made = signed(clinic, letter)
    second = ana.write(letters.new_edition, letter)
    third = ana.write(letters.new_edition, letter)
    numbers = clinic.rows("SELECT number, edition FROM letter ORDER BY id")
    assert numbers == [("L27-00001", 1), ("L27-00001", 2), ("L27-00001", 3)]
    draft = ana.read(shown.composer, second)
    assert (draft.parts["reason"], draft.content.number, draft.content.draft) == ("First words.", "L27-00001 version 2", True)
    assert ana.read(shown.signed_pdf, letter) == made
    assert third != second


def test_every_letter_has_its_own_number(clinic: Clinic) -> None:
    course, to = clinic.open_course().course, hart(clinic)
    for _ in range(3):
        drafted(clinic, course=course, to=to)
    assert [row[0] for row in clinic.rows("SELECT number FROM letter ORDER BY id")] == ["L27-00001", "L27-00002", "L27-00003"]


def test_an_associates_letter_names_the_supervisor(clinic: Clinic) -> None:
    """Ana is an ALC and may not practise without direct supervision (DOMAIN.md 4.7)."""
    assert "under the supervision of Lee Ann Foster" in said(signed(clinic, drafted(clinic)))


def test_drafts_are_seen_by_their_authors_only(clinic: Clinic) -> None:
    letter = drafted(clinic)
    for who in (RECEPTIONIST, OTHER, MANAGER):
        assert clinic.as_role(who).read(shown.listing) == []
        with pytest.raises(NotAllowed):
            clinic.as_role(who).read(shown.composer, letter)
    assert [line.id for line in clinic.as_role(LEAD).read(shown.listing)] == [letter]


def test_a_letter_goes_to_who_stands_for_an_entry_that_was_merged(clinic: Clinic) -> None:
    letter, keeper, desk = drafted(clinic), hart(clinic), clinic.as_role(RECEPTIONIST)
    other = desk.write(recipients.add, Entry("Dr. A. Hart"))
    desk.write(recipients.merge, keeper, other)
    ana = clinic.as_role(THERAPIST)
    ana.write(letters.write, letter, lines=written(WHOLE), recipient=other)
    assert ana.read(shown.composer, letter).recipient == keeper
    with pytest.raises(NotFound, match="This recipient is not there any more"):
        ana.write(letters.write, letter, lines=written(WHOLE), recipient=RecipientId(9_999))
    assert ana.read(shown.composer, letter).recipient == keeper


def test_a_part_may_hold_any_text_on_both_engines(clinic: Clinic) -> None:
    odd = "A\0B \ud800 <b>&amp;</b> Nguyễn 😀"
    letter = drafted(clinic, reason=odd)
    assert clinic.as_role(THERAPIST).read(shown.composer, letter).parts["reason"] == odd
    assert "Nguyễn" in said(signed(clinic, letter))
