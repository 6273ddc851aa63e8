"""The other patients of a couple or a group."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from ibh_desktop.domain.ids import PatientId
from ui.dialogs.patient_picker import PatientPicker
from ui.kit.desk import Desk

_ROW = 26


class MorePatients(QWidget):
    """Enter adds whom the picker found; Delete takes the chosen one out again."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        self.picker = PatientPicker(desk)
        self.picker.line.setAccessibleName("Add patient")
        self.picker.line.setPlaceholderText("Add patient: name, date of birth, phone or number")
        self.list = QListWidget()
        self.list.setAccessibleName("Other patients; Delete takes one out")
        self.list.hide()
        box.addWidget(self.picker)
        box.addWidget(self.list)
        self.setFocusProxy(self.picker.line)
        self.picker.taken.connect(self._add)
        self.list.installEventFilter(self)

    def value(self) -> tuple[PatientId, ...]:
        """Everybody who was added, in order."""
        return tuple(self.list.item(n).data(Qt.ItemDataRole.UserRole) for n in range(self.list.count()))

    def _add(self) -> None:
        patient, words = self.picker.value(), self.picker.line.text()
        self.picker.forget()
        if patient not in self.value():
            item = QListWidgetItem(words)
            item.setData(Qt.ItemDataRole.UserRole, patient)
            self.list.addItem(item)
        self._fit()

    def _fit(self) -> None:
        self.list.setVisible(self.list.count() > 0)
        self.list.setFixedHeight(min(4, self.list.count()) * _ROW + 8)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        deleted = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Delete
        if watched is self.list and deleted and self.list.currentRow() >= 0:
            self.list.takeItem(self.list.currentRow())
            self._fit()
            return True
        return super().eventFilter(watched, event)
