"""A form of a few fields for one write, made from values: what most steps of a course ask for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from ui.kit.desk import Desk
from ui.kit.form import FormPanel
from ui.kit.letters import push
from ui.kit.text import label

Offer = tuple[str, Callable[[], object]]
"""The words of a button that leads elsewhere, and where to."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One field: the name a refusal points at, its caption, and the widget that holds the value."""

    name: str
    caption: str
    widget: QWidget


class AskPanel(FormPanel):
    """Reads its fields and hands them to `write` by name; says `done` afterwards."""

    def __init__(
        self,
        desk: Desk,
        title: str,
        fields: Sequence[Asked],
        write: Callable[..., object],
        *,
        done: str | Callable[[Any], str],
        save: str = "Save",
        about: str = "",
        undo: Callable[[Any], Callable[[], object]] | None = None,
        offers: Sequence[Offer] = (),
    ) -> None:
        super().__init__(desk, title, save=save)
        self._write, self._words, self._back = write, done, undo
        if about:
            self.box.addWidget(label(about, "secondary", wrap=True))
        if offers:
            self.box.addSpacing(4)
        for words, run in offers:
            self.box.addWidget(push(words, run), alignment=Qt.AlignmentFlag.AlignLeft)
            self.box.addSpacing(4)
        for one in fields:
            self.field(one.name, one.caption, one.widget)
        self.done_adding()

    def values(self) -> Mapping[str, object]:
        """What stands in the fields, by name; raise `Refused` at one that cannot be read."""
        return {name: self.read(name) for name in self._fields}

    def save(self) -> Callable[[], object]:
        return partial(self._write, **self.values())

    def saved(self, result: object) -> None:
        super().saved(result)
        words = self._words(result) if callable(self._words) else self._words
        self.desk.say(words, undo=self._back(result) if self._back else None)


def writing(desk: Desk, usecase: Callable[..., object], *fixed: object, **named: object) -> Callable[..., object]:
    """The write of a use case that takes what is asked by name, beside what is fixed."""

    def write(**asked: object) -> object:
        return desk.app.write(usecase, *fixed, **named, **asked)

    return write
