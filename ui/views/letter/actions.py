"""What can be done with a letter now, as buttons at the head of its page."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QLayout, QPushButton

from ibh_desktop.domain.letter_kinds import BY_ID
from ibh_desktop.domain.letters import NEXT, LetterStatus
from ibh_desktop.queries.letters import Draft


class Actions:
    """Buttons by name: `back`, `drop`, `edition`, `send_back`, `print`, `sent`, `cosign`, `sign`."""

    def __init__(self, row: QLayout) -> None:
        self._row = row
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
        signed = draft is None or draft.status is not LetterStatus.DRAFT
        may_cosign = draft is not None and draft.may_cosign
        shown = {
            "back": draft is not None and draft.course is not None,
            "drop": draft is not None and LetterStatus.WITHDRAWN in NEXT[draft.status] and not may_cosign,
            "edition": draft is not None and signed and not may_cosign,
            "send_back": may_cosign,
            "print": signed,
            "sent": draft is not None and draft.status is LetterStatus.PRINTED and not blocked,
            "cosign": may_cosign,
            "sign": draft is not None and draft.signable,
        }
        if draft is not None:
            # What nobody signs by hand is finished, not signed.
            self._buttons["sign"].setText("Sign" if BY_ID[draft.kind].by_hand else "Finish")
        for name, button in self._buttons.items():
            button.setVisible(shown[name])
        self._buttons["print"].setEnabled(not blocked)
