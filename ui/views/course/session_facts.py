"""What to know before a session, in one column."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from ibh_desktop.queries.session_sheet import ScoreSince, SessionSheet
from ui.kit.text import label, short_date

Lines = tuple[str, ...]


class SessionFacts(QFrame):
    """A card of headed lines; a heading without anything to say is left out, save where its absence is news."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setAccessibleName("What to know before this session")
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(16, 12, 16, 12)
        self._box.setSpacing(2)

    def show_sheet(self, sheet: SessionSheet) -> None:
        """Say it all anew."""
        while (item := self._box.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        if sheet.safety is not None:
            raised = sheet.safety.raised_at
            words = f"Safety event of {short_date(raised.date())}, {raised:%H:%M}: {sheet.safety.status.value}."
            self._box.addWidget(label(words, "alert", wrap=True))
            self._box.addSpacing(8)
        for heading, lines in parts(sheet):
            self._box.addWidget(label(heading, "label"))
            for line in lines:
                self._box.addWidget(label(line, "strong" if heading == "This session" else "", wrap=True))
            self._box.addSpacing(10)
        self._box.addStretch()


def parts(sheet: SessionSheet) -> Iterator[tuple[str, Lines]]:
    """Headings and their lines, in the order in which a session goes."""
    yield "This session", (sheet.label or f"Outside the count · {sheet.phase.value}",)
    yield "Since last time", tuple(map(_score, sheet.scores)) or ("No scores yet",)
    yield (
        "Homework to review first",
        tuple(_given(h.text, h.session) for h in sheet.homework) or ("None is open",),
    )
    yield "Due now", (*(f"{code} form" for code in sheet.due), *sheet.tasks) or ("Nothing",)
    yield "Focus area", (sheet.area.value.capitalize() if sheet.area else "Not chosen yet",)
    yield "Active goal", (_goal(sheet),)
    yield "Last note", (_last(sheet),)


def _score(score: ScoreSince) -> str:
    words = f"{score.measure} {score.total}, {score.band} ({short_date(score.on)})"
    if score.before is None:
        return f"{words}: the first one"
    step = score.total - score.before
    moved = "as before" if step == 0 else f"{abs(step)} {'more' if step > 0 else 'less'} than {score.before}"
    return f"{words}: {moved}"


def _given(text: str, session: int | None) -> str:
    return f"{text} (from session {session})" if session else text


def _goal(sheet: SessionSheet) -> str:
    if not sheet.goal:
        return "None is active"
    first, latest = sheet.goal_rating
    return f"{sheet.goal}: {first} → {latest} of 10" if first is not None and latest is not None else sheet.goal


def _last(sheet: SessionSheet) -> str:
    if sheet.before is None:
        return "There is no session before this one"
    state = sheet.before.note.value if sheet.before.note else "not written"
    return f"{short_date(sheet.before.starts.date())}: {state}"
