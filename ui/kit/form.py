"""A form in the side panel: Esc closes it, Ctrl+Enter saves, a refusal stands at the field it is about."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from ibh_desktop.domain.errors import IbhError, Refused
from ui.kit.desk import Desk
from ui.kit.text import label

WIDTH = 380


class Panel(QWidget):
    """Something at the right of a page, with a title and a way to close it."""

    closed = Signal()

    def __init__(self, desk: Desk, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(WIDTH)
        self.setAccessibleName(title)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 16, 16, 16)
        outer.setSpacing(12)
        top = QHBoxLayout()
        self.headline = label(title, "section", wrap=True)
        top.addWidget(self.headline, 1)
        close = QPushButton("Close")
        close.setObjectName("flat")
        close.setToolTip("Esc")
        close.clicked.connect(self.close_panel)
        top.addWidget(close, alignment=Qt.AlignmentFlag.AlignTop)
        outer.addLayout(top)
        inside = QWidget()
        self.box = QVBoxLayout(inside)
        self.box.setContentsMargins(0, 0, 8, 0)
        self.box.setSpacing(4)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inside)
        outer.addWidget(scroll, 1)
        self.foot = QHBoxLayout()
        self.foot.setSpacing(8)
        outer.addLayout(self.foot)
        QShortcut(
            QKeySequence(Qt.Key.Key_Escape), self, self.close_panel, context=Qt.ShortcutContext.WidgetWithChildrenShortcut
        )

    def close_panel(self) -> None:
        """Go away."""
        self.closed.emit()

    def focus_first(self) -> None:
        """Put the cursor where one begins; a panel without fields leaves it where it is."""


class FormPanel(Panel):
    """Fields by name; `save` returns the write to run."""

    def __init__(self, desk: Desk, title: str, *, save: str = "Save", parent: QWidget | None = None) -> None:
        super().__init__(desk, title, parent)
        self._fields: dict[str, tuple[QWidget, QLabel]] = {}
        self._captions: dict[str, QLabel] = {}
        self.problem = label("", "problem", wrap=True)
        self.problem.hide()
        self.save_button = QPushButton(save)
        self.save_button.setObjectName("primary")
        self.save_button.setToolTip("Ctrl+Enter")
        self.save_button.clicked.connect(self.submit)
        self.foot.addWidget(self.problem, 1)
        self.foot.addStretch()
        self.foot.addWidget(self.save_button, alignment=Qt.AlignmentFlag.AlignBottom)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self.submit, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def field(self, name: str, title: str, widget: QWidget) -> None:
        """Add a field; `name` is what a `Refused(field=…)` points at."""
        widget.setAccessibleName(title)
        wrong = label("", "problem", wrap=True)
        wrong.hide()
        if title:
            caption = label(title, "label")
            caption.setBuddy(widget)
            self.box.addWidget(caption)
            self._captions[name] = caption
        self.box.addWidget(widget)
        self.box.addWidget(wrong)
        self.box.addSpacing(4)
        self._fields[name] = (widget, wrong)

    def show_field(self, name: str, *, shown: bool) -> None:
        """Show or hide a field with its caption."""
        widget, wrong = self._fields[name]
        widget.setVisible(shown)
        if name in self._captions:
            self._captions[name].setVisible(shown)
        if not shown:
            wrong.hide()

    def pair(self, left: str, right: str) -> None:
        """Put two fields that were just added beside each other."""
        row = QHBoxLayout()
        row.setSpacing(8)
        taken = [self.box.takeAt(self.box.count() - 1) for _ in range(8)][::-1]
        for start in (0, 4):
            column = QVBoxLayout()
            column.setSpacing(4)
            for item in taken[start : start + 3]:
                if item is not None and (widget := item.widget()) is not None:
                    column.addWidget(widget)
            row.addLayout(column, 1)
            row.setAlignment(column, Qt.AlignmentFlag.AlignTop)
        assert {left, right} <= set(self._fields)
        self.box.addLayout(row)
        self.box.addSpacing(4)

    def done_adding(self) -> None:
        """Push the fields to the top and start in the first one."""
        self.box.addStretch()

    def focus_first(self) -> None:
        """Put the cursor into the first field."""
        first = next((widget for widget, _ in self._fields.values() if widget.isEnabled() and not widget.isHidden()), None)
        if first is not None:
            first.setFocus(Qt.FocusReason.TabFocusReason)

    def save(self) -> Callable[[], object]:
        """Read the fields and return the write; raise `Refused` for what cannot be read."""
        raise NotImplementedError

    def saved(self, result: object) -> None:  # noqa: ARG002 - subclasses look at it
        """The write was committed."""
        self.close_panel()

    def submit(self) -> None:
        """Save, or show what is wrong where it is wrong; a second Ctrl+Enter waits for the first."""
        if not self.save_button.isEnabled():
            return
        self.clear_problems()
        try:
            work = self.save()
        except Refused as reason:
            self.show_problem(reason)
            return
        self.save_button.setEnabled(False)
        self.run(work)

    def run(self, work: Callable[[], object]) -> None:
        """Carry out the write in the background."""
        self.desk.tasks.start(self, work, self._done, self._failed)

    def _done(self, result: object) -> None:
        self.save_button.setEnabled(True)
        self.saved(result)

    def _failed(self, reason: BaseException) -> None:
        self.save_button.setEnabled(True)
        if isinstance(reason, IbhError):
            self.show_problem(reason)
        else:
            self.desk.fail(reason)

    def read(self, name: str) -> object:
        """A field's value; a refusal is pointed at this field."""
        widget = self._fields[name][0]
        try:
            return widget.value()  # type: ignore[attr-defined]
        except Refused as reason:
            raise Refused(reason.sentence, field=name) from None

    def clear_problems(self) -> None:
        """Take every complaint away."""
        self.problem.hide()
        for widget, wrong in self._fields.values():
            wrong.hide()
            _mark(widget, wrong=False)

    def show_problem(self, reason: IbhError) -> None:
        """Say it at its field, or beside Save when it is about no field here."""
        found = self._fields.get(reason.field or "")
        if found is None:
            self.problem.setText(reason.sentence)
            self.problem.show()
            return
        widget, wrong = found
        self.show_field(str(reason.field), shown=True)
        wrong.setText(reason.sentence)
        wrong.show()
        _mark(widget, wrong=True)
        widget.setFocus(Qt.FocusReason.OtherFocusReason)


def _mark(widget: QWidget, *, wrong: bool) -> None:
    if widget.property("wrong") != wrong:
        widget.setProperty("wrong", wrong)
        widget.style().unpolish(widget)
        widget.style().polish(widget)
