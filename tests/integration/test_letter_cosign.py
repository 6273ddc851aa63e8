"""An associate's letter from her signature to her supervisor's: printed after both, given back, withdrawn (DOMAIN.md 4.7)."""

import hashlib
from dataclasses import replace

import pytest

from ibh_desktop.app import App
from ibh_desktop.domain.errors import Conflict, NotAllowed, NotFound, Refused
from ibh_desktop.domain.ids import LetterId
from ibh_desktop.domain.letter_kinds import BY_ID, REFERRAL
from ibh_desktop.domain.letter_lines import written
from ibh_desktop.domain.letters import LetterStatus
from ibh_desktop.letters.kinds import pdf
from ibh_desktop.queries import goals as course_goals
from ibh_desktop.queries import letters as shown
from ibh_desktop.store.schema import Letter, Staff, Therapist
from ibh_desktop.store.tx import Tx
from ibh_desktop.usecases import letters, sending
from tests.integration import letter_desk
from tests.integration.law_desk import allow
from tests.integration.letter_world import Told, told
from tests.integration.test_letters import said
from tests.integration.world import LEAD, MANAGER, OTHER, RECEPTIONIST, THERAPIST, Clinic
from tests.letter_words import whole


@pytest.fixture
def chart(clinic: Clinic) -> Told:
    """María's course five weeks in; Ana is an associate, Lee Ann Foster supervises her."""
    return told(clinic)


def sign(app: App, letter: LetterId, step: object = letters.sign) -> bytes:
    """Sign or co-sign what the composer shows; return the PDF."""
    draft = app.read(shown.composer, letter)
    made = pdf(replace(draft.content, draft=False))
    act = letters.cosign if step is letters.cosign else letters.sign
    app.write(act, letter, pdf=made, version=draft.version)
    return made


def begun(chart: Told, kind: str = "referral") -> LetterId:
    """A whole letter of Ana's."""
    rule = BY_ID[kind]
    to = chart.referrer if rule.needs_recipient else None
    return letter_desk.drafted(chart.clinic.as_role(THERAPIST), chart.about(kind), whole(rule), kind=kind, recipient=to)


def test_invariant_13_a_letter_of_an_associate_is_printed_after_its_supervisor_signed(chart: Told) -> None:
    ana, lead, desk = (chart.clinic.as_role(who) for who in (THERAPIST, LEAD, RECEPTIONIST))
    letter = begun(chart)
    allow(chart.clinic)
    sign(ana, letter)
    draft = ana.read(shown.composer, letter)
    assert (draft.status, draft.waits, draft.cosigner, draft.may_cosign) == (LetterStatus.SIGNED, True, "Lee Ann Foster", False)
    with pytest.raises(Refused, match="waits for the supervisor's signature"):
        desk.write(sending.printed, letter)
    with pytest.raises(NotFound, match="waits for the supervisor's signature"):
        desk.read(shown.signed_pdf, letter)
    assert [(line.id, line.waits) for line in lead.read(shown.waiting_for_cosign)] == [(letter, True)]
    assert lead.read(shown.composer, letter).may_cosign
    both = sign(lead, letter, letters.cosign)
    assert lead.read(shown.waiting_for_cosign) == []
    desk.write(sending.printed, letter)
    assert desk.read(shown.signed_pdf, letter) == both
    ((status, sha, cosigner, by),) = chart.clinic.rows("SELECT status, sha256, cosigner_id, cosigned_by FROM letter")
    assert (status, sha) == ("printed", hashlib.sha256(both).hexdigest())
    assert cosigner == by == chart.clinic.ids.lead


def test_the_page_that_is_frozen_last_names_both(chart: Told) -> None:
    letter = begun(chart)
    sign(chart.clinic.as_role(THERAPIST), letter)
    content = chart.clinic.as_role(LEAD).read(shown.composer, letter).content
    assert content.cosigner is not None
    assert (content.signer.name, content.cosigner.name) == ("Ana Lee", "Lee Ann Foster")
    words = said(sign(chart.clinic.as_role(LEAD), letter, letters.cosign))
    assert "Ana Lee, ALC" in words
    assert "Lee Ann Foster" in words


@pytest.mark.parametrize("who", [THERAPIST, OTHER, RECEPTIONIST, MANAGER])
def test_a_letter_is_co_signed_by_who_supervises_its_author_and_nobody_else(chart: Told, who: str) -> None:
    letter = begun(chart)
    sign(chart.clinic.as_role(THERAPIST), letter)
    app = chart.clinic.as_role(who)
    for step in (
        lambda: app.write(letters.cosign, letter, pdf=b"%PDF", version=3),
        lambda: app.write(letters.send_back, letter, reason="No", version=3),
    ):
        with pytest.raises(NotAllowed):
            step()
    assert chart.clinic.rows("SELECT status, cosigned_at FROM letter") == [("signed", None)]


@pytest.mark.parametrize("who", [OTHER, RECEPTIONIST, MANAGER])
def test_a_letter_signed_by_one_who_may_not_stays_a_draft(chart: Told, who: str) -> None:
    letter = begun(chart)
    with pytest.raises(NotAllowed):
        chart.clinic.as_role(who).write(letters.sign, letter, pdf=b"%PDF", version=letter_desk.VERSION)
    assert chart.clinic.rows("SELECT status, sha256 FROM letter") == [("draft", "")]


def test_one_signature_of_the_supervisor_is_enough(chart: Told) -> None:
    letter = begun(chart)
    allow(chart.clinic)
    sign(chart.clinic.as_role(LEAD), letter)
    chart.clinic.as_role(RECEPTIONIST).write(sending.printed, letter)
    lead = chart.clinic.ids.lead
    assert chart.clinic.rows("SELECT signed_by, cosigner_id, cosigned_by FROM letter") == [(lead, lead, lead)]


def test_a_letter_given_back_is_a_draft_with_the_reason_beside_it(chart: Told) -> None:
    ana, lead = chart.clinic.as_role(THERAPIST), chart.clinic.as_role(LEAD)
    letter = begun(chart)
    sign(ana, letter)
    version = lead.read(shown.composer, letter).version
    with pytest.raises(Refused, match="Give the reason"):
        lead.write(letters.send_back, letter, reason="  ", version=version)
    with pytest.raises(Conflict, match="Somebody else changed this"):
        lead.write(letters.send_back, letter, reason="The risk statement", version=version - 1)
    lead.write(letters.send_back, letter, reason="The risk statement is thin.", version=version)
    draft = ana.read(shown.composer, letter)
    assert (draft.status, draft.sent_back, draft.waits) == (LetterStatus.DRAFT, "The risk statement is thin.", False)
    with pytest.raises(NotFound, match="not signed yet"):
        ana.read(shown.signed_pdf, letter)
    ana.write(letters.write, letter, lines=written(whole(REFERRAL)), recipient=chart.referrer, version=draft.version)
    sign(ana, letter)
    assert chart.clinic.rows("SELECT ended_reason FROM letter") == [("",)]
    sign(lead, letter, letters.cosign)
    with pytest.raises(Refused, match="waits for no second signature"):
        lead.write(letters.send_back, letter, reason="Too late", version=lead.read(shown.composer, letter).version)


def test_a_letter_changed_in_the_store_is_not_co_signed(chart: Told) -> None:
    letter = begun(chart)
    sign(chart.clinic.as_role(THERAPIST), letter)
    chart.change(lambda tx, _: tx.session.get_one(Letter, letter).__setattr__("pdf", b"%PDF forged"))
    with pytest.raises(Conflict, match="not what was signed"):
        chart.clinic.as_role(LEAD).write(letters.cosign, letter, pdf=b"%PDF", version=3)


def test_an_associate_without_a_supervisor_signs_nothing_that_needs_one(chart: Told) -> None:
    letter = begun(chart)

    def leaves(tx: Tx, of: Told) -> None:
        tx.session.get_one(Staff, of.clinic.ids.lead).active = False

    chart.change(leaves)
    with pytest.raises(Refused, match="has no supervisor now"):
        sign(chart.clinic.as_role(THERAPIST), letter)


def test_who_supervises_now_co_signs_what_was_signed_before(chart: Told) -> None:
    """Also a therapist who supervises, whatever else she may see of the course."""
    letter = begun(chart, "summary")
    sign(chart.clinic.as_role(THERAPIST), letter)

    def ben_supervises(tx: Tx, of: Told) -> None:
        ben = tx.session.get_one(Therapist, of.clinic.ids.ben)
        tx.session.get_one(Therapist, of.clinic.ids.ana).supervisor_id = ben.staff_id

    chart.change(ben_supervises)
    ben = chart.clinic.as_role(OTHER)
    assert [line.id for line in ben.read(shown.waiting_for_cosign)] == [letter]
    draft = ben.read(shown.composer, letter)
    assert (draft.cosigner, draft.may_cosign, draft.writable) == ("Ben Ortiz", True, False)
    assert draft.content.timeline is not None
    assert "Ben Ortiz" in said(sign(ben, letter, letters.cosign))
    assert ben.read(shown.signed_pdf, letter)


def test_the_letter_of_somebody_who_practises_alone_waits_for_nobody(chart: Told) -> None:
    def licensed(tx: Tx, of: Told) -> None:
        tx.session.get_one(Therapist, of.clinic.ids.ana).credential = "LPC"

    chart.change(licensed)
    letter = begun(chart)
    allow(chart.clinic)
    sign(chart.clinic.as_role(THERAPIST), letter)
    assert chart.clinic.as_role(LEAD).read(shown.waiting_for_cosign) == []
    chart.clinic.as_role(RECEPTIONIST).write(sending.printed, letter)


def taken(chart: Told) -> dict[str, LetterId | None]:
    """Which letter has taken on what lingers."""
    found = chart.clinic.as_role(THERAPIST).read(course_goals.section, chart.course).issues
    return {issue.text: issue.letter for issue in found if issue.letter is not None}


def test_what_a_withdrawn_letter_took_on_waits_for_another_one(chart: Told) -> None:
    ana = chart.clinic.as_role(THERAPIST)
    first = chart.begin("referral")
    assert list(taken(chart).values()) == [first]
    with pytest.raises(Refused, match="Give the reason"):
        ana.write(letters.withdraw, first, reason=" ")
    ana.write(letters.withdraw, first, reason="Begun by mistake")
    assert taken(chart) == {}
    assert list((chart.begin("referral"), taken(chart))[1].values()) == [first + 1]
    for again in (
        lambda: ana.write(letters.write, first, lines={}, recipient=None),
        lambda: ana.write(letters.withdraw, first, reason="Again"),
    ):
        with pytest.raises(Refused, match="This letter is withdrawn"):
            again()


def test_a_new_edition_takes_over_what_lingers_and_gives_it_back_when_it_is_withdrawn(chart: Told) -> None:
    ana = chart.clinic.as_role(THERAPIST)
    first = chart.begin("referral")
    ana.write(letters.write, first, lines=written(whole(REFERRAL)), recipient=chart.referrer)
    sign(ana, first)
    second = ana.write(letters.new_edition, first)
    assert list(taken(chart).values()) == [second]
    ana.write(letters.withdraw, second, reason="The first one is right")
    assert list(taken(chart).values()) == [first]
    ana.write(letters.withdraw, first, reason="Not needed any more")
    assert taken(chart) == {}


def test_what_was_sent_is_withdrawn_no_more(chart: Told) -> None:
    letter = begun(chart)

    def goes(tx: Tx, _: Told) -> None:
        tx.session.get_one(Letter, letter).status = LetterStatus.SENT

    chart.change(goes)
    with pytest.raises(Refused, match="This letter is sent"):
        chart.clinic.as_role(THERAPIST).write(letters.withdraw, letter, reason="Too late")
