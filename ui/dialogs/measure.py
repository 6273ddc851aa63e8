"""Enter a form with the number keys alone, nine keystrokes for a PHQ-9; or the total of one whose wording we do not carry."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ibh_desktop.domain.errors import IbhError, Refused
from ibh_desktop.domain.outcomes import BY_CODE
from ibh_desktop.domain.outcomes.change import change
from ibh_desktop.domain.outcomes.measure import Ask, Given, Measure, Mode, Safety, Score
from ibh_desktop.domain.outcomes.scoring import score, score_total, standing
from ibh_desktop.queries.measures import MeasureDesk, PastScore
from ibh_desktop.usecases import measures
from ibh_desktop.usecases.measures import Recorded
from ui.dialogs.measure_items import Items
from ui.dialogs.safety import FrontDeskNotice, UnsavedNotice
from ui.dialogs.safety_forms import About
from ui.dialogs.safety_notice import SafetyDialog
from ui.kit.desk import Desk
from ui.kit.fields import Choice, DateField, Tick, WholeNumber
from ui.kit.form import FormPanel
from ui.kit.inputs import TextField
from ui.kit.text import label, short_date, tip, us_date

MODES = [(mode.value.capitalize(), mode) for mode in (Mode.PAPER, Mode.SCREEN, Mode.READ_ALOUD)]
YES_NO = [("Not asked", None), ("Yes", True), ("No", False)]


class MeasurePanel(FormPanel):
    """Shows the score as it grows, with its band, rule and source; with `replaces` it corrects an earlier form."""

    def __init__(self, desk: Desk, data: MeasureDesk, code: str, *, replaces: PastScore | None = None) -> None:
        measure = BY_CODE[code]
        super().__init__(desk, f"{'Correct ' if replaces else ''}{code} · {data.patient_name}", save="Save")
        self._measure, self._data, self._old = measure, data, replaces
        self._line = data.line(code)
        self._warned = self._ready = False
        given = replaces.given if replaces else data.known
        self._introduce()
        self.total_only, self.safety = self._total_fields(given)
        self.legend = label("", "secondary", wrap=True)
        self.box.addWidget(self.legend)
        self.items = Items(measure, replaces.answers if replaces else None)
        self.field("answers", "" if measure.items else "Or the answers, as numbers", self.items)
        self.items.changed = self._show_score
        self._extras = self._extra_fields(given)
        self.taken_on = DateField(data.today, replaces.taken_on if replaces else data.today)
        self.mode = Choice[Mode](MODES, Mode(replaces.mode) if replaces else Mode.PAPER)
        self.field("taken_on", "Filled in on", self.taken_on)
        self.field("mode", "How", self.mode)
        self.pair("taken_on", "mode")
        self._add_result()
        self.done_adding()
        self._ready = True
        self._show_score()

    def _introduce(self) -> None:
        measure, old = self._measure, self._old
        if old is not None:
            was = f"{old.total} · {old.words}" if old.total is not None else "a form without a score"
            said = f"Takes the place of {was}, {short_date(old.taken_on)}. The old one stays in the list."
            self.box.addWidget(label(said, "notice", wrap=True))
        if (ended_on := self._data.ended_on) is not None:
            told = "A form from after that day stands as its follow-up; nothing is reopened."
            self.box.addWidget(label(f"The course ended {us_date(ended_on)}. {told}", "notice", wrap=True))
        if self._data.minor and measure.code.startswith("PHQ"):
            self.box.addWidget(label(f"The patient is under 18: this is the adult {measure.code}.", "notice", wrap=True))
        self.box.addWidget(label(measure.lead or measure.title, "secondary", wrap=True))
        if measure.remark:
            self.box.addWidget(label(measure.remark, "secondary", wrap=True))

    def _total_fields(self, given: Given) -> tuple[WholeNumber | None, Choice[int | None] | None]:
        measure, old = self._measure, self._old
        if measure.items:
            return None, None
        low, high = measure.raw_range()
        alone = old is not None and old.answers is None and old.total is not None
        total = WholeNumber(old.total // measure.times if alone and old and old.total is not None else None)
        self.field("total", f"Total as it stands on the paper, {low} to {high}", total)
        total.textChanged.connect(self._show_score)
        if measure.safety_item is None:
            return total, None
        answers = [(str(value), value) for value in measure.values_of(measure.safety_item)]
        safety = Choice[int | None]([("Not answered", None), *answers], given.safety)
        self.field("safety", f"With a total alone: item {measure.safety_item}", safety)
        safety.picked.connect(self._show_score)
        return total, safety

    def _extra_fields(self, given: Given) -> dict[Ask, QWidget]:
        measure, made = self._measure, dict[Ask, QWidget]()
        for ask in measure.asks:
            caption, widget = _extra(measure, ask, given)
            self.field(ask.value, caption, widget)
            made[ask] = widget
            if isinstance(widget, Choice):
                widget.picked.connect(self._show_score)
            elif isinstance(widget, Tick):
                widget.toggled.connect(self._retire)
            elif isinstance(widget, WholeNumber):
                widget.textChanged.connect(self._show_score)
        if given.retired:
            self._retire(out=True)
        return made

    def _add_result(self) -> None:
        self.total = label("", "section", wrap=True)
        source = self._measure.source.split("; ")
        self.total.setToolTip(tip(*source))
        self.since = label("", wrap=True)
        self.since.setToolTip(tip("Since the earliest complete score by session 2, else the first (DOMAIN.md 2.1)", *source))
        self.notices = label("", "notice", wrap=True)
        last = "A score band is no diagnosis." if self._data.clinical else "The clinician sees the score."
        below = QVBoxLayout()
        below.setSpacing(4)
        for made in (self.total, self.since, self.notices, label(last, "secondary")):
            below.addWidget(made)
        # Above Save and outside of what scrolls: the score is in sight while the items run by.
        outer = self.layout()
        assert isinstance(outer, QVBoxLayout)
        outer.insertLayout(outer.count() - 1, below)
        self.box.addWidget(label(self._measure.licence, "secondary", wrap=True))

    def _retire(self, out: bool) -> None:  # noqa: FBT001 - what QCheckBox.toggled emits
        assert self._measure.retired_item is not None
        self.items.leave_out(self._measure.retired_item, out=out)

    def _given(self) -> Given:
        """What the fields besides the items say; raise `Refused` for what cannot be read."""
        found = {ask.value: self.read(ask.value) for ask in self._measure.asks}
        safety = self.safety.value() if self.safety is not None else None
        return replace(Given(**found), safety=safety, cut=self._data.known.cut if self._measure.clusters else None)  # type: ignore[arg-type]

    def _scored(self) -> Score:
        total = self.read("total") if self.total_only is not None else None
        if isinstance(total, int) and not self.items.touched:
            return score_total(self._measure, total, self._given())
        return score(self._measure, self.items.value(), self._given())

    def _show_score(self, *_: object) -> None:
        if not self._ready:
            return
        self.legend.setText(self._legend())
        for made, words in zip((self.total, self.since, self.notices), self._result(), strict=True):
            made.setText(words)
            made.setVisible(bool(words))
        # What shows below may have grown a line and left less room for the items.
        QTimer.singleShot(0, self, self.items.reveal)

    def _result(self) -> tuple[str, str, str]:
        """Score, change and notices in words; a receptionist is told nothing of it."""
        if not self._data.clinical:
            return "", "", ""
        try:
            found = self._scored()
        except Refused as reason:
            return reason.sentence, "", ""
        notices = list(found.notices)
        if found.safety is Safety.UNKNOWN and found.total is not None:
            notices.append(f"Item {self._measure.safety_item} is not answered: ask.")
        return self._words(found), self._since(found.total), "\n".join(notices)

    def _legend(self) -> str:
        measure, item = self._measure, self.items.current
        choices = zip(measure.values_of(item), measure.choices_of(item), strict=False)
        said = " · ".join(f"{value} {choice}" for value, choice in choices)
        low, high = min(measure.values_of(item)), max(measure.values_of(item))
        return (
            f"{said or f'Item {item}: {low} to {high}'}. A number key answers and moves on, the minus key leaves an item out."
        )

    def _words(self, found: Score) -> str:
        if found.total is None:
            left = self.items.value().count(None)
            return f"{left} answers missing: no score yet" if self.items.touched or self._measure.items else "No score yet"
        told = standing(self._measure, found.total, self._given())
        missing = f"estimated, {self.items.value().count(None)} missing" if found.prorated else ""
        words = [f"{found.total} of {found.highest} · {told}" if told else f"{found.total} of {found.highest}", missing]
        if self._measure.clusters and found.total is not None and self.items.touched:
            words.append({True: "pattern met", False: "pattern not met", None: "pattern open"}[found.pattern])
        return ", ".join(word for word in words if word)

    def _since(self, total: int | None) -> str:
        first = self._line.baseline
        if total is None or first is None or first.total is None or (self._old is not None and first.id == self._old.id):
            return ""
        told = change(self._measure, first.total, total)
        since = f"{first.total} → {total} since {short_date(first.taken_on)}"
        return ": ".join(part for part in (since, ", ".join(told.labels)) if part)

    def save(self) -> Callable[[], object]:
        taken_on, given = self.read("taken_on"), self._given()
        total = self.read("total") if self.total_only is not None else None
        answers = self.items.value() if self._measure.items or self.items.touched or total is None else None
        if answers is not None and self.total_only is not None and not self.items.touched:
            raise Refused("Give the total, or the answers.", field="total")
        return partial(
            self.desk.app.write,
            measures.record,
            self._data.course,
            measure=self._measure.code,
            taken_on=taken_on,  # type: ignore[arg-type]
            answers=answers,
            total=total,  # type: ignore[arg-type]
            given=given,
            mode=self.mode.value(),
            replaces=self._old.id if self._old else None,
        )

    def show_problem(self, reason: IbhError) -> None:
        """Say what is wrong; an answered safety item does not wait for it to be mended (DOMAIN.md 3.1)."""
        super().show_problem(reason)
        if self._warned or not self._alarming():
            return
        self._warned = True
        if self._data.clinical:
            UnsavedNotice(self.desk, self._answered(Safety.POSITIVE)).show()
        else:
            FrontDeskNotice(self.desk, self._data).show()

    def _alarming(self) -> bool:
        item = self._measure.safety_item
        if item is None:
            return False
        return bool(self.items.value()[item - self._measure.first] or (self.safety is not None and self.safety.value()))

    def _answered(self, safety: Safety) -> str:
        """The answer to the safety item, in the form's own words."""
        item = self._measure.safety_item
        if safety is Safety.UNKNOWN or item is None:
            return f"Item {item} was left out: ask."
        answers = self.items.value()
        answer = answers[item - self._measure.first] if answers else None
        said = f"“{self._measure.choices[answer]}”" if answer and self._measure.choices else "above 0"
        return f"Item {item} was answered {said}."

    def saved(self, result: object) -> None:
        super().saved(result)
        if not isinstance(result, Recorded):
            return
        found = result.result
        if found is None:
            self.desk.say(f"{self._measure.code} saved")
        else:
            self.desk.say(f"{self._measure.code} saved: {'no score' if found.total is None else found.total}")
        if result.event is not None and found is not None:
            SafetyDialog(self.desk, self._answered(found.safety), About(result.event, self._data.zone)).show()
        elif result.event is not None:
            FrontDeskNotice(self.desk, self._data).show()


def _extra(measure: Measure, ask: Ask, given: Given) -> tuple[str, QWidget]:
    """The caption and field of what a measure asks besides its items."""
    if ask is Ask.SEX:
        return "Sex, which decides the cut", Choice[str]([("Not known", ""), ("Female", "F"), ("Male", "M")], given.sex)
    if ask is Ask.RETIRED:
        return "Work", Tick("Retired or not working: item 1 is skipped", on=given.retired)
    if ask is Ask.LOSS:
        return "Months since the loss", WholeNumber(given.months_since_loss)
    if ask is Ask.IMPAIRED:
        return "Item 13: impaired", Choice[bool | None](YES_NO, given.impaired)
    if ask is Ask.EVENT:
        return "The stressful experience it is about", TextField(given.event)
    choices = [("Not answered", None), *((words, n) for n, words in enumerate(measure.function_choices))]
    return "How difficult all this makes things", Choice[int | None](choices, given.function)
