"""Triage a request, and close it with its outcome."""

from __future__ import annotations

from collections.abc import Callable

from ibh_desktop.domain.inquiries import WITHIN, WORDS, Outcome, Triage
from ibh_desktop.queries.inquiry import InquiryFile
from ibh_desktop.usecases import inquiries
from ibh_desktop.usecases.inquiry_rows import Before
from ui.dialogs.ask import Asked, AskPanel, writing
from ui.dialogs.inquiry_notice import EmergencyNotice
from ui.kit.desk import Desk
from ui.kit.fields import Choice, Memo
from ui.kit.inputs import TextField

LEVELS = tuple((f"{level.value} {WORDS[level]}, {WITHIN[level]}", level) for level in Triage)


Back = Callable[[Before], Callable[[], object]]
"""How a change of a request is taken back, by a toast or by the page's key."""


class TriagePanel(AskPanel):
    """How soon; for clinicians only."""

    def __init__(self, desk: Desk, file: InquiryFile, back: Back) -> None:
        self.level = Choice[Triage](LEVELS, file.standing.level)
        super().__init__(
            desk,
            f"Triage · {file.name}",
            (Asked("level", "How soon", self.level), Asked("words", "For clinicians' eyes only", Memo(lines=4))),
            writing(desk, inquiries.triage, file.id, version=file.version),
            done="Triaged",
            save="Triage",
            about=_about(file),
            undo=back,
        )

    def saved(self, result: object) -> None:
        super().saved(result)
        if self.level.value() is Triage.EMERGENCY:
            EmergencyNotice(self.desk).show()


def _about(file: InquiryFile) -> str:
    said = f"Safety question: {file.details.answer.value}."
    return "\n".join(part for part in (said, file.details.reason) if part)


def close_panel(desk: Desk, file: InquiryFile, back: Back) -> AskPanel:
    """Close a request; what goes to the waitlist goes there by its own key, so that nobody is put there by name alone."""
    offered = [(outcome.value.capitalize(), outcome) for outcome in file.outcomes if outcome is not Outcome.WAITLIST]
    return AskPanel(
        desk,
        f"Close the request · {file.name}",
        (
            Asked("outcome", "What became of it", Choice[Outcome](offered, _likely(file))),
            Asked("words", "In a few words", TextField(placeholder="Where to, or why")),
        ),
        writing(desk, inquiries.close, file.id, version=file.version),
        done=lambda _: "Request closed",
        save="Close the request",
        undo=back,
    )


def _likely(file: InquiryFile) -> Outcome:
    if Outcome.BOOKED in file.outcomes:
        return Outcome.BOOKED
    return Outcome.NO_RESPONSE if file.attempts else Outcome.REFERRED_ELSEWHERE
