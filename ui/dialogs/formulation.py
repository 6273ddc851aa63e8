"""A new version of the formulation: the text, the area it chooses, when it was agreed with the patient."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from ibh_desktop.domain.courses import Area
from ibh_desktop.domain.errors import Conflict, IbhError
from ibh_desktop.domain.problems import LONGEST_FORMULATION, WHEN, to_consider
from ibh_desktop.queries import problems as read
from ibh_desktop.queries.problems import Focus
from ibh_desktop.usecases import problems
from ui.kit.desk import Desk
from ui.kit.fields import Choice, DateField, Memo
from ui.kit.form import FormPanel
from ui.kit.inputs import TextField
from ui.kit.text import label


def areas(none: str) -> list[tuple[str, Area | None]]:
    """The four areas, and none of them first: nothing is chosen by itself."""
    return [(none, None), *((area.value.capitalize(), area) for area in Area)]


class FormulationPanel(FormPanel):
    """When another desk was quicker its version is shown, and what is typed here stays."""

    def __init__(self, desk: Desk, data: Focus) -> None:
        newest = data.newest
        super().__init__(desk, f"Formulation, version {newest.edition + 1}" if newest else "Formulation")
        self._course, self._seen = data.course, newest.edition if newest else 0
        self.words = Memo(newest.text if newest else "", 9)
        self.primary = Choice[Area | None](areas("choose one"), newest.primary if newest else None)
        self.secondary = Choice[Area | None](areas("none"), newest.secondary if newest else None)
        self.agreed = DateField(data.today)
        self.reason = TextField(placeholder="What has changed")
        self.theirs, self.left = label("", "secondary", wrap=True), label("", "secondary")
        self.theirs.hide()
        self.box.addWidget(self.theirs)
        self.field("text", "How the symptoms and the area belong together", self.words)
        self.box.insertWidget(self.box.count() - 1, self.left)
        self.when = label("", "secondary", wrap=True)
        self._consider(data.indication)
        self.field("primary", "Area that the course works on", self.primary)
        self.box.addWidget(self.when)
        self.field("secondary", "Second area", self.secondary)
        self.field("agreed_on", "Agreed with the patient on, if it was", self.agreed)
        self.field("reason", "Why there is a new version", self.reason)
        self.show_field("reason", shown=newest is not None)
        self.words.textChanged.connect(self._count)
        self.primary.picked.connect(self._explain)
        self._count()
        self._explain()
        self.done_adding()

    def _consider(self, indication: str) -> None:
        both = " or ".join(area.value for area in to_consider(indication))
        if both:
            words = f"“{indication.capitalize()}” can be {both}. You decide."
            self.box.addWidget(label(words, "secondary", wrap=True))

    def _count(self) -> None:
        self.left.setText(f"{len(self.words.value()):,} of {LONGEST_FORMULATION:,} characters")

    def _explain(self) -> None:
        chosen = self.primary.value()
        self.when.setText(WHEN[chosen] if chosen else "")
        self.when.setVisible(chosen is not None)

    def save(self) -> Callable[[], object]:
        agreed = self.read("agreed_on") if self.agreed.text().strip() else None
        return partial(
            self.desk.app.write,
            problems.formulate,
            self._course,
            text=self.words.value(),
            primary=self.primary.value(),
            secondary=self.secondary.value(),
            agreed_on=agreed,  # type: ignore[arg-type]
            reason=self.reason.value(),
            seen=self._seen,
        )

    def show_problem(self, reason: IbhError) -> None:
        super().show_problem(reason)
        if isinstance(reason, Conflict):
            look = partial(self.desk.app.read, read.focus, self._course)
            self.desk.tasks.start(self, look, self._show_theirs, self.desk.fail)

    def _show_theirs(self, now: Focus) -> None:
        newest = now.newest
        if newest is not None:
            self._seen = newest.edition
            self.headline.setText(f"Formulation, version {newest.edition + 1}")
            self.theirs.setText(f"Version {newest.edition} by {newest.author}, {newest.primary.value}:\n{newest.text}")
            self.theirs.show()
            self.show_field("reason", shown=True)

    def saved(self, result: object) -> None:
        super().saved(result)
        self.desk.say("Formulation saved")
