"""Waits until a table that was read anew is painted, and the bare table that it is held against."""

import time
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QEvent, QEventLoop, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer
from PySide6.QtWidgets import QTableView

from ibh_desktop.app import App
from tests.bench.measure import seconds
from ui.kit.table import Table

Index = QModelIndex | QPersistentModelIndex


class Painted(QObject):
    """Waits, in the real event loop, until the rows that were read are painted."""

    def __init__(self, table: Table[Any]) -> None:
        super().__init__()
        self._table, self._loop = table, QEventLoop(self)
        self._shown, self._painted_at = False, 0.0
        table.rows_model.modelReset.connect(self._read)
        table.rows_model.dataChanged.connect(lambda *_: self._changed())
        table.viewport().installEventFilter(self)

    def _read(self) -> None:
        self._shown = True
        self._table.viewport().update()

    def _changed(self) -> None:
        self._shown = True  # Qt repaints these rows by itself

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self._shown and watched.isWidgetType() and event.type() == QEvent.Type.Paint:
            self._shown = False
            QTimer.singleShot(0, self._painted)
        return False

    def _painted(self) -> None:
        self._painted_at = time.perf_counter()
        self._loop.quit()

    def after(self, begin: Callable[[], object]) -> float:
        """Seconds from `begin` to the painted rows."""
        started = time.perf_counter()
        begin()
        self._loop.exec()
        return self._painted_at - started


class BareModel(QAbstractTableModel):
    """Texts, and nothing that says how they look."""

    def __init__(self, columns: int) -> None:
        super().__init__()
        self.rows: Sequence[Any] = ()
        self._columns = columns

    def show(self, rows: Sequence[Any]) -> None:
        """Replace all rows."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else self._columns

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        return str(self.rows[index.row()][index.column()]) if role == Qt.ItemDataRole.DisplayRole else None


class Bare:
    """The same rows, read by a bare cursor of the same database, in a bare table of the same size; the first read is shown."""

    def __init__(self, app: App, like: Table[Any], reads: Sequence[tuple[str, tuple[object, ...]]], *, least: int) -> None:
        self._held = app._engine.raw_connection()  # not given back to the pool, from which the window reads
        self._cursor: Any = self._held.driver_connection
        self._reads, self._least = reads, least
        self._model = BareModel(len(like.rows_model.columns))
        self.table = QTableView()
        self.table.setModel(self._model)
        self.table.resize(like.size())
        self.table.show()

    def seconds(self) -> float:
        """Read and painted."""
        return seconds(self._shown)

    def close(self) -> None:
        """Give the connection back."""
        self.table.close()
        self._held.close()

    def _shown(self) -> None:
        read = [self._cursor.execute(statement, given).fetchall() for statement, given in self._reads]
        assert sum(map(len, read)) >= self._least
        self._model.show(read[0])
        self.table.viewport().repaint()
