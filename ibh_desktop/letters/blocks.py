"""Blocks that kinds of letters share: address, subject, sections, signature."""

from collections.abc import Iterator

from reportlab.lib.units import inch
from reportlab.platypus import Flowable, KeepTogether, Spacer, Table, TableStyle

from ibh_desktop.letters.content import LetterContent
from ibh_desktop.letters.flow import BODY, HEADING, PLAIN, RIGHT, SMALL, STRONG, paragraph, paragraphs
from ibh_desktop.letters.fonts import REGULAR

_ADDRESS_HEIGHT = 1.05 * inch
_FLUSH = [
    # A table sets its own face even around cells that bring theirs; Helvetica would not be embedded.
    ("FONTNAME", (0, 0), (-1, -1), REGULAR),
    ("LEFTPADDING", (0, 0), (-1, -1), 0),
    ("RIGHTPADDING", (0, 0), (-1, -1), 0),
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
]


def address(letter: LetterContent) -> Flowable:
    """The recipient for the window on the left, the date on the right."""
    to = letter.to
    lines = [to.name, to.organisation, to.street, to.city_line] if to else ["Recipient not chosen yet"]
    block = [paragraph(line, PLAIN) for line in lines if line]
    written = paragraph(f"{letter.written_on:%B} {letter.written_on.day}, {letter.written_on.year}", RIGHT)
    table = Table([[block, written]], colWidths=[4.2 * inch, 2.3 * inch], rowHeights=[_ADDRESS_HEIGHT])
    table.setStyle(TableStyle([*_FLUSH, ("TOPPADDING", (0, 0), (-1, -1), 0)]))
    return table


def subject(letter: LetterContent) -> Flowable:
    """Name, date of birth and record number, ruled off so that they are found at a glance."""
    about = letter.subject
    cells = [("Patient", about.name), ("Date of birth", f"{about.born:%m/%d/%Y}"), ("Record number", about.number)]
    row = [[paragraph(label, SMALL), paragraph(value, STRONG)] for label, value in cells]
    table = Table([row], colWidths=[3.3 * inch, 1.6 * inch, 1.6 * inch])
    rules = [("LINEABOVE", (0, 0), (-1, 0), 0.5, "#C3CAD5"), ("LINEBELOW", (0, 0), (-1, 0), 0.5, "#C3CAD5")]
    table.setStyle(TableStyle([*_FLUSH, *rules, ("BOTTOMPADDING", (0, 0), (-1, -1), 6)]))
    return table


def section(heading: str, text: str) -> Iterator[Flowable]:
    """A heading and its text; nothing at all when there is no text."""
    if text.strip():
        yield paragraph(heading, HEADING)
        yield from paragraphs(text, BODY)


def sign_off(letter: LetterContent) -> Flowable:
    """Closing words, room for a hand, name, licence; never torn from each other."""
    signer = letter.signer
    lines = [
        paragraph("Sincerely,", PLAIN),
        Spacer(1, 0.5 * inch),
        paragraph(f"{signer.name}, {signer.credential}" if signer.credential else signer.name, STRONG),
        paragraph(f"License {signer.licence}" + (f" · NPI {signer.npi}" if signer.npi else ""), PLAIN),
    ]
    if signer.supervisor:
        lines.append(paragraph(f"under the supervision of {signer.supervisor}", PLAIN))
    return KeepTogether([Spacer(1, 10), *lines])
