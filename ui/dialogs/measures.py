"""The measures of a course: due and suggested ones first, what was entered, corrections, blank forms on paper."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QPushButton

from ibh_desktop.domain.errors import IbhError
from ibh_desktop.domain.ids import CourseId
from ibh_desktop.domain.outcomes import BY_CODE
from ibh_desktop.queries import measures
from ibh_desktop.queries.measures import MeasureDesk, MeasureLine, PastScore
from ui.dialogs.measure import MeasurePanel
from ui.kit.desk import Desk
from ui.kit.form import Panel
from ui.kit.paper import print_pdf
from ui.kit.text import label, short_date, tip


class MeasuresPanel(Panel):
    """Enter opens the form that is chosen, or corrects the score that is."""

    def __init__(self, desk: Desk, course: CourseId) -> None:
        super().__init__(desk, "Measures")
        self._data: MeasureDesk | None = None
        self.choices = self._list("Forms, those that are due first", 300)
        self.choices.itemActivated.connect(lambda _: self._enter())
        self.choices.currentItemChanged.connect(lambda *_: self._offer())
        self.about = label("", "secondary", wrap=True)
        self.box.addWidget(self.about)
        self.box.addSpacing(8)
        self.past_title = label("Entered so far", "label")
        self.box.addWidget(self.past_title)
        self.past = self._list("Entered so far", 190)
        self.past.itemActivated.connect(lambda _: self._correct())
        self.past.currentItemChanged.connect(lambda *_: self._offer())
        self.correct = QPushButton("Correct…")
        self.correct.clicked.connect(self._correct)
        self.box.addWidget(self.correct, alignment=Qt.AlignmentFlag.AlignLeft)
        self.box.addStretch()
        self.print_button = QPushButton("Print blank form…")
        self.print_button.clicked.connect(self._print)
        self.enter = QPushButton("Enter form")
        self.enter.setObjectName("primary")
        self.enter.setToolTip("Enter")
        self.enter.clicked.connect(self._enter)
        self.foot.addWidget(self.print_button)
        self.foot.addStretch()
        self.foot.addWidget(self.enter)
        self._offer()
        desk.tasks.start(self, lambda: desk.app.read(measures.desk, course), self._show, desk.fail)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.choices.setFocus(Qt.FocusReason.TabFocusReason)

    def _list(self, name: str, height: int) -> QListWidget:
        made = QListWidget()
        made.setAccessibleName(name)
        made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        made.setFixedHeight(height)
        made.setSpacing(2)
        self.box.addWidget(made)
        return made

    def _show(self, data: MeasureDesk) -> None:
        self._data = data
        for line in data.lines:
            _add(self.choices, line_words(line), line, tip(BY_CODE[line.code].title, *BY_CODE[line.code].source.split("; ")))
        for score in data.past:
            _add(self.past, past_words(score), score, tip(*BY_CODE[score.measure].source.split("; ")))
        for widget in (self.past_title, self.past, self.correct):
            widget.setVisible(bool(data.past))
        self.choices.setCurrentRow(0)
        self._offer()

    def _offer(self) -> None:
        line, score, data = self._line(), self._score(), self._data
        open_to_forms = data is not None and data.takes_forms
        self.enter.setEnabled(open_to_forms and line is not None)
        self.correct.setEnabled(open_to_forms and score is not None and not score.replaced)
        self.print_button.setEnabled(line is not None and bool(BY_CODE[line.code].items))
        self.about.setText(about(line) if line else "")

    def _line(self) -> MeasureLine | None:
        item = self.choices.currentItem()
        return item.data(Qt.ItemDataRole.UserRole) if item else None

    def _score(self) -> PastScore | None:
        item = self.past.currentItem()
        return item.data(Qt.ItemDataRole.UserRole) if item else None

    def _enter(self) -> None:
        if (line := self._line()) is not None and self._data is not None and self.enter.isEnabled():
            self.desk.panel(MeasurePanel(self.desk, self._data, line.code))

    def _correct(self) -> None:
        if (score := self._score()) is not None and self._data is not None and self.correct.isEnabled():
            self.desk.panel(MeasurePanel(self.desk, self._data, score.measure, replaces=score))

    def _print(self) -> None:
        if (line := self._line()) is None:
            return
        self.desk.tasks.start(self, partial(_sheet, self.desk, line.code), self._to_printer, self.desk.fail)

    def _to_printer(self, pdf: bytes) -> None:
        try:
            copies = print_pdf(pdf, self, name="Form")
        except IbhError as reason:
            self.desk.fail(reason)
            return
        if copies:
            self.desk.say("Printed")


def _sheet(desk: Desk, code: str) -> bytes:
    # What sets paper takes its time to load; most who look at the list print nothing.
    from ibh_desktop.letters import blank_form  # noqa: PLC0415
    from ibh_desktop.queries import measure_paper  # noqa: PLC0415

    return blank_form.pdf(desk.app.read(measure_paper.blank, code))


def _add(rows: QListWidget, words: str, data: object, hover: str) -> None:
    item = QListWidgetItem(words)
    item.setData(Qt.ItemDataRole.UserRole, data)
    item.setToolTip(hover)
    rows.addItem(item)


def line_words(line: MeasureLine) -> str:
    """`PHQ-9 · due`, below it the latest score, below that what changed."""
    marks = ("due" if line.due else "", "suggested" if line.suggested else "")
    first = " · ".join((line.code, *(mark for mark in marks if mark)))
    latest = line.latest
    if latest is None:
        return first
    told = line.change
    since = f"\nfrom {told.baseline}: {', '.join(told.labels) or f'{told.difference:+d}'}" if told else ""
    return f"{first}\n{latest.total} {latest.words}, {short_date(latest.taken_on)}{since}"


def past_words(score: PastScore) -> str:
    """One earlier form in two lines."""
    total = "no score" if score.total is None else f"{score.total} {score.words}"
    marks = (
        "follow-up" if score.follow_up else "",
        "estimated" if score.prorated else "",
        "total only" if score.answers is None else "",
        "adult form, minor" if score.adult_form else "",
        "replaced" if score.replaced else "",
    )
    return f"{score.measure} · {total}\n" + " · ".join((short_date(score.taken_on), *(mark for mark in marks if mark)))


def about(line: MeasureLine) -> str:
    """What the form is, whether it can be printed, and what its latest score gives notice of."""
    measure = BY_CODE[line.code]
    paper = "" if measure.items else "Only scores are entered: its wording is not ours to print."
    told = line.latest.notices if line.latest else ()
    return " ".join(part for part in (f"{measure.title}.", measure.remark, paper, *told) if part)
