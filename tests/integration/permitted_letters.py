"""The letters' part of the table: who begins, writes, signs, prints, vetoes, withdraws and reads them."""

from collections.abc import Callable
from typing import Any

from ibh_desktop.domain.appointments import Status
from ibh_desktop.domain.courses import CourseStatus
from ibh_desktop.domain.ids import LetterId
from ibh_desktop.domain.letter_kinds import BY_ID, RULES
from ibh_desktop.domain.letters import LetterStatus
from ibh_desktop.domain.phases import Phase
from ibh_desktop.domain.safety import SafetyStatus
from ibh_desktop.queries import letters as shown
from ibh_desktop.queries.letters import DESK_DRAFTS
from ibh_desktop.queries.proposals import proposal
from ibh_desktop.store.schema import Appointment, Course, Letter, Patient, SafetyEvent
from ibh_desktop.store.tx import Reading
from ibh_desktop.usecases import letters
from tests.integration.letter_desk import VERSION
from tests.integration.permitted import ANA, BEN, BOSS, DESK, SUPERVISOR, Call, Hers

_DESK, _HERS = {DESK, ANA, SUPERVISOR}, {ANA, SUPERVISOR}


def _as_if(reading: Reading, h: Hers, kind: str) -> int:
    """What a letter of a kind is about, as if there were an occasion for it; flushed, never committed."""
    rows, visit = reading.session, reading.session.get_one(Appointment, h.opened.appointments[0])
    course, patient = rows.get_one(Course, h.opened.course), rows.get_one(Patient, h.clinic.ids.maria)
    visit.status = {"missed": Status.NO_SHOW, "confirmation": Status.SCHEDULED}.get(kind, Status.COMPLETED)
    course.phase, patient.referrer_id = Phase.MIDDLE, h.to
    if kind == "closure":
        course.status = CourseStatus.ENDED_EARLY
    for event in rows.query(SafetyEvent):
        event.status = SafetyStatus.CLOSED
    rows.flush()
    return {"visit": visit.id, "patient": visit.patient_id, "course": course.id}[BY_ID[kind].about]


def _begun(kind: str) -> Call:
    return lambda tx, h: letters.begin(tx, kind, _as_if(tx, h, kind))


def _proposed(kind: str) -> Callable[[Reading, Hers], Any]:
    return lambda reading, h: proposal(reading, kind, _as_if(reading, h, kind))


def _of_a_visit(reading: Reading, h: Hers) -> LetterId:
    """A letter of the front desk: about a visit that Ana's patient missed."""
    letter = Letter(
        number="L27-09999",
        kind="missed",
        patient_id=h.clinic.ids.maria,
        therapist_id=h.clinic.ids.ana,
        appointment_id=_as_if(reading, h, "missed"),
        status=LetterStatus.DRAFT,
        parts='{"rebook": "Call us."}',
        created_at=reading.now,
    )
    reading.session.add(letter)
    reading.session.flush()
    return LetterId(letter.id)


def _signed(reading: Reading, h: Hers) -> LetterId:
    letter = _of_a_visit(reading, h)
    reading.session.get_one(Letter, letter).pdf = b"%PDF"
    reading.session.flush()
    return letter


LETTER_WRITES: dict[str, tuple[Call, set[str]]] = {
    **{f"letters.begin {rule.id}": (_begun(rule.id), _DESK if rule.id in DESK_DRAFTS else _HERS) for rule in RULES},
    "letters.write": (lambda tx, h: letters.write(tx, h.letter, lines={}, recipient=None), _HERS),
    "letters.sign": (lambda tx, h: letters.sign(tx, h.letter, pdf=b"%PDF", version=VERSION), _HERS),
    "letters.cosign": (
        lambda tx, h: letters.cosign(tx, h.waiting, pdf=b"%PDF", version=VERSION + 1),
        {SUPERVISOR},
    ),
    "letters.send_back": (
        lambda tx, h: letters.send_back(tx, h.waiting, reason="The risk statement", version=VERSION + 1),
        {SUPERVISOR},
    ),
    "letters.withdraw": (lambda tx, h: letters.withdraw(tx, h.letter, reason="Begun twice"), _HERS),
    "letters.new_edition": (lambda tx, h: letters.new_edition(tx, h.signed), _HERS),
    "letters.write desk": (lambda tx, h: letters.write(tx, _of_a_visit(tx, h), lines={}, recipient=None), _DESK),
    "letters.sign desk": (lambda tx, h: letters.sign(tx, _of_a_visit(tx, h), pdf=b"%PDF", version=1), _DESK),
    "letters.withdraw desk": (lambda tx, h: letters.withdraw(tx, _of_a_visit(tx, h), reason="She came after all"), _DESK),
    "letters.withdraw signed": (lambda tx, h: letters.withdraw(tx, h.signed, reason="Not needed"), _HERS),
    "letters.veto": (lambda tx, h: letters.veto(tx, _of_a_visit(tx, h), reason="I call her"), _HERS),
}

LETTER_READS: dict[str, tuple[Callable[[Reading, Hers], Any], set[str]]] = {
    **{f"proposal {rule.id}": (_proposed(rule.id), _DESK if rule.id in DESK_DRAFTS else _HERS) for rule in RULES},
    "composer": (lambda r, h: shown.composer(r, h.letter), _HERS),
    "composer waiting": (lambda r, h: shown.composer(r, h.waiting), _HERS),
    "composer desk": (lambda r, h: shown.composer(r, _of_a_visit(r, h)), {*_DESK, BOSS}),
    "signed_pdf": (lambda r, h: shown.signed_pdf(r, h.signed), _DESK),
    "signed_pdf desk": (lambda r, h: shown.signed_pdf(r, _signed(r, h)), {*_DESK, BOSS}),
    "waiting_for_cosign": (lambda r, _: shown.waiting_for_cosign(r), {ANA, BEN, SUPERVISOR}),
    "letters": (lambda r, _: shown.listing(r), {DESK, ANA, BEN, SUPERVISOR, BOSS}),
}
