"""A referral letter against its own words on a bare canvas."""

from collections.abc import Iterator
from datetime import date
from io import BytesIO

from reportlab.lib.pagesizes import letter as us_letter
from reportlab.lib.units import inch
from reportlab.lib.utils import simpleSplit
from reportlab.pdfgen.canvas import Canvas

from ibh_desktop.domain.letter_kinds import REFERRAL
from ibh_desktop.letters.content import Address, LetterContent, Sender, Signer, Subject
from ibh_desktop.letters.fonts import BOLD, ITALIC, REGULAR, register
from ibh_desktop.letters.kinds import pdf
from tests.bench.measure import ROUNDS, Row, in_turns, seconds

_PARTS = {
    "urgency": "routine",
    "reason": "Depressive symptoms improved over the course but did not remit. Sleep and morning mood remain poor.",
    "diagnosis": "F33.1 Major depressive disorder, recurrent, moderate",
    "summary": (
        "Interpersonal psychotherapy (standard, 16 sessions) at Birmingham with Ana Lee. 15 of 16 planned sessions were held"
        " from January 4, 2027 to April 26, 2027, 1 missed. The focus was conflict with another person."
    ),
    "unresolved": "Low mood in the mornings, early waking, and the conflict over money with her brother.",
    "scores": (
        "PHQ-9: first 18 (moderately severe) on January 4, 2027; latest 8 (mild) on April 19, 2027; reliable improvement.\n"
        "GAD-7: first 14 (moderate) on January 4, 2027; latest 7 (mild) on April 19, 2027; reliable improvement."
    ),
    "medicines": "Sertraline 50 mg daily since September, as told by the patient. No known drug allergies.",
    "risk": "PHQ-9 item 9 was answered above zero once, in February; assessed the same day, no current thoughts of self-harm.",
    "request": "Please assess for a change of medication and continue follow-up of depressive symptoms.",
    "patient_view": "The patient has read this letter, agrees to the referral and would like an afternoon appointment.",
    "contact": "Ana Lee, Birmingham, (205) 555-0101",
    "goals": (
        "Say what I need at home: achieved, rated 2 then 7 of 10.\n"
        "Settle money with my brother: partly achieved, rated 1 then 4 of 10.\n"
        "Return to Sunday choir: achieved, rated 3 then 8 of 10."
    ),
    "background": "Lives with her mother and two children, works evenings, comes by bus; a sister in Hoover helps out.",
}
CONTENT = LetterContent(
    kind="referral",
    number="L27-00001",
    written_on=date(2027, 4, 27),
    draft=False,
    sample=False,
    sender=Sender(
        "Riverside Clinic", "Birmingham", "100 Sample St", "Birmingham, AL 35203", "(205) 555-0101", "(205) 555-0121"
    ),
    to=Address("Dr. Amelia Hart", "Sample Psychiatry Associates", "10 Sample Ave", "Birmingham, AL 35203"),
    subject=Subject("María Elena O'Kon", date(1985, 3, 14), "10001"),
    signer=Signer("Ana Lee", "LPC", "AL-LPC-S1001", "1234567893", ""),
    parts=_PARTS,
    crisis_line="988",
)
_LABELS = {field.name: field.label for field in REFERRAL.fields}
_MANY = 5
"""Letters a reading, so that one takes longer than the clock's grain and the collector's turns."""


def letter() -> Row:
    """Seconds a letter."""
    register()
    lines = list(_lines())

    def ours() -> float:
        return seconds(lambda: [pdf(CONTENT) for _ in range(_MANY)]) / _MANY

    def reference() -> float:
        return seconds(lambda: [bare(lines) for _ in range(_MANY)]) / _MANY

    return Row("letter", *in_turns(ours, reference, rounds=2 * ROUNDS), limit=2.5)


def _words() -> Iterator[tuple[str, str, float]]:
    """Face, text and size of every line of the letter, in order."""
    said = CONTENT
    sender, about, signer = said.sender, said.subject, said.signer
    yield BOLD, sender.clinic, 15
    yield REGULAR, " · ".join((sender.location, sender.street, sender.city_line)), 8.5
    yield REGULAR, f"{sender.phone} · Fax {sender.fax}", 8.5
    yield BOLD, "CONFIDENTIAL", 8.5
    if said.to is not None:
        for line in (said.to.name, said.to.organisation, said.to.street, said.to.city_line):
            yield REGULAR, line, 10.5
    yield REGULAR, f"{said.written_on:%B} {said.written_on.day}, {said.written_on.year}", 10.5
    yield BOLD, "Referral", 15
    for label, value in (("Patient", about.name), ("Date of birth", f"{about.born:%m/%d/%Y}"), ("Record number", about.number)):
        yield REGULAR, label, 8.5
        yield BOLD, value, 10.5
    for name, text in said.parts.items():
        yield BOLD, _LABELS[name], 10.5
        yield from ((REGULAR, line, 10.5) for line in text.splitlines())
    yield REGULAR, "Sincerely,", 10.5
    yield BOLD, f"{signer.name}, {signer.credential}", 10.5
    yield REGULAR, f"License {signer.licence} · NPI {signer.npi}", 10.5
    yield ITALIC, f"If the patient is in crisis: call or text {said.crisis_line}; in immediate danger 911.", 8.5
    yield REGULAR, f"{said.number} · page 1 of 2", 8
    yield REGULAR, f"{said.number} · page 2 of 2", 8


def _lines() -> Iterator[tuple[str, str, float]]:
    """The words as they are broken at the margins; the reference is given that for nothing."""
    for face, text, size in _words():
        yield from ((face, line, size) for line in simpleSplit(text, face, size, us_letter[0] - 2 * inch))


def bare(lines: list[tuple[str, str, float]]) -> bytes:
    """The lines from top to bottom, with the same faces embedded the same way."""
    out = BytesIO()
    canvas = Canvas(out, pagesize=us_letter, initialFontName=REGULAR)
    y = us_letter[1] - inch
    for face, line, size in lines:
        if y < inch:
            canvas.showPage()
            y = us_letter[1] - inch
        canvas.setFont(face, size)
        canvas.drawString(inch, y, line)
        y -= 1.38 * size
    canvas.save()
    return out.getvalue()
