"""What can be done with a letter now, as buttons at the head of its page."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QLayout, QPushButton

from ibh_desktop.domain.letter_kinds import BY_ID
from ibh_desktop.domain.letters import NEXT, LetterStatus
from ibh_desktop.domain.permissions import Actor, Permission, may
from ibh_desktop.queries.letters import Draft


class Actions:
    """Buttons by name: `back`, `drop`, `edition`, `send_back`, `print`, `sent`, `cosign`, `sign`."""

    def __init__(self, row: QLayout, actor: Actor) -> None:
        self._row, self._actor = row, actor
        self._buttons: dict[str, QPushButton] = {}

    def add(self, name: str, words: str, run: Callable[[], object], tip: str = "") -> QPushButton:
        """Put a button behind those that are there."""
        button = QPushButton(words)
        button.setToolTip(tip)
        button.clicked.connect(lambda: run())
        if name in ("sign", "cosign"):
            button.setObjectName("primary")
        self._row.addWidget(button)
        self._buttons[name] = button
        return button

    def show_for(self, draft: Draft | None, *, blocked: bool) -> None:
        """Show what this person may do with the letter; without a draft it is one to be printed."""
        shown = {"print"} if draft is None else self._steps(draft, blocked=blocked)
        if draft is not None:
            # What nobody signs by hand is finished, not signed.
            self._buttons["sign"].setText("Sign" if BY_ID[draft.kind].by_hand else "Finish")
        for name, button in self._buttons.items():
            button.setVisible(name in shown)
        self._buttons["print"].setEnabled(not blocked)

    def _steps(self, draft: Draft, *, blocked: bool) -> set[str]:
        rule, found = BY_ID[draft.kind], set[str]()
        if draft.course is not None and may(self._actor, Permission.SEE_COURSE):
            found.add("back")
        if draft.may_cosign:
            found |= {"send_back", "cosign"}
        elif may(self._actor, rule.writes):
            found |= {"drop"} if LetterStatus.WITHDRAWN in NEXT[draft.status] else set()
            found |= {"edition"} if draft.status is not LetterStatus.DRAFT else set()
        if draft.status is not LetterStatus.DRAFT and may(self._actor, rule.prints):
            found.add("print")
            found |= {"sent"} if draft.status is LetterStatus.PRINTED and not blocked else set()
        return found | ({"sign"} if draft.signable else set())
