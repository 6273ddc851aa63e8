"""Tables: groups, columns that give way, plain text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget

from tests.gui.hands import click, press, settle
from ui.kit.cells import ROW_ROLE, GroupRow
from ui.kit.table import Column, Table

Show = Callable[[QWidget], QWidget]


@dataclass(frozen=True)
class Line:
    id: int
    name: str


COLUMNS = (
    Column[Line]("Number", lambda line: str(line.id), 80, right=True),
    Column[Line]("Name", lambda line: line.name, strong=True),
    Column[Line]("Extra", lambda _: "extra", 150, optional=True),
    Column[Line]("State", lambda _: "ready", 110, tone=lambda _: "success"),
)
ROWS: list[Line | GroupRow] = [GroupRow("Waiting", 2), Line(1, "Ada"), Line(2, "Grace"), GroupRow("Done", 1), Line(3, "Alan")]


def _table(shown: Show) -> Table[Line]:
    table: Table[Line] = Table(COLUMNS, "People")
    table.resize(700, 300)
    shown(table)
    table.show_rows(ROWS)
    return table


def _name(table: Table[Line]) -> str:
    row = table.current()
    return row.name if row else ""


def test_the_first_row_that_is_no_headline_is_chosen(shown: Show) -> None:
    assert _name(_table(shown)) == "Ada"


def test_the_arrow_keys_pass_over_headlines(shown: Show) -> None:
    table = _table(shown)
    names = []
    for _ in range(4):
        names.append(_name(table))
        press(table, Qt.Key.Key_Down)
    assert names[:3] == ["Ada", "Grace", "Alan"]
    for _ in range(3):
        press(table, Qt.Key.Key_Up)
    assert _name(table) == "Ada"


def test_a_headline_cannot_be_chosen_or_opened(shown: Show) -> None:
    table = _table(shown)
    opened: list[Line] = []
    table.opens(opened.append)
    headline = table.rows_model.index(3, 0)
    assert not table.rows_model.flags(headline) & Qt.ItemFlag.ItemIsSelectable
    click(table.viewport(), table.visualRect(headline).center())
    assert not table.selectionModel().isRowSelected(3)
    table.activated.emit(headline)
    assert opened == []


def test_enter_opens_the_chosen_row(shown: Show) -> None:
    table = _table(shown)
    opened: list[Line] = []
    table.opens(opened.append)
    press(table, Qt.Key.Key_Down)
    press(table, Qt.Key.Key_Return)
    assert opened == [Line(2, "Grace")]


def test_optional_columns_give_way_in_a_narrow_table_and_come_back(shown: Show) -> None:
    table = _table(shown)
    assert not table.isColumnHidden(2)
    table.resize(380, 300)
    settle()
    assert [table.isColumnHidden(n) for n in range(4)] == [False, False, True, False]
    table.resize(700, 300)
    settle()
    assert not table.isColumnHidden(2)


def test_a_column_that_is_kept_gives_way_after_the_other_optional_ones(shown: Show) -> None:
    columns = (*COLUMNS[:3], Column[Line]("State", lambda _: "ready", 110, optional=True, kept=True))
    table: Table[Line] = Table(columns, "People")
    hidden = []
    for width in (700, 400, 250):
        table.resize(width, 300)
        shown(table)
        settle()
        hidden.append([table.isColumnHidden(n) for n in (2, 3)])
    assert hidden == [[False, False], [True, False], [True, True]]


def test_a_row_that_is_gone_leaves_the_first_one_chosen(shown: Show) -> None:
    table = _table(shown)
    table.choose(3)
    assert _name(table) == "Alan"
    table.show_rows(ROWS[:3])
    assert _name(table) == "Ada"


def test_choosing_somebody_who_is_not_there_chooses_nobody(shown: Show) -> None:
    table = _table(shown)
    table.choose(77)
    assert not table.selectionModel().selectedRows()


def test_cells_speak_their_text_and_headlines_span_the_row(shown: Show) -> None:
    table = _table(shown)
    cell = table.rows_model.index(1, 1)
    assert cell.data(Qt.ItemDataRole.AccessibleTextRole) == "Ada"
    assert cell.data(ROW_ROLE) == Line(1, "Ada")
    assert table.columnSpan(0, 0) == len(COLUMNS)
    assert "Waiting" in str(table.rows_model.index(0, 0).data())


def test_a_tooltip_escapes_what_looks_like_markup(shown: Show) -> None:
    table = _table(shown)
    table.show_rows([Line(1, "<img src=x><b>Bold</b>")])
    words = table.rows_model.index(0, 1).data(Qt.ItemDataRole.ToolTipRole)
    assert "&lt;img src=x&gt;&lt;b&gt;Bold&lt;/b&gt;" in words
    assert "<b>" not in words


def test_a_click_chooses_the_whole_row(shown: Show) -> None:
    table = _table(shown)
    click(table.viewport(), table.visualRect(table.rows_model.index(4, 3)).center() - QPoint(2, 0))
    assert _name(table) == "Alan"
    assert table.selectionModel().isRowSelected(4)
