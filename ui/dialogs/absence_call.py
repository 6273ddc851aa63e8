"""One call of the absence desk: the phone, the times to offer, what came of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QPushButton

from ibh_desktop.domain.absence import Outcome
from ibh_desktop.domain.errors import Refused
from ibh_desktop.queries.absence import AbsenceLine
from ibh_desktop.queries.absence_offers import Proposal
from ibh_desktop.usecases import absence
from ui.kit.desk import Desk
from ui.kit.flow import FlowLayout
from ui.kit.form import FormPanel
from ui.kit.text import label, short_date


class CallPanel(FormPanel):
    """Ctrl+Enter moves the session to the chosen time; the other outcomes are a button each, and each has Undo."""

    def __init__(self, desk: Desk, line: AbsenceLine) -> None:
        super().__init__(desk, f"Call · {line.patient_name}", save="Move it there")
        self._line = line
        about = (line.session, f"{line.phase.value} phase" if line.phase else "")
        facts = " · ".join(part for part in (f"{short_date(line.starts.date())} {line.starts:%H:%M}", *about) if part)
        self.box.addWidget(label(facts, "secondary", wrap=True))
        self.box.addSpacing(4)
        self.box.addWidget(label(line.phone or "There is no phone number in the file.", "section", wrap=True))
        if line.called_at and line.outcome:
            at = f"{short_date(line.called_at.date())} {line.called_at:%H:%M}"
            told = f"{line.outcome.value.capitalize()}, {line.called_by}, {at}"
            self.box.addWidget(label(told, "secondary", wrap=True))
        self.box.addSpacing(8)
        self.offers = QListWidget()
        self.offers.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.offers.setFixedHeight(6 * 26)
        for offer in line.proposals:
            item = QListWidgetItem(_words(offer) + _load(offer))
            item.setData(Qt.ItemDataRole.UserRole, offer)
            self.offers.addItem(item)
        if not line.proposals:
            self.offers.addItem("Nothing is free at this location in four weeks")
        self.offers.setCurrentRow(0)
        self.field("starts", "Times to offer", self.offers)
        self.save_button.setEnabled(bool(line.proposals))
        self.box.addWidget(label("Or nothing was agreed", "label"))
        others = FlowLayout()
        for words, run in (
            ("Message left", partial(self._note, Outcome.MESSAGE)),
            ("No answer", partial(self._note, Outcome.NO_ANSWER)),
            ("Cancel it", self._cancel),
        ):
            button = QPushButton(words)
            button.clicked.connect(lambda _=False, r=run: r())
            others.addWidget(button)
        self.box.addLayout(others)
        self.done_adding()

    def save(self) -> Callable[[], object]:
        item = self.offers.currentItem()
        offer = item.data(Qt.ItemDataRole.UserRole) if item is not None else None
        if not isinstance(offer, Proposal):
            raise Refused("Choose one of the times.", field="starts")
        self._told = f"{self._line.patient_name} moved to {_words(offer)}"
        return partial(
            self.desk.app.write,
            absence.move,
            self._line.id,
            starts=offer.slot.starts,
            therapist=offer.therapist,
            room=offer.room,
            version=self._line.version,
        )

    def saved(self, result: object) -> None:
        self.desk.say(self._told, undo=partial(self.desk.app.write, absence.take_back, result))  # type: ignore[arg-type]
        super().saved(result)

    def _note(self, outcome: Outcome) -> None:
        self._told = f"{self._line.patient_name}: {outcome.value}"
        undo = partial(self.desk.app.write, absence.called, self._line.id, outcome=Outcome.WITHDRAWN)
        self.clear_problems()
        work = partial(self.desk.app.write, absence.called, self._line.id, outcome=outcome)
        self.desk.tasks.start(self, work, lambda _: self._noted(undo), self._failed)

    def _noted(self, undo: Callable[[], object]) -> None:
        self.desk.say(self._told, undo=undo)
        self.close_panel()

    def _cancel(self) -> None:
        self._told = f"{self._line.patient_name}: cancelled by clinic"
        self.clear_problems()
        work = partial(self.desk.app.write, absence.cancel, self._line.id, version=self._line.version)
        self.desk.tasks.start(self, work, self.saved, self._failed)


def _words(offer: Proposal) -> str:
    at = offer.slot.starts
    return f"{short_date(at.date())} {at:%H:%M}  {offer.therapist_name}"


def _load(offer: Proposal) -> str:
    if not offer.other:
        return ""
    return f"  ({offer.caseload} of {offer.target} courses{', full' if offer.over else ''})"
