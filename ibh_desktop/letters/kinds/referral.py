"""L1, the referral out: check-off essentials first, then the course, then what is asked (DOMAIN.md 4.1, 4.3)."""

from reportlab.platypus import Flowable, Spacer

from ibh_desktop.domain.letter_kinds import REFERRAL
from ibh_desktop.letters import blocks
from ibh_desktop.letters.content import LetterContent
from ibh_desktop.letters.flow import NOTE, TITLE, paragraph
from ibh_desktop.letters.fonts import register


def story(letter: LetterContent) -> list[Flowable]:
    """The letter from address to signature."""
    register()
    flow: list[Flowable] = [blocks.address(letter), paragraph("Referral", TITLE), blocks.subject(letter), Spacer(1, 4)]
    for field in REFERRAL.fields:
        if not field.tick:
            flow += blocks.section(field.label, letter.parts.get(field.name, ""))
    flow += blocks.section("Legal basis", letter.basis)
    flow.append(blocks.sign_off(letter))
    lines = f"If the patient is in crisis: call or text {letter.crisis_line}; in immediate danger 911."
    flow += [Spacer(1, 8), paragraph(lines, NOTE)]
    return flow
