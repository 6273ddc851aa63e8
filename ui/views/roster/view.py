"""Roster of one therapist: the week painted by dragging or by keys, copied, and saved as a whole."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QPushButton, QScrollArea, QVBoxLayout, QWidget

from ibh_desktop.domain.clocks import home_date
from ibh_desktop.domain.errors import IbhError, Refused
from ibh_desktop.domain.ids import LocationId, TherapistId
from ibh_desktop.domain.roster_changes import DrawnWeek
from ibh_desktop.domain.roster_week import Minutes, Span, copied, hours_of, laid
from ibh_desktop.domain.topics import Topic
from ibh_desktop.queries import roster, roster_week
from ibh_desktop.queries.roster import RosterLine
from ibh_desktop.queries.roster_effects import Affected
from ibh_desktop.queries.roster_week import RosterWeek
from ibh_desktop.usecases import roster_week as writes
from ibh_desktop.usecases.roster_week import Redrawn
from ui.dialogs.effects import affected_words
from ui.dialogs.shift import ShiftPanel
from ui.kit.fields import Choice
from ui.kit.flow import FlowLayout
from ui.kit.text import label, short_date
from ui.kit.view import View
from ui.places import Roster
from ui.views.roster.canvas import RosterCanvas
from ui.views.roster.draft import Draft
from ui.views.roster.painter import Picture

HINT = (
    "Drag to paint; Shift and drag to rub out, which makes a break inside a shift. Drag a shift to move it, its edge to change"
    " it. With keys: arrows walk, Shift and arrows stretch, Enter paints, Delete rubs out, Ctrl+Z takes a stroke back."
)


@dataclass(frozen=True, slots=True)
class Shown:
    """The drawing, and the line of the list that the typed form stands on."""

    week: RosterWeek
    line: RosterLine | None


class RosterView(View[Shown]):
    """What is drawn stays a draft, week by week, until Save; a change made elsewhere is told."""

    title = "Roster"
    topics = frozenset({Topic.ROSTER, Topic.STAFF, Topic.PLACES})

    def body(self) -> QWidget:
        self._therapist, self._monday = TherapistId(0), self._this_monday()
        self._shown: Shown | None = None
        self._drafts: dict[tuple[TherapistId, date], Draft] = {}
        self._copy: tuple[Span, ...] | None = None
        self._told: DrawnWeek | None = None
        for words, days in (("Previous week", -7), ("This week", 0), ("Next week", 7)):
            button = QPushButton(words)
            button.clicked.connect(partial(self.turn, days))
            self.head.addWidget(button)
        self.add = self._button("Type it in  A", self._type_in, "A shift, one day otherwise, or time off")
        self.head.addWidget(self.add)
        content = QWidget()
        box = QVBoxLayout(content)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        box.addWidget(self._bar())
        self.notice = label("", "alert", wrap=True)
        self.notice.hide()
        box.addWidget(self.notice)
        self.canvas = RosterCanvas()
        self._listen()
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(self.canvas)
        box.addWidget(area, 1)
        self.hint = label(HINT, "secondary", wrap=True)
        box.addWidget(self.hint)
        self.setFocusProxy(self.canvas)
        return content

    def _bar(self) -> QWidget:
        self.bar = QWidget()
        row = FlowLayout(self.bar)
        self.brush = Choice[LocationId]([])
        self.brush.setMinimumContentsLength(14)
        self.brush.setAccessibleName("Location that is painted")
        self.brush.picked.connect(self._paint)
        self.every_weeks = Choice[int]([("every week", 1), *((f"every {n} weeks", n) for n in (2, 3, 4))])
        self.every_weeks.setAccessibleName("How often")
        self.once = Choice[bool]([("from this week on", False), ("this week only", True)])
        self.once.setMinimumContentsLength(14)
        self.once.setAccessibleName("Saved for")
        self.once.picked.connect(self._forget)
        self.copy = self._button("Copy week", self._take_copy, "Ctrl+C")
        self.paste = self._button("Paste week", self._paste, "Ctrl+V")
        self.discard = self._button("Discard", self._discard, "Throw away what was drawn and not saved")
        self.save = self._button("Save", self.submit, "Ctrl+Enter")
        self.save.setObjectName("primary")
        for part in (self.brush, self.every_weeks, self.once, self.copy, self.paste, self.discard, self.save):
            row.addWidget(part)
        return self.bar

    def _button(self, words: str, run: Callable[[], None], tip: str = "") -> QPushButton:
        button = QPushButton(words)
        button.setToolTip(tip)
        button.clicked.connect(run)
        return button

    def _listen(self) -> None:
        self.canvas.painted.connect(self._draw_paint)
        self.canvas.rubbed.connect(lambda first, last, bounds: self._stroke(lambda d: d.rub(range(first, last + 1), bounds)))
        self.canvas.moved.connect(lambda span, day, by: self._stroke(lambda d: d.move(span, day, by)))
        self.canvas.resized.connect(lambda span, bounds: self._stroke(lambda d: d.resize(span, bounds)))
        self.canvas.copied.connect(self._take_copy)
        self.canvas.pasted.connect(self._paste)
        self.canvas.undone.connect(lambda: self._stroke(Draft.back))
        for key, days in (
            (Qt.Key.Key_PageDown, 7),
            (Qt.Key.Key_PageUp, -7),
        ):  # as keys of the page, or the scroll area takes them
            QShortcut(QKeySequence(key), self, partial(self.turn, days), context=Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.submit()
        elif event.text().upper() == "A" and not control:
            self._type_in()
        else:
            super().keyPressEvent(event)

    def _this_monday(self) -> date:
        today = home_date(self.desk.now())
        return today - timedelta(days=today.weekday())

    def go(self, place: Roster) -> None:
        """Another therapist, and another week where the place names one."""
        wanted = place.therapist, place.monday or self._monday
        if wanted != (self._therapist, self._monday):
            self._therapist, self._monday = wanted
            self.stale()

    def turn(self, days: int, _checked: object = None) -> None:
        """Another week; 0 is this one."""
        self._monday = self._monday + timedelta(days=days) if days else self._this_monday()
        self.stale()

    def load(self) -> Shown:
        read = self.desk.app.read
        week = read(roster_week.week, self._therapist, monday=self._monday)
        lines = read(roster.week, monday=self._monday) if week.editable else []
        return Shown(week, next((line for line in lines if line.id == self._therapist), None))

    def present(self, data: Shown) -> None:
        self._shown, week = data, data.week
        key = (week.therapist, week.monday)
        draft = self._drafts.get(key)
        if draft is None or draft.before != week.spans:
            if draft is not None and draft.changed:
                self.desk.say("This week was changed meanwhile; what was drawn and not saved is gone.")
            self._drafts[key] = Draft(week.spans)
        self.heading.setText(week.name)
        chosen = self.brush.value() if self.brush.count() else None
        first = next((span.location for span in week.spans), self.desk.location)
        self.brush.offer([(place.name, place.id) for place in week.locations], chosen or first)
        for part in (self.bar, self.hint, self.add):
            part.setVisible(week.editable)
        self._forget()
        self._paint()

    @property
    def draft(self) -> Draft:
        """What is drawn of the week that shows."""
        assert self._shown is not None
        return self._drafts[self._shown.week.therapist, self._shown.week.monday]

    def _paint(self) -> None:
        if self._shown is None:
            return
        week, draft = self._shown.week, self.draft
        brush = self.brush.value() if self.brush.count() else None
        self.canvas.show_picture(Picture(week, draft.week, brush, draft.changed, draft.strokes))
        sunday = week.monday + timedelta(days=6)
        over = "" if week.editable else " · a manager or clinical lead changes this roster"
        words = f"{short_date(week.monday)} to {short_date(sunday)} · {hours_of(draft.week):g} hours{over}"
        self.say_under_title(words)
        for button, on in ((self.save, draft.changed), (self.discard, draft.changed), (self.paste, self._copy is not None)):
            button.setEnabled(bool(on))
        self.arrange()

    def _forget(self) -> None:
        self._told = None
        self.notice.hide()
        self.save.setText("Save")

    def _draw_paint(self, first: int, last: int, bounds: Minutes) -> None:
        place, every = self.brush.value(), self.every_weeks.value()
        self._stroke(lambda draft: draft.paint(range(first, last + 1), bounds, place, every))

    def _stroke(self, stroke: Callable[[Draft], None]) -> None:
        if self._shown is None or not self._shown.week.editable:
            return
        self._forget()
        try:
            stroke(self.draft)
        except Refused as reason:
            self._problem(reason.sentence)
        self._paint()

    def _problem(self, sentence: str) -> None:
        self.notice.setText(sentence)
        self.notice.show()

    def _take_copy(self) -> None:
        if self._shown is not None:
            self._copy = copied(self.draft.week)
            self.desk.say("Week copied. Go to another week or therapist and paste it.")
            self._paint()

    def _paste(self) -> None:
        copy = self._copy
        if copy is not None:
            self._stroke(lambda draft: draft.draw(laid(draft.before, copy)))

    def _discard(self) -> None:
        if self._shown is not None:
            self._drafts.pop((self._shown.week.therapist, self._shown.week.monday))
            self.present(self._shown)
            self.canvas.setFocus()

    def _type_in(self) -> None:
        if self._shown is not None and self._shown.line is not None:
            self.desk.panel(ShiftPanel(self.desk, self._shown.line, self._monday))

    def submit(self) -> None:
        """Save what was drawn; the first time it only tells which booked visits it would leave outside."""
        if self._shown is None or not self.draft.changed:
            return
        week, draft = self._shown.week, self.draft
        drawn = DrawnWeek(week.therapist, week.monday, draft.before, draft.week, self.once.value())
        app, told = self.desk.app, self._told == drawn

        def work() -> tuple[DrawnWeek, list[Affected]] | Redrawn:
            found = [] if told else app.read(roster_week.affected, drawn)
            return (drawn, found) if found else app.write(writes.redraw, drawn)

        self.save.setEnabled(False)
        self.desk.tasks.start(self, work, self._saved, self._refused)

    def _saved(self, result: tuple[DrawnWeek, list[Affected]] | Redrawn) -> None:
        self.save.setEnabled(True)
        if isinstance(result, Redrawn):
            self._forget()
            self.desk.say("Roster saved", undo=partial(self.desk.app.write, writes.put_back, result))
            return
        self._told, found = result
        self._problem(affected_words(found))
        self.save.setText("Save all the same")

    def _refused(self, reason: BaseException) -> None:
        self.save.setEnabled(True)
        if isinstance(reason, IbhError):
            self._problem(reason.sentence)
        else:
            self.desk.fail(reason)
