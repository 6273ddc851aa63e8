"""L10, the form by which a patient authorizes a disclosure: every element of 45 CFR 164.508(c), blank or filled in.

Core elements, (c)(1): what may be told, who tells, who is told, what for, when it ends, signature and date with a
representative's authority. Statements, (c)(2): the right to revoke and how, that care does not depend on it, redisclosure.
(c)(4): a copy. What never follows from a general release is named for itself (DOMAIN.md 4.4). The wording is ours.
"""

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, KeepTogether, Spacer

from ibh_desktop.domain.disclosure import Information, Special
from ibh_desktop.domain.letter_kinds.authorization import AUTHORIZATION
from ibh_desktop.letters import blocks, ends
from ibh_desktop.letters.content import LetterContent
from ibh_desktop.letters.flow import BODY, HEADING, SMALL, TITLE, paragraph

STATEMENTS = (
    (
        "You can take it back",
        "You may revoke this authorization at any time, in writing, to the clinic's address above. It then ends for all that"
        " has not been told yet; what was told while it held cannot be taken back.",
    ),
    (
        "Your care does not depend on it",
        "We do not make treatment, payment, enrollment or eligibility for benefits depend on whether you sign.",
    ),
    (
        "It may be passed on",
        "Whoever receives the information may tell it to others, and federal privacy rules may then no longer protect it."
        " Records of substance use treatment stay protected by 42 CFR part 2 wherever they go.",
    ),
    ("Your copy", "You receive a copy of this form once it is signed."),
)
_NAMED_FOR_ITSELF = (Information.SUBSTANCE_USE, Information.PSYCHOTHERAPY_NOTES)
_OFFERED = tuple(kind.value for kind in Information if kind not in _NAMED_FOR_ITSELF)
_APART = "Psychotherapy notes need a form of their own, for nothing else (45 CFR 164.508(b)(3)(ii))."
_MINE = "“At my request” is enough."
WORDS = ParagraphStyle("statement", BODY, fontSize=9, leading=11.5)


def story(letter: LetterContent) -> list[Flowable]:
    """The form from whom it is about to the lines for the hands."""
    flow: list[Flowable] = [paragraph("Authorization to disclose health information", TITLE), _about(letter), Spacer(1, 5)]
    flow += [paragraph("Who may tell it", HEADING), paragraph(_discloser(letter), BODY)]
    for name in ("recipient", "information", "special", "purpose", "period", "expires"):
        flow += _part(letter, name)
    for heading, words in STATEMENTS:
        flow += [paragraph(heading, HEADING), paragraph(words, WORDS)]
    signer = " ".join(letter.parts.get("signer", "").split())
    hands = [(signer or f"{letter.subject.name or 'Patient'}, or who signs for the patient", "Date")]
    hands += [] if signer else [("Name of who signs for the patient", "Parent, guardian or other right")]
    return ends.closed(flow, ends.lines_to_sign(hands), ends.after(letter))


def _about(letter: LetterContent) -> Flowable:
    if letter.subject.name:
        return blocks.subject(letter, born=True)
    return blocks.lines_to_write(("Patient", "Date of birth"), (0.7, 0.3))


def _discloser(letter: LetterContent) -> str:
    sender = letter.sender
    return ", ".join(part for part in (sender.clinic, sender.location, sender.street, sender.city_line) if part)


def _part(letter: LetterContent, name: str) -> list[Flowable]:
    """What was filled in, or boxes and lines to fill in by hand."""
    field, text = AUTHORIZATION.field(name), letter.parts.get(name, "")
    if text.strip():
        return list(blocks.section(field.label, text))
    if name == "special":
        boxes = [blocks.Checks(tuple(kind.value for kind in Special), frozenset()), paragraph(_APART, SMALL)]
        return [KeepTogether([paragraph(field.label, HEADING), *boxes])]
    if name == "information":
        return [KeepTogether([paragraph(field.label, HEADING), blocks.Checks(_OFFERED, frozenset()), blocks.blank("And")])]
    return [blocks.blank(field.label, _MINE if name == "purpose" else "")]
