"""Tables from one column spec: rows are frozen values, the current row is kept by id across reloads."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    Qt,
)
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QTableView,
    QWidget,
)

from ui.kit.cells import ROW_ROLE, STRONG_ROLE, TONE_ROLE, CellDelegate, GroupRow, Index
from ui.kit.text import tip
from ui.kit.theme import ROW

T = TypeVar("T")
ROOMY = 152
"""What a column that stretches should have at least."""
_COMMANDING = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


@dataclass(frozen=True)
class Column(Generic[T]):
    """One column: `tone` draws its text as a pill of that tone (or plain, when empty); `width` 0 stretches.

    An `optional` one gives way where the table is too narrow, from the right; one that is `kept` gives way last.
    `hint` are the lines of its tooltip, where they say more than the text.
    """

    title: str
    text: Callable[[T], str]
    width: int = 0
    tone: Callable[[T], str] | None = None
    right: bool = False
    strong: bool = False
    optional: bool = False
    kept: bool = False
    hint: Callable[[T], tuple[str, ...]] | None = None


class TableModel(QAbstractTableModel, Generic[T]):
    """Text, row, tone and alignment; nothing else. Group rows span all columns."""

    def __init__(self, columns: Sequence[Column[T]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = columns
        self.rows: Sequence[T | GroupRow] = ()

    def show(self, rows: Sequence[T | GroupRow]) -> None:
        """Replace all rows."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def renew(self, rows: Sequence[T | GroupRow]) -> bool:
        """Show what changed in the rows that stand here; False, and nothing done, where others stand or in another order."""
        if [_key(row) for row in rows] != [_key(row) for row in self.rows]:
            return False
        changed = [n for n, (row, was) in enumerate(zip(rows, self.rows, strict=True)) if row != was]
        self.rows = rows
        for number in changed:
            self.dataChanged.emit(self.index(number, 0), self.index(number, len(self.columns) - 1))
        return True

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, column = self.rows[index.row()], self.columns[index.column()]
        if role == ROW_ROLE:
            return row
        if isinstance(row, GroupRow):
            return f"{row.title}  ·  {row.count}" if role == Qt.ItemDataRole.DisplayRole and index.column() == 0 else None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return column.text(row)
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(*column.hint(row)) if column.hint else tip(column.text(row))
        if role == TONE_ROLE:
            return column.tone(row) if column.tone else ""
        if role == STRONG_ROLE:
            return column.strong
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if isinstance(self.rows[index.row()], GroupRow):
            return Qt.ItemFlag.NoItemFlags  # the arrow keys pass over what is not enabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if self.columns[section].right else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None


class Table(QTableView, Generic[T]):
    """A list of rows to walk with the arrow keys; Enter or a double click opens one.

    Of one that takes `several` more rows are chosen with Shift and the arrows, or all with Ctrl+A.
    """

    def __init__(
        self, columns: Sequence[Column[T]], name: str, parent: QWidget | None = None, *, several: bool = False
    ) -> None:
        super().__init__(parent)
        self.rows_model: TableModel[T] = TableModel(columns, self)
        self.setModel(self.rows_model)
        self._wanted: object = None
        self.setItemDelegate(CellDelegate(self))
        self.setAccessibleName(name)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        choosing = QAbstractItemView.SelectionMode
        self.setSelectionMode(choosing.ExtendedSelection if several else choosing.SingleSelection)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        for number, column in enumerate(columns):
            mode = QHeaderView.ResizeMode.Fixed if column.width else QHeaderView.ResizeMode.Stretch
            header.setSectionResizeMode(number, mode)
            if column.width:
                header.resizeSection(number, column.width)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text().isprintable() and event.text() and not event.modifiers() & _COMMANDING:
            event.ignore()  # Qt would search for rows of that letter; a letter belongs to the page
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        columns = self.rows_model.columns
        room = self.viewport().width() - sum(column.width or ROOMY for column in columns if not column.optional)
        for number, column in sorted(enumerate(columns), key=lambda each: not each[1].kept):
            if column.optional:
                room -= column.width or ROOMY
                self.setColumnHidden(number, room < 0)

    def renew_rows(self, rows: Sequence[T | GroupRow]) -> None:
        """As `show_rows`, repainting only the rows that changed where all stay in their places."""
        if not self.rows_model.renew(rows):
            self.show_rows(rows)

    def show_rows(self, rows: Sequence[T | GroupRow]) -> None:
        """Replace the rows; what is chosen and the scroll position stay."""
        kept, scroll = self.current(), self.verticalScrollBar().value()
        chosen = {_key(row) for row in self.chosen()}
        self.clearSpans()
        self.rows_model.show(rows)
        for number, row in enumerate(rows):
            if isinstance(row, GroupRow) and len(self.rows_model.columns) > 1:
                self.setSpan(number, 0, 1, len(self.rows_model.columns))
        self._choose(next((n for n, row in enumerate(rows) if kept is not None and _key(row) == _key(kept)), self._first(rows)))
        if len(chosen) > 1:
            self._choose_more([n for n, row in enumerate(rows) if _key(row) in chosen])
        self.verticalScrollBar().setValue(scroll)
        if self._wanted is not None:
            wanted, self._wanted = self._wanted, None
            self.choose(wanted)

    def _choose_more(self, numbers: Sequence[int]) -> None:
        added = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
        for number in numbers:
            self.selectionModel().select(self.rows_model.index(number, 0), added)

    def chosen(self) -> list[T]:
        """The rows that are selected, from the top."""
        numbers = sorted(index.row() for index in self.selectionModel().selectedRows())
        rows = [self.rows_model.rows[number] for number in numbers if number < len(self.rows_model.rows)]
        return [row for row in rows if not isinstance(row, GroupRow)]

    def _first(self, rows: Sequence[T | GroupRow]) -> int:
        return next((n for n, row in enumerate(rows) if not isinstance(row, GroupRow)), -1)

    def _choose(self, number: int) -> None:
        if number >= 0:
            # Not `selectRow`: with Ctrl still held, as after Ctrl+Z, that would add the row to what is chosen.
            only = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
            self.selectionModel().setCurrentIndex(self.rows_model.index(number, 0), only)

    def current(self) -> T | None:
        """The row that is selected."""
        index = self.currentIndex()
        row = self.rows_model.rows[index.row()] if index.isValid() and index.row() < len(self.rows_model.rows) else None
        return None if isinstance(row, GroupRow) else row

    def choose(self, key: object) -> None:
        """Select the row whose id is `key`, or none when there is no such row."""
        found = next((n for n, row in enumerate(self.rows_model.rows) if _key(row) == key), -1)
        if found < 0:
            self.clearSelection()
        self._choose(found)

    def choose_coming(self, key: object) -> None:
        """As `choose`, and once more when rows are shown next: the row may be on its way."""
        self._wanted = key
        self.choose(key)

    def opens(self, run: Callable[[T], None]) -> None:
        """Call `run` with a row when it is double-clicked or Enter is pressed on it."""

        def opened(index: QModelIndex) -> None:
            row = index.data(ROW_ROLE)
            if row is not None and not isinstance(row, GroupRow):
                run(row)

        self.activated.connect(opened)


def _key(row: object) -> object:
    return getattr(row, "id", row)
