"""How a cell of a table is drawn: plain text with room around it, pills in their tone, group headlines."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui.kit.theme import ROW, SECONDARY, color, font

T = TypeVar("T")
Index = QModelIndex | QPersistentModelIndex
ROW_ROLE = Qt.ItemDataRole.UserRole
TONE_ROLE = Qt.ItemDataRole.UserRole + 1
STRONG_ROLE = Qt.ItemDataRole.UserRole + 2


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A headline between rows."""

    title: str
    count: int


def grouped(groups: Iterable[tuple[str, Sequence[T]]]) -> list[T | GroupRow]:
    """Rows under their headlines; a group without rows has none."""
    found: list[T | GroupRow] = []
    for title, rows in groups:
        found += [GroupRow(title, len(rows)), *rows] if rows else []
    return found


class CellDelegate(QStyledItemDelegate):
    """Plain text with room around it, pills in their tone, group headlines."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(ROW_ROLE)
        rect: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if isinstance(row, GroupRow):
            _draw_group(painter, rect, index.data() or "")
        else:
            if selected:
                painter.fillRect(rect, color("accent_soft"))
            _draw_cell(painter, rect, index)
            painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, color("hairline"))
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(option.fontMetrics.horizontalAdvance(str(index.data() or "")) + 24, ROW)


def _draw_group(painter: QPainter, rect: QRect, text: str) -> None:
    painter.fillRect(rect, color("page"))
    painter.setFont(font(SECONDARY, bold=True))
    painter.setPen(color("secondary"))
    painter.drawText(rect.adjusted(12, 0, -10, 0), Qt.AlignmentFlag.AlignVCenter, text)


def _draw_cell(painter: QPainter, rect: QRect, index: Index) -> None:
    text, tone = str(index.data() or ""), index.data(TONE_ROLE)
    if tone and text:
        _draw_pill(painter, rect, text, tone)
        return
    first, _, second = text.partition("\n")
    align = index.data(Qt.ItemDataRole.TextAlignmentRole)
    inside = rect.adjusted(10, 0, -10, 0)
    if second:
        painter.setFont(font(SECONDARY))
        painter.setPen(color("secondary"))
        painter.drawText(inside.adjusted(0, rect.height() // 2 - 2, 0, 0), align, _fitted(painter, second, inside.width()))
        inside.adjust(0, 0, 0, -rect.height() // 2 + 4)
    painter.setFont(font(bold=bool(index.data(STRONG_ROLE))))
    painter.setPen(color("text"))
    painter.drawText(inside, align, _fitted(painter, first, inside.width()))


def _fitted(painter: QPainter, text: str, width: int) -> str:
    return painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, width)


def _draw_pill(painter: QPainter, rect: QRect, text: str, tone: str) -> None:
    painter.setFont(font(SECONDARY))
    shown = _fitted(painter, text, rect.width() - 36)
    mark = QRectF(rect.left() + 8, rect.center().y() - 10, painter.fontMetrics().horizontalAdvance(shown) + 20, 21)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color("page" if tone == "neutral" else f"{tone}_soft"))
    painter.drawRoundedRect(mark, 10, 10)
    painter.setPen(color("secondary" if tone == "neutral" else tone))
    painter.drawText(mark, Qt.AlignmentFlag.AlignCenter, shown)
