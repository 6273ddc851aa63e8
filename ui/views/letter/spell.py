"""The speller of a composer: read when the first draft is opened, told the names of every letter."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from ui.kit import spelling
from ui.kit.spelling import Speller
from ui.kit.tasks import Failed, Tasks


class Spell:
    """`use` gets the speller once, when it is there."""

    def __init__(self, owner: QObject, tasks: Tasks, use: Callable[[Speller], None], failed: Failed) -> None:
        self._owner, self._tasks, self._use, self._failed = owner, tasks, use, failed
        self._speller: Speller | None = None
        self._asked = False
        self._names: tuple[str, ...] = ()

    def name(self, names: tuple[str, ...]) -> None:
        """A letter in which these names are right is opened."""
        self._names = names
        if self._speller is not None:
            self._speller.name(*names)
        elif not self._asked:
            self._asked = True
            self._tasks.start(self._owner, spelling.load, self._loaded, self._failed)

    def _loaded(self, speller: Speller) -> None:
        self._speller = speller
        speller.name(*self._names)
        self._use(speller)
