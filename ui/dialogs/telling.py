"""A form that tells what a change does to booked visits before it saves: the first Save asks, the second carries it out."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ibh_desktop.queries.roster_effects import Affected
from ui.dialogs.effects import MOVED_BY, OUTSIDE, affected_words
from ui.kit.desk import Desk
from ui.kit.form import FormPanel


@dataclass(frozen=True, slots=True)
class _Told:
    change: Hashable
    found: list[Affected]


class TellingPanel(FormPanel):
    """Subclasses return `after_telling(…)` from `save` and implement `carried_out` instead of `saved`.

    `outside` completes "3 booked visits lie …"; `way_on` says what becomes of them.
    """

    outside = OUTSIDE
    way_on = MOVED_BY

    def __init__(self, desk: Desk, title: str, *, save: str = "Save", parent: QWidget | None = None) -> None:
        super().__init__(desk, title, save=save, parent=parent)
        self._told: Hashable = None
        self._save_words = save
        # What is told is long: it stands across the panel, not beside Save.
        self.foot.removeWidget(self.problem)
        outer = self.layout()
        assert isinstance(outer, QVBoxLayout)
        outer.insertWidget(outer.indexOf(self.foot), self.problem)

    def after_telling(
        self, change: Hashable, find: Callable[[], list[Affected]], work: Callable[[], object]
    ) -> Callable[[], object]:
        """The write, once it was shown what `change` does to booked visits; another change is asked about anew."""
        if self._told == change:
            return work

        def ask() -> object:
            found = find()
            return _Told(change, found) if found else work()

        return ask

    def untold(self) -> None:
        """Something else is about to be saved: what was told is no longer true."""
        self._told = None
        self.problem.hide()
        self.save_button.setText(self._save_words)

    def carried_out(self, result: object) -> None:
        """The write was committed."""
        super().saved(result)

    def saved(self, result: object) -> None:
        if isinstance(result, _Told):
            self._tell(result)
        else:
            self.untold()
            self.carried_out(result)

    def _tell(self, told: _Told) -> None:
        self._told = told.change
        self.problem.setText(affected_words(told.found, self.outside, self.way_on))
        self.problem.show()
        self.save_button.setText(f"{self._save_words.split()[0]} all the same")
