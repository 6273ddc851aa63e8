"""Two files of one person become one: who stays, what moves, and which of differing fields the one file keeps."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.ids import PatientId
from ibh_desktop.queries import merging
from ibh_desktop.queries.merging import Differing, MergePreview
from ibh_desktop.usecases import patient_merge
from ibh_desktop.usecases.patient_merge import Merged
from ui.dialogs.patient_picker import PatientPicker
from ui.kit.desk import Desk
from ui.kit.fields import Choice
from ui.kit.form import FormPanel
from ui.kit.latest import Latest
from ui.kit.text import label
from ui.places import Patients


class MergePatientPanel(FormPanel):
    """The file that is open stays; another one is found and goes into it. Nothing moves before Merge."""

    def __init__(self, desk: Desk, keeper: PatientId) -> None:
        super().__init__(desk, "Merge two files", save="Merge")
        self._keeper = keeper
        self._latest = Latest(self, desk.tasks, self._failed)
        self._seen: MergePreview | None = None
        self.choices: dict[str, Choice[bool]] = {}
        self.stays = label("", "strong", wrap=True)
        self.box.addWidget(self.stays)
        self.box.addWidget(
            label(
                "stays. The file below goes into it with all that is in it, and is found no more. Undo puts both back.",
                "secondary",
                wrap=True,
            )
        )
        self.other = PatientPicker(desk)
        self.field("other", "The other file of this person", self.other)
        self.moves = label("", wrap=True)
        self.box.addWidget(self.moves)
        self._fields_box = QVBoxLayout()
        self._fields_box.setSpacing(4)
        self.box.addLayout(self._fields_box)
        self.done_adding()
        self.save_button.setEnabled(False)
        self.other.chosen.connect(self._look)
        self.other.line.textEdited.connect(lambda _: self._show(None))
        self._name()

    def _name(self) -> None:
        wanted = partial(self.desk.app.read, merging.preview, self._keeper, self._keeper)
        self.desk.tasks.start(self, wanted, lambda seen: self.stays.setText(seen.keeper), self.desk.fail)

    def _look(self) -> None:
        other = self.other.patient
        if other is not None:
            self._latest.ask(partial(self.desk.app.read, merging.preview, self._keeper, other), self._show)

    def _show(self, seen: MergePreview | None) -> None:
        self._seen = seen
        self.clear_problems()
        self.save_button.setEnabled(seen is not None and not seen.hindrance)
        self.moves.setText(_moving(seen) if seen is not None and not seen.hindrance else "")
        self._offer(seen.differing if seen is not None and not seen.hindrance else ())
        if seen is not None and seen.hindrance:
            self.show_problem(Refused(seen.hindrance, field="other"))

    def _offer(self, differing: tuple[Differing, ...]) -> None:
        while (item := self._fields_box.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.choices = {}
        for one in differing:
            choice = Choice[bool](((one.keeper, False), (one.other, True)), False)
            choice.setAccessibleName(one.title)
            choice.setToolTip("The first is of the file that stays")
            self.choices[one.name] = choice
            for widget in (label(one.title, "label"), choice):
                self._fields_box.addWidget(widget)
        _tab_order(self.other.line, [*self.choices.values(), self.save_button])

    def save(self) -> Callable[[], object]:
        take = frozenset(name for name, choice in self.choices.items() if choice.value())
        return partial(self.desk.app.write, patient_merge.merge, self._keeper, self.other.value(), take=take)

    def saved(self, result: object) -> None:
        super().saved(result)
        if isinstance(result, Merged):
            self.desk.say("Two files are one.", undo=partial(self.desk.app.write, patient_merge.unmerge, result))
            self.desk.open(Patients(result.keeper))


def _moving(seen: MergePreview) -> str:
    what = ", ".join(f"{many} {noun}" for noun, many in seen.moves) or "nothing but the names"
    choose = " Choose what the one file says where the two differ:" if seen.differing else ""
    return f"{seen.other}.\nMoves: {what}.{choose}"


def _tab_order(first: QWidget, then: list[QWidget]) -> None:
    for widget in then:
        QWidget.setTabOrder(first, widget)
        first = widget
