"""The dates of a series, edited in place: take a free time nearby, type another, leave a week out."""

from __future__ import annotations

from datetime import date, datetime, timedelta, tzinfo

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from ibh_desktop.domain.clocks import booked_instant
from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.roster import WEEKDAYS
from ibh_desktop.domain.series import Change, Planned
from ibh_desktop.domain.typed import parse_when
from ui.kit.fields import Choice
from ui.kit.inputs import TextField
from ui.kit.text import label, short_date

ROWS = 6
_ROW_HEIGHT = 26


class RowsEditor(QWidget):
    """Shows the rows of a preview; every decision asks for a new preview."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Planned] = []
        self._zone: tzinfo | None = None
        self._decided: dict[int, datetime | None] = {}
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        self.title = label("Sessions", "label", wrap=True)
        self.list = QListWidget()
        self.list.setAccessibleName("Sessions of the course")
        self.list.setFixedHeight(ROWS * _ROW_HEIGHT)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.currentRowChanged.connect(lambda _: self._offer())
        self.list.installEventFilter(self)
        self.instead = Choice[Change | None]([("As planned", None)])
        self.instead.setAccessibleName("Change this row")
        self.instead.picked.connect(self._take)
        self.typed = TextField(placeholder="or type: thu 2pm")
        self.typed.setAccessibleName("Another time for this row")
        self.typed.returnPressed.connect(self._type)
        self.why = label("", "secondary", wrap=True)
        self.why.hide()
        self.wrong = label("", "problem", wrap=True)
        self.wrong.hide()
        beside = QHBoxLayout()
        beside.addWidget(self.instead, 1)
        beside.addWidget(self.typed, 1)
        box.addWidget(self.title)
        box.addWidget(self.list)
        box.addWidget(self.why)
        box.addLayout(beside)
        box.addWidget(self.wrong)

    def forget(self) -> None:
        """Another series is planned: what was decided for the last one is void."""
        self._decided.clear()

    def changes(self) -> tuple[Change, ...]:
        """What was decided so far, by step."""
        return tuple(Change(step, starts) for step, starts in sorted(self._decided.items()))

    def agreed(self) -> tuple[datetime, ...]:
        """The starts as they show."""
        return tuple(row.slot.starts for row in self._rows if row.number)

    def wait(self) -> None:
        """New rows are on their way; the old ones are agreed to by nobody."""
        self._rows = []

    def say(self, words: str) -> None:
        """Show a sentence instead of rows."""
        self._rows = []
        self.list.clear()
        self.list.addItem(words)

    def show_rows(self, rows: list[Planned], zone: tzinfo | None, *, target: date | None) -> None:
        """Show a preview; `target` is where the contract ends."""
        at = max(0, self.list.currentRow())
        self._rows, self._zone = rows, zone
        self.list.blockSignals(True)
        self.list.clear()
        for row in rows:
            self.list.addItem(self._item(row))
        self.list.blockSignals(False)
        self.list.setCurrentRow(min(at, len(rows) - 1))
        booked = [row.slot.starts.astimezone(zone).date() for row in rows if row.number]
        ends = f", the last on {short_date(booked[-1])}" if booked else ""
        late = f"; the contract ends {short_date(target)}" if booked and target and booked[-1] > target else ""
        self.title.setText(f"{len(booked)} sessions{ends}{late}")
        self._offer()

    def _item(self, row: Planned) -> QListWidgetItem:
        at = row.slot.starts.astimezone(self._zone)
        words = f"{row.number:>2}" if row.number else "skipped: " + row.reason
        moved = "  changed" if row.number and row.step in self._decided else ""
        item = QListWidgetItem(f"{short_date(at.date())}  {at:%H:%M}   {words}{moved}")
        if row.reason:
            item.setToolTip(row.reason)
        return item

    def _current(self) -> Planned | None:
        at = self.list.currentRow()
        return self._rows[at] if 0 <= at < len(self._rows) else None

    def _offer(self) -> None:
        row = self._current()
        choices: list[tuple[str, Change | None]] = [("As planned", None)]
        if row is not None:
            for near in row.near:
                at = near.starts.astimezone(self._zone)
                choices.append((f"{short_date(at.date())} {at:%H:%M}", Change(row.step, near.starts)))
            choices.append(("Leave this week out", Change(row.step, None)))
            decided = self._decided.get(row.step)
            if decided is not None and all(change is None or change.starts != decided for _, change in choices):
                at = decided.astimezone(self._zone)
                choices.append((f"{short_date(at.date())} {at:%H:%M}", Change(row.step, decided)))
        chosen = Change(row.step, self._decided[row.step]) if row and row.step in self._decided else None
        self.instead.offer(choices, chosen)
        self.why.setText(row.reason if row else "")
        self.why.setVisible(bool(row and row.reason))
        for widget in (self.instead, self.typed):
            widget.setEnabled(row is not None)

    def _take(self) -> None:
        row, change = self._current(), self.instead.value()
        if row is None:
            return
        if change is None:
            self._decided.pop(row.step, None)
        else:
            self._decided[change.step] = change.starts
        self.changed.emit()

    def _type(self) -> None:
        row = self._current()
        self.wrong.hide()
        if row is None or not self.typed.value():
            return
        try:
            self._decided[row.step] = _near(self.typed.value(), row.slot.starts.astimezone(self._zone))
        except Refused as reason:
            self.wrong.setText(reason.sentence)
            self.wrong.show()
            return
        self.typed.clear()
        self.changed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.list and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            row = self._current()
            if event.key() == Qt.Key.Key_Delete and row is not None:
                if row.step in self._decided:
                    del self._decided[row.step]
                else:
                    self._decided[row.step] = None
                self.changed.emit()
                return True
        return super().eventFilter(watched, event)


def _near(text: str, row: datetime) -> datetime:
    """A typed time for a row: a bare hour on its day, a weekday in its week."""
    words = text.strip().lower().split()
    of_week = len(words) > 1 and len(words[0]) >= 3 and any(day.lower().startswith(words[0]) for day in WEEKDAYS)
    sunday = row.date() - timedelta(days=row.weekday() + 1)
    zone = row.tzinfo
    assert zone is not None
    on, at = parse_when(text, sunday if of_week else row.date())
    return booked_instant(on, at, zone)  # type: ignore[arg-type]
