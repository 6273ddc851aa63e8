"""Take a request or change one: nothing typed here is typed again when the person is registered and booked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from ibh_desktop.domain.ids import LocationId, StaffId
from ibh_desktop.domain.inquiries import Caller, Channel, Details, PayerType, Treatment
from ibh_desktop.domain.permissions import Permission, may
from ibh_desktop.domain.safety import IntakeAnswer, needs_hand_off
from ibh_desktop.exchange.phones import shown_phone
from ibh_desktop.queries import inquiry as shown
from ibh_desktop.queries.inquiry import Clinician, InquiryFile
from ibh_desktop.usecases import inquiries
from ibh_desktop.usecases.inquiry_rows import Before
from ui.dialogs.ask import Offer
from ui.dialogs.inquiry_notice import STAY, CallerNotice, hand_off_lines
from ui.dialogs.inquiry_steps import Back
from ui.kit.desk import Desk
from ui.kit.fields import Choice, DateField
from ui.kit.form import FormPanel
from ui.kit.inputs import TextField
from ui.kit.latest import Latest
from ui.kit.letters import push
from ui.kit.text import label, short_date, us_date

_TEXTS = ("given", "family", "caller_name", "phone", "email", "reason", "insurance", "referrer", "next_action")
_CHOICES = ("channel", "caller", "service", "payer", "answer", "location", "owner")
_ANSWERS = (
    ("Not asked yet", IntakeAnswer.NOT_ASKED),
    ("No", IntakeAnswer.NO),
    ("Yes", IntakeAnswer.YES),
    ("Unsure", IntakeAnswer.UNSURE),
)


class InquiryPanel(FormPanel):
    """What is said when somebody asks for treatment. A yes or unsure on safety says at once whom to fetch."""

    def __init__(
        self, desk: Desk, file: InquiryFile | None = None, ways: Sequence[Offer] = (), *, back: Back | None = None
    ) -> None:
        super().__init__(desk, "Request" if file else "New request")
        self._file, self._back = file, back
        known = file.details if file else Details(location=desk.location)
        self._latest = Latest(self, desk.tasks, desk.fail)
        self._clinicians: list[Clinician] = []
        self.texts = {name: TextField(_shown(known, name)) for name in _TEXTS}
        self.born = DateField(desk.now().date(), known.born)
        self.answer = Choice[IntakeAnswer](_ANSWERS, known.answer)
        places: list[tuple[str, LocationId | None]] = [("No wish", None), *((p.name, p.id) for p in desk.locations)]
        self.location = Choice[LocationId | None](places, known.location)
        # Until the names have come, whoever owns it stays.
        self.owner = Choice[StaffId | None]([("Nobody yet", None), ("As it is", known.owner)], known.owner)
        self.alert = label(STAY, "alert", wrap=True)
        self.fetch = label("", wrap=True)
        self._warn(file)
        self._ask(known)
        self._tell(file)
        for words, run in ways:
            self.box.insertWidget(0, push(words, run))
            self.box.insertSpacing(1, 4)
        self._allow()
        self.done_adding()
        self.answer.picked.connect(self._answered)
        self.location.picked.connect(self._answered)
        self._answered()
        desk.tasks.start(self, partial(desk.app.read, shown.owners), partial(self._offer, known.owner), desk.fail)

    def _ask(self, known: Details) -> None:
        texts = self.texts
        self.field("given", "First name", texts["given"])
        self.field("family", "Last name", texts["family"])
        self.pair("given", "family")
        self.field("born", "Date of birth, if told", self.born)
        self.field("phone", "Phone", texts["phone"])
        self.pair("born", "phone")
        self.field("caller", "Who asks", Choice[Caller]([(each.value, each) for each in Caller], known.caller))
        self.field("caller_name", "Their name, if another", texts["caller_name"])
        self.pair("caller", "caller_name")
        self.field("answer", "Thoughts of harming yourself or somebody else?", self.answer)
        self.box.addWidget(self.alert)
        self.box.addWidget(self.fetch)
        self.field("reason", "Reason in the caller's words", texts["reason"])
        self.field("service", "Asks for", Choice[Treatment]([(each.value, each) for each in Treatment], known.service))
        self.field("location", "Where", self.location)
        self.pair("service", "location")
        self.field("payer", "Who pays", Choice[PayerType]([(each.value, each) for each in PayerType], known.payer))
        self.field("insurance", "Insurance", texts["insurance"])
        self.pair("payer", "insurance")
        self.field("channel", "Came by", Choice[Channel]([(each.value, each) for each in Channel], known.channel))
        self.field("referrer", "Referred by", texts["referrer"])
        self.pair("channel", "referrer")
        self.field("email", "E-mail", texts["email"])
        self.field("owner", "Owner", self.owner)
        self.field("next_action", "Next action", texts["next_action"])
        self.pair("owner", "next_action")

    def _warn(self, file: InquiryFile | None) -> None:
        if file is None or file.patient is not None or file.standing.outcome is not None:
            return
        same = [f"Registered already? {hit.name}, {us_date(hit.born)}, number {hit.number}" for hit in file.alike]
        same += [f"Another open request: {other}" for other in file.others]
        if same:
            self.box.addWidget(label("\n".join(same), "notice", wrap=True))

    def _tell(self, file: InquiryFile | None) -> None:
        if file is None:
            return
        self.box.addWidget(label("History", "strong"))
        for step in file.steps:
            at = f"{short_date(step.at.date())} {step.at:%H:%M}"
            words = f": {step.words}" if step.words else ""
            self.box.addWidget(label(f"{at}, {step.by}, {step.what.value}{words}", "secondary", wrap=True))

    def _allow(self) -> None:
        edits = may(self.desk.app.actor, Permission.EDIT_INQUIRIES) and self._going()
        self.save_button.setVisible(edits)
        for widget, _ in self._fields.values():
            widget.setEnabled(edits)

    def _going(self) -> bool:
        return self._file is None or self._file.standing.outcome is None

    def _unseen(self) -> bool:
        # Once a clinician has triaged this very answer nobody is fetched for it any more.
        known = self._file
        if known is None:
            return True
        return known.standing.outcome is None and not (known.standing.triaged_at and needs_hand_off(known.details.answer))

    def _offer(self, chosen: StaffId | None, found: list[tuple[str, StaffId]]) -> None:
        self.owner.offer([("Nobody yet", None), *found], chosen)

    def _answered(self) -> None:
        handed = needs_hand_off(self.answer.value()) and self._unseen()
        self.alert.setVisible(handed)
        self.fetch.setVisible(handed)
        if handed:
            self.fetch.setText(hand_off_lines(self.desk, self._clinicians))
            where = self.location.value() or self.desk.location
            self._latest.ask(partial(self.desk.app.read, shown.whom_to_fetch, where), self._fetched)

    def _fetched(self, clinicians: list[Clinician]) -> None:
        self._clinicians = clinicians
        self.fetch.setText(hand_off_lines(self.desk, clinicians))

    def details(self) -> Details:
        """What is typed; raise `Refused` at the field that cannot be read."""
        said: dict[str, Any] = {name: self.read(name) for name in (*_TEXTS, *_CHOICES)}
        born: Any = self.read("born") if self.born.text().strip() else None
        return Details(**said, born=born)

    def save(self) -> Callable[[], object]:
        details = self.details()
        if self._file is None:
            return partial(self.desk.app.write, inquiries.take, details)
        return partial(self.desk.app.write, inquiries.change, self._file.id, details, version=self._file.version)

    def saved(self, result: object) -> None:
        answer = self.answer.value()
        fresh = self._file is None or self._file.details.answer is not answer
        super().saved(result)
        at = f"{self.desk.now().astimezone():%H:%M}"
        if isinstance(result, Before):
            self.desk.say(f"Saved {at}", undo=self._back(result) if self._back else None)
        else:
            self.desk.say(f"Saved {at}")
            choose = getattr(self.desk.view(), "choose", None) if hasattr(self.desk, "view") else None
            if callable(choose):
                choose(result)
        if fresh and needs_hand_off(answer):
            CallerNotice(self.desk, self._clinicians).show()


def _shown(known: Details, name: str) -> str:
    text: str = getattr(known, name)
    return shown_phone(text) if name == "phone" else text
