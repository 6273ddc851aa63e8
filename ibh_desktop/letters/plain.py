"""The story of a kind that needs no layout of its own: address, subject, its parts in their order, signature."""

from collections.abc import Callable

from reportlab.platypus import Flowable, Spacer

from ibh_desktop.domain.letters import LetterKindRule
from ibh_desktop.letters import blocks
from ibh_desktop.letters.content import LetterContent
from ibh_desktop.letters.flow import NOTE, TITLE, paragraph
from ibh_desktop.letters.fonts import register


def story_of(rule: LetterKindRule) -> Callable[[LetterContent], list[Flowable]]:
    """How letters of a kind are set."""

    def story(letter: LetterContent) -> list[Flowable]:
        register()
        flow: list[Flowable] = [blocks.address(letter), paragraph(rule.title, TITLE), blocks.subject(letter), Spacer(1, 4)]
        for field in rule.fields:
            if not field.tick:
                flow += blocks.section(field.label, letter.parts.get(field.name, ""))
        flow.append(blocks.sign_off(letter))
        lines = f"In a crisis call or text {letter.crisis_line}; in immediate danger 911."
        return [*flow, Spacer(1, 8), paragraph(lines, NOTE)]

    return story
