"""The section of a course that says where it stands: what is due, the contract, and every step it took."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from ibh_desktop.domain.courses import CourseStatus, remaining
from ibh_desktop.domain.ids import GroupId
from ibh_desktop.domain.lifecycle import FINAL
from ibh_desktop.domain.phases import Phase
from ibh_desktop.domain.tasks import TaskLine, open_gates
from ibh_desktop.domain.topics import Topic
from ibh_desktop.queries import course_contract, groups, pickers
from ibh_desktop.queries.course_contract import ContractPage
from ibh_desktop.queries.pickers import TherapistChoice
from ibh_desktop.usecases import contract, course_steps, intake
from ibh_desktop.usecases.course_steps import Stepped
from ibh_desktop.usecases.intake import Ticked
from ui.dialogs import contract as forms
from ui.dialogs import course_steps as steps
from ui.dialogs.book import BookPanel
from ui.dialogs.group import GroupPanel
from ui.dialogs.variant import VariantPanel
from ui.kit.fields import Tick
from ui.kit.flow import FlowLayout
from ui.kit.text import label, short_date, us_date
from ui.views.course.part import CoursePart

_RHYTHM = {7: "weekly", 14: "every other week", 28: "every fourth week"}


@dataclass(frozen=True, slots=True)
class Shown:
    """The contract, and who could take the course over."""

    page: ContractPage
    others: tuple[TherapistChoice, ...]


class ContractPart(CoursePart[Shown | None]):
    """Left what is due in this phase, right what was agreed and what happened; buttons for the next steps."""

    id = "contract"
    title = "Contract"
    topics = frozenset({Topic.COURSES, Topic.APPOINTMENTS, Topic.LETTERS, Topic.CLINIC})

    def body(self) -> QWidget:
        content = QWidget()
        box = QVBoxLayout(content)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(12)
        self.notice = label("", "notice", wrap=True)
        box.addWidget(self.notice)
        bar = QWidget()
        self.bar = FlowLayout(bar)
        box.addWidget(bar)
        across = QHBoxLayout()
        across.setSpacing(12)
        self.tasks, self.told = _card(across, 5), _card(across, 6)
        box.addLayout(across, 1)
        self.boxes: dict[str, Tick] = {}
        self.intake: Tick | None = None
        return content

    def load(self) -> Shown | None:
        if self.page is None:
            return None
        known = self.desk.app.read(course_contract.page, self.page.id)
        others = self.desk.app.read(pickers.therapists) if known.writable else []
        return Shown(known, tuple(one for one in others if self.page is None or one.id != self.page.therapist))

    def present(self, data: Shown | None) -> None:
        if data is None:
            return
        page = data.page
        words = [f"This course is {warning.value}." for warning in page.warnings]
        words += [prompt.value for prompt in page.prompts]
        if page.asks is not None:
            words.append(f"Is it time for the {page.asks.value} phase? You decide; the count never moves it.")
        self.notice.setText("\n".join(words))
        self.notice.setVisible(bool(words))
        self._show_buttons(data)
        self._show_tasks(page)
        self._show_told(page)

    def _show_buttons(self, data: Shown) -> None:
        _clear(self.bar)
        for words, run in self._steps(data) if data.page.writable else ():
            button = QPushButton(words)
            button.clicked.connect(run)
            self.bar.addWidget(button)

    def _steps(self, data: Shown) -> list[tuple[str, Callable[[], None]]]:
        page, desk = data.page, self.desk
        key, today, version = page.id, page.today, page.version
        if page.status in FINAL:
            again = [("Open again…", lambda: desk.panel(steps.reopen_panel(desk, key, version)))] if page.lead else []
            kept = page.status is CourseStatus.COMPLETED and not page.maintenance
            return [*again, *([("Maintenance course…", self._maintain)] if kept else [])]
        variant = [] if page.maintenance or page.group else [("Variant…", lambda: desk.panel(VariantPanel(desk, page)))]
        handover = [("Another therapist…", lambda: desk.panel(forms.handover_panel(desk, page, data.others)))]
        handover = handover if page.group is None else []
        group = [] if page.group is None else [("Group…", partial(self._show_group, page.group))]
        if page.status is CourseStatus.DRAFT:
            return [
                ("Start…", lambda: desk.panel(steps.start_panel(desk, key, today))),
                ("Contract…", lambda: desk.panel(forms.terms_panel(desk, page))),
                *variant,
                *group,
                ("Cancel the course…", lambda: desk.panel(steps.cancel_panel(desk, key, version))),
            ]
        hold = ("Hold…", lambda: desk.panel(steps.hold_panel(desk, key, today, version)))
        resume = ("Resume", lambda: self._resume(page))
        return [
            *self._phases(page),
            *group,
            ("Contract…", lambda: desk.panel(forms.terms_panel(desk, page))),
            ("Length…", lambda: desk.panel(forms.length_panel(desk, page))),
            *variant,
            ("Rhythm…", lambda: desk.panel(forms.rhythm_panel(desk, page))),
            *handover,
            ("Tried to reach…", lambda: desk.panel(forms.outreach_panel(desk, page))),
            resume if page.status is CourseStatus.ON_HOLD else hold,
            ("Complete…", lambda: desk.panel(steps.complete_panel(desk, page, self._open(page, Phase.ENDING)))),
            ("End early…", lambda: desk.panel(steps.end_panel(desk, key, version))),
            ("Transfer…", lambda: desk.panel(steps.transfer_panel(desk, key, version))),
        ]

    def _phases(self, page: ContractPage) -> list[tuple[str, Callable[[], None]]]:
        if page.maintenance or page.status is not CourseStatus.ACTIVE:
            return []
        back = {Phase.MIDDLE: Phase.INITIAL, Phase.ENDING: Phase.MIDDLE}.get(page.phase)
        return [] if back is None else [(f"Back to {back.value}…", partial(self._to, page, back))]

    def _to(self, page: ContractPage, phase: Phase) -> None:
        self.desk.panel(steps.back_panel(self.desk, page, phase))

    @staticmethod
    def _open(page: ContractPage, phase: Phase) -> list[str]:
        return [] if page.maintenance else open_gates(page.tasks, phase)

    def _show_group(self, group: GroupId) -> None:
        read = partial(self.desk.app.read, groups.page, group)
        self.desk.do(read, lambda shown: self.desk.panel(GroupPanel(self.desk, shown)), owner=self)

    def _resume(self, page: ContractPage) -> None:
        write = partial(self.desk.app.write, course_steps.resume, page.id, version=page.version)
        self.desk.do(write, self._resumed, owner=self)

    def _resumed(self, stepped: Stepped) -> None:
        self.desk.say("The course goes on", undo=partial(self.desk.app.write, course_steps.take_back, stepped))

    def _maintain(self) -> None:
        if self.page is not None:
            self.desk.panel(BookPanel(self.desk, patient=self.page.patient, follows=self.page.id))

    def _show_tasks(self, page: ContractPage) -> None:
        _clear(self.tasks)
        self.boxes = {}
        self.tasks.addWidget(label(f"Due in the {page.phase.value} phase", "section"))
        if not page.tasks:
            self.tasks.addWidget(label("Nothing but the work itself.", "secondary"))
        for line in page.tasks:
            self.tasks.addLayout(self._box(page, line))
        self.tasks.addStretch()

    def _box(self, page: ContractPage, line: TaskLine) -> QHBoxLayout:
        late = f" · left from the {line.task.phase.value} phase" if line.task.phase is not page.phase else ""
        gate = "" if line.task.gate else " (advised)"
        words = f"{line.task.label}{gate}{late}"
        box = Tick("", on=line.done)
        box.setAccessibleName(words)
        box.setToolTip("The chart holds it already" if line.by_itself else f"Task {line.task.code}")
        box.setEnabled(page.writable and not line.by_itself and page.status not in FINAL)
        box.toggled.connect(partial(self._tick, page, line.task.code))
        self.boxes[line.task.code] = box
        row = QHBoxLayout()
        row.addWidget(box, alignment=Qt.AlignmentFlag.AlignTop)
        row.addWidget(label(words, wrap=True), 1)  # beside the box, because only a label goes on in the next line
        return row

    def _tick(self, page: ContractPage, code: str, on: bool) -> None:  # noqa: FBT001 - Qt's signal
        self.desk.do(partial(self.desk.app.write, contract.tick, page.id, code=code, done=on), owner=self)

    def _show_told(self, page: ContractPage) -> None:
        at_intake = self.intake is not None and self.intake.hasFocus()
        _clear(self.told)
        terms = page.terms
        self.told.addWidget(label("Agreed", "section"))
        rhythm = _RHYTHM.get(page.cadence_days, f"every {page.cadence_days} days")
        agreed = f"agreed on {us_date(terms.agreed_on)} by {terms.agreed_by}" if terms.agreed_on else "not agreed yet"
        consent = f"{us_date(terms.consent_on)} by {terms.consent_by}" if terms.consent_on else "not on file"
        for words in (
            f"{page.planned} sessions, {rhythm}; {agreed}",
            f"Used up by late cancellation: {page.spent}; left: {remaining(page.planned, page.delivered + page.spent)}"
            if page.spent
            else "",
            f"Consent to treatment: {consent}",
            f"Aims: {terms.aims}" if terms.aims else "",
            f"When a session is missed: {terms.missed_rule}" if terms.missed_rule else "",
            f"Prescriber: {terms.prescriber}" if terms.prescriber else "",
        ):
            if words:
                self.told.addWidget(label(words, wrap=True))
        self._show_intake(page)
        if at_intake and self.intake is not None:
            self.intake.setFocus()
        self.told.addSpacing(8)
        self.told.addWidget(label("What happened", "section"))
        if not page.history:
            self.told.addWidget(label("Nothing since it was booked.", "secondary"))
        for step in page.history:
            who = f" · {step.who}" if step.who else ""
            self.told.addWidget(label(f"{short_date(step.at.date())} {step.at.year} · {step.words}{who}", "strong", wrap=True))
            if step.reason:
                self.told.addWidget(label(step.reason, "secondary", wrap=True))
        self.told.addStretch()

    def _show_intake(self, page: ContractPage) -> None:
        self.intake = None
        if page.intake is None or page.maintenance or page.group is not None:
            return
        self.intake = Tick(f"The intake of {us_date(page.intake.on)} counts as session 1", on=page.intake.counts)
        self.intake.setToolTip("Otherwise it is session 0 and takes none of the contract's sessions.")
        self.intake.setEnabled(page.writable and page.status not in FINAL)
        self.intake.toggled.connect(partial(self._count_intake, page))
        self.told.addWidget(self.intake)

    def _count_intake(self, page: ContractPage, on: bool) -> None:  # noqa: FBT001 - Qt's signal
        write = partial(self.desk.app.write, intake.count, page.id, counts=on, version=page.version)
        self.desk.tasks.start(self, write, self._counted, self._not_counted)

    def _counted(self, ticked: Ticked) -> None:
        words = "The intake is session 1" if ticked.counts else "The intake is session 0"
        self.desk.say(words, undo=partial(self.desk.app.write, intake.take_back, ticked))

    def _not_counted(self, reason: BaseException) -> None:
        self.desk.fail(reason)
        self.reload()


def _card(across: QHBoxLayout, stretch: int) -> QVBoxLayout:
    card, inside = QFrame(), QWidget()
    card.setObjectName("card")
    outer = QVBoxLayout(card)
    outer.setContentsMargins(16, 12, 4, 12)
    box = QVBoxLayout(inside)
    box.setContentsMargins(0, 0, 12, 0)
    box.setSpacing(6)
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setWidget(inside)
    outer.addWidget(area)
    across.addWidget(card, stretch)
    return box


def _clear(layout: QLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        if (inner := item.layout()) is not None:
            _clear(inner)
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
