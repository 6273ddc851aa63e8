"""What must not be passed over: an answered safety item, in a clinician's words and in those for the front desk."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QPushButton, QVBoxLayout, QWidget

from ibh_desktop.domain.outcomes.measure import Measure, Safety
from ibh_desktop.exchange.phones import shown_phone
from ibh_desktop.queries.measures import MeasureDesk
from ui.kit.text import label


class Notice(QDialog):
    """Only its button closes it (DOMAIN.md 3.3)."""

    def __init__(self, title: str, closes: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setModal(True)
        self.setMinimumWidth(460)
        self.box = QVBoxLayout(self)
        self.box.setContentsMargins(24, 24, 24, 16)
        self.box.setSpacing(12)
        self._button = QPushButton(closes)
        self._button.setObjectName("primary")
        self._button.clicked.connect(self.accept)

    def end(self) -> None:
        """Put the button below what was added."""
        self.box.addWidget(self._button)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)


class SafetyDialog(Notice):
    """For a clinician."""

    def __init__(
        self, measure: Measure, safety: Safety, crisis_line: str, parent: QWidget | None = None, *, kept: bool = True
    ) -> None:
        super().__init__("Safety", "I will see to it now", parent)
        above = f"“{measure.choices[0]}”" if measure.choices else "0"
        said = "was left out: ask" if safety is Safety.UNKNOWN else f"was answered above {above}"
        self.box.addWidget(label(f"Item {measure.safety_item} {said}", "section", wrap=True))
        words = "A risk assessment by a clinician is needed before the patient leaves or the call ends."
        self.box.addWidget(label(words, "alert", wrap=True))
        lines = f"{crisis_line} Suicide & Crisis Lifeline (call, text, chat)\n911 for immediate danger"
        self.box.addWidget(label(lines, wrap=True))
        told = (
            "The notice stays on the course and on Today. Record your assessment in the chart."
            if kept
            else "The form is not saved yet: mend what is marked in it and save it, then the notice stays on the course."
        )
        self.box.addWidget(label(told, "secondary", wrap=True))
        self.end()


class FrontDeskNotice(Notice):
    """For a receptionist: neither answers nor a score (DOMAIN.md 3.3)."""

    def __init__(self, data: MeasureDesk, parent: QWidget | None = None) -> None:
        super().__init__("Tell the clinician", "I will tell them now", parent)
        words = f"Please tell {data.therapist_name} now. The patient should not leave before being seen."
        self.box.addWidget(label(words, "alert", wrap=True))
        phone = f", {shown_phone(data.location_phone)}" if data.location_phone else ""
        self.box.addWidget(label(f"{data.therapist_name} · {data.location_name}{phone}", wrap=True))
        self.end()
