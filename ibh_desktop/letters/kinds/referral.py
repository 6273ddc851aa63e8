"""L1, the referral out: check-off essentials first, then the course, then what is asked (DOMAIN.md 4.1, 4.3)."""

from reportlab.platypus import Flowable, Spacer

from ibh_desktop.domain.letters import REFERRAL
from ibh_desktop.letters import blocks
from ibh_desktop.letters.content import LetterContent
from ibh_desktop.letters.flow import NOTE, TITLE, paragraph
from ibh_desktop.letters.fonts import register

_ORDER = (
    "urgency",
    "reason",
    "request",
    "unresolved",
    "diagnosis",
    "scores",
    "summary",
    "goals",
    "medicines",
    "risk",
    "background",
    "patient_view",
    "basis",
)
_LABELS = {field.name: field.label for field in REFERRAL.fields}


def story(letter: LetterContent) -> list[Flowable]:
    """The letter from address to signature."""
    register()
    flow: list[Flowable] = [blocks.address(letter), paragraph("Referral", TITLE), blocks.subject(letter), Spacer(1, 4)]
    for name in _ORDER:
        flow += blocks.section(_LABELS[name], letter.parts.get(name, ""))
    flow.append(blocks.sign_off(letter))
    lines = f"If the patient is in crisis: call or text {letter.crisis_line}; in immediate danger 911."
    flow += [Spacer(1, 8), paragraph(lines, NOTE)]
    return flow
