"""Record what a patient signed, and what becomes of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from ibh_desktop.domain.authorization import Authorization, Method, ReceiverClass, Signer
from ibh_desktop.domain.disclosure import Basis, Information, Special
from ibh_desktop.domain.guardians import Band
from ibh_desktop.domain.ids import AuthorizationId, RecipientId
from ibh_desktop.queries import pickers
from ibh_desktop.queries.authorizations import AuthorizationLine, Permissions
from ibh_desktop.queries.pickers import RecipientChoice
from ibh_desktop.usecases import authorizations
from ui.dialogs.ask import Asked, AskPanel, writing
from ui.dialogs.authorization_fields import OptionalDate, PurposeField, Ticks
from ui.kit.desk import Desk
from ui.kit.fields import Choice, DateField, Memo, Tick
from ui.kit.form import FormPanel
from ui.kit.inputs import TextField
from ui.kit.text import capital, label

To = tuple[ReceiverClass, RecipientId | None]
KINDS = (("Authorization", Basis.AUTHORIZATION), ("Consent under 42 CFR Part 2", Basis.PART2_CONSENT))
SIGNERS = (("The patient", Signer.PATIENT), ("A guardian", Signer.GUARDIAN), ("A representative", Signer.REPRESENTATIVE))
CLASSES: tuple[tuple[str, To], ...] = (
    ("Treating providers", (ReceiverClass.PROVIDERS, None)),
    ("Clinicians of our own group", (ReceiverClass.OWN_GROUP, None)),
    ("The people treated together", (ReceiverClass.TOGETHER, None)),
)
_NOBODY: tuple[str, To] = ("Choose who may receive it", (ReceiverClass.NONE, None))
STATEMENTS = (
    ("It says that it can be revoked, and how", "revocation_told"),
    ("It says whether care depends on signing", "conditioning_told"),
    ("It says that the receiver may pass it on", "redisclosure_told"),
    ("A copy was given", "copy_given"),
)


class RecordPanel(FormPanel):
    """A paper as it was signed. What it lacks does not stop it from being recorded: the list says so afterwards."""

    def __init__(self, desk: Desk, data: Permissions) -> None:
        super().__init__(desk, "Record a signed paper", save="Record")
        self._data = data
        guardian = data.guardians[0] if data.guardians and data.band is not Band.ADULT else None
        self.basis = Choice[Basis](KINDS)
        self.signed_on = DateField(data.today, data.today)
        self.signer = Choice[Signer](SIGNERS, Signer.GUARDIAN if guardian and data.band is Band.CHILD else None)
        self.signer_name = TextField(guardian.name if guardian else "")
        self.authority = TextField(guardian.authority.value if guardian else "", "mother, power of attorney…")
        self.to = Choice[To]([_NOBODY, *CLASSES])
        self.information = Ticks[Information]([(capital(kind.value), kind) for kind in Information])
        self.special = Ticks[Special]([(capital(one.value), one) for one in Special])
        self.description = Memo("", 3)
        self.purpose = PurposeField()
        self.discloser = TextField(data.clinic)
        self.records_from, self.records_to = OptionalDate(data.today), OptionalDate(data.today)
        self.expires_on, self.expires_event = OptionalDate(data.today), TextField("", "the end of treatment")
        self.statements = {name: Tick(words) for words, name in STATEMENTS}
        self.method = Choice[Method]([(capital(one.value), one) for one in Method])
        self.scan_ref = TextField("", "folder, cabinet")
        self._lay_out()
        self.signer.picked.connect(self._show_signer)
        self._show_signer()
        self.done_adding()
        desk.tasks.start(self, partial(desk.app.read, pickers.recipients), self._offer, desk.fail)

    def _lay_out(self) -> None:
        self.field("basis", "What was signed", self.basis)
        self.field("signed_on", "Signed on", self.signed_on)
        self.field("signer", "Signed by", self.signer)
        self.field("signer_name", "Name of who signed", self.signer_name)
        self.field("authority", "By what right", self.authority)
        self.field("receivers", "Who may receive it", self.to)
        self.field("information", "What may be told", self.information)
        self.field("special", "Named for itself", self.special)
        self.field("description", "In the words of the paper", self.description)
        self.field("purpose", "What for", self.purpose)
        self.field("discloser", "Who may tell", self.discloser)
        self.field("records_from", "Records from", self.records_from)
        self.field("records_to", "Records to", self.records_to)
        self.pair("records_from", "records_to")
        self.field("expires_on", "Ends on", self.expires_on)
        self.field("expires_event", "or with an event", self.expires_event)
        self.pair("expires_on", "expires_event")
        self.box.addWidget(label("The paper", "label"))
        for name, tick in self.statements.items():
            self.field(name, "", tick)
            tick.setAccessibleName(tick.text())
        self.field("method", "Signed how", self.method)
        self.field("scan_ref", "Where the paper is", self.scan_ref)
        self.pair("method", "scan_ref")

    def _show_signer(self) -> None:
        other = self.signer.value() is not Signer.PATIENT
        self.show_field("signer_name", shown=other)
        self.show_field("authority", shown=other)

    def _offer(self, book: list[RecipientChoice]) -> None:
        kept = self.to.value()
        people: list[tuple[str, To]] = [(_named(one), (ReceiverClass.NONE, one.id)) for one in book]
        self.to.offer([_NOBODY, *CLASSES, *people], kept)

    def save(self) -> Callable[[], object]:
        receivers, recipient = self.to.value()
        by_other = self.signer.value() is not Signer.PATIENT
        days: dict[str, Any] = {name: self.read(name) for name in ("signed_on", "records_from", "records_to", "expires_on")}
        told: dict[str, Any] = {name: tick.value() for name, tick in self.statements.items()}
        paper = Authorization(
            id=AuthorizationId(0),
            basis=self.basis.value(),
            information=self.information.value(),
            special=self.special.value(),
            signer=self.signer.value(),
            signer_name=self.signer_name.value() if by_other else "",
            authority=self.authority.value() if by_other else "",
            discloser=self.discloser.value(),
            recipient=recipient,
            receivers=receivers,
            description=self.description.value(),
            purpose=self.purpose.value(),
            expires_event=self.expires_event.value(),
            **days,
            **told,
        )
        method, scan_ref = self.method.value(), self.scan_ref.value()
        write = self.desk.app.write
        return partial(write, authorizations.record, self._data.patient, paper, method=method, scan_ref=scan_ref)

    def saved(self, result: object) -> None:
        super().saved(result)
        self.desk.say("Recorded. The list says whether it is enough.")


def revoke_panel(desk: Desk, data: Permissions, line: AuthorizationLine) -> AskPanel:
    """The patient, or who signed, takes it back."""
    fields = (
        Asked("on", "Revoked on", DateField(data.today, data.today)),
        Asked("by", "By whom, and how", TextField("", "the patient, by letter")),
    )
    write = writing(desk, authorizations.revoke, line.id, version=line.version)
    about = "From now on nothing goes out on it. What went out before stays as it is."
    return AskPanel(desk, "Revoke an authorization", fields, write, done="Revoked", save="Revoke", about=about)


def end_panel(desk: Desk, data: Permissions, line: AuthorizationLine) -> AskPanel:
    """The event came that ends it."""
    fields = (Asked("on", "Since", DateField(data.today, data.today)),)
    write = writing(desk, authorizations.end, line.id, version=line.version)
    about = f"It ends with: {line.record.expires_event or 'no event was agreed'}."
    return AskPanel(desk, "It has ended", fields, write, done="Ended", save="It ended", about=about)


def void_panel(desk: Desk, line: AuthorizationLine) -> AskPanel:
    """It was recorded by mistake."""
    fields = (Asked("reason", "Why it is void", TextField()),)
    write = writing(desk, authorizations.void, line.id, version=line.version)
    about = "It stays on record and lets nothing out. It cannot be made valid again: record the paper anew."
    return AskPanel(desk, "Recorded by mistake", fields, write, done="Void", save="Make void", about=about)


def _named(one: RecipientChoice) -> str:
    return ", ".join(part for part in (one.name, one.organisation) if part)
