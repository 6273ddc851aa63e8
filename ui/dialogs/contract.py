"""The forms for a course's contract: terms, length, rhythm, attempts to reach the patient, another therapist."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ibh_desktop.domain.consent import Giver
from ibh_desktop.domain.contract import CADENCES
from ibh_desktop.domain.engagement import Channel
from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.ids import TherapistId
from ibh_desktop.queries.course_contract import ContractPage
from ibh_desktop.queries.pickers import TherapistChoice
from ibh_desktop.usecases import contract
from ibh_desktop.usecases.contract import HandedOver, Terms
from ui.dialogs.ask import Asked, AskPanel, writing
from ui.kit.desk import Desk
from ui.kit.fields import Choice, DateField, Memo
from ui.kit.inputs import TextField
from ui.kit.text import us_date

RHYTHMS = dict(zip(CADENCES, ("Every week", "Every other week", "Every fourth week"), strict=True))
CHANNELS = [(channel.value.capitalize(), channel) for channel in Channel]
AGREED = [("Not agreed yet", None), *((giver.value.capitalize(), giver) for giver in Giver)]


def terms_panel(desk: Desk, page: ContractPage) -> AskPanel:
    """Aims, the rule for missed sessions, the prescriber, and who agreed when."""
    terms = page.terms

    def write(*, aims: str, missed_rule: str, prescriber: str, agreed_by: Giver | None, agreed_on: date) -> object:
        known = Terms(aims, missed_rule, prescriber, agreed_on if agreed_by else None, agreed_by)
        return desk.app.write(contract.agree, page.id, known)

    by = next((giver for giver in Giver if giver.value == terms.agreed_by), None)
    fields = (
        Asked("aims", "Aims", Memo(terms.aims, 4)),
        Asked("missed_rule", "When a session is missed", Memo(terms.missed_rule)),
        Asked("prescriber", "Prescriber", TextField(terms.prescriber)),
        Asked("agreed_by", "Agreed by", Choice[Giver | None](AGREED, by)),
        Asked("agreed_on", "Agreed on", DateField(page.today, terms.agreed_on or page.today)),
    )
    return AskPanel(desk, "The contract", fields, write, done="Contract saved")


def length_panel(desk: Desk, page: ContractPage) -> AskPanel:
    """More or fewer sessions."""

    def write(*, planned: str, reason: str) -> object:
        if not planned.isdecimal():
            raise Refused("Give a number of sessions.", field="planned")
        verb = contract.extend if int(planned) >= page.planned else contract.shorten
        return desk.app.write(verb, page.id, sessions=int(planned), reason=reason, version=page.version)

    fields = (
        Asked("planned", "Sessions in all", TextField(str(min(page.planned + 2, 60)))),
        Asked("reason", "Reason", TextField()),
    )
    late = f", {page.spent} used up by late cancellation" if page.spent else ""
    about = f"Now {page.planned}, {page.delivered} held{late}. A therapist extends to {page.alone}; a clinical lead further."
    return AskPanel(desk, "Another length", fields, write, done="Contract changed", about=about)


def rhythm_panel(desk: Desk, page: ContractPage) -> AskPanel:
    """More or less often."""
    others = [(words, days) for days, words in RHYTHMS.items() if days != page.cadence_days]
    fields = (Asked("cadence_days", "From now on", Choice[int](others)), Asked("reason", "Reason", TextField()))
    write = writing(desk, contract.change_rhythm, page.id, version=page.version)
    about = "Sessions that are booked stay where they are."
    return AskPanel(desk, "Another rhythm", fields, write, done="Contract changed", about=about)


def outreach_panel(desk: Desk, page: ContractPage) -> AskPanel:
    """An attempt to reach somebody who stays away."""
    fields = (
        Asked("on", "On", DateField(page.today, page.today)),
        Asked("channel", "By", Choice[Channel](CHANNELS)),
        Asked("note", "What came of it", TextField()),
    )
    write = writing(desk, contract.note_outreach, page.id)
    return AskPanel(desk, "Tried to reach the patient", fields, write, done="Noted")


def handover_panel(desk: Desk, page: ContractPage, others: Sequence[TherapistChoice]) -> AskPanel:
    """Another therapist takes the course; phase and counts stay."""

    def write(*, therapist: TherapistId, handover: str, told_on: str) -> object:
        told = DateField(page.today)
        told.setText(told_on)
        when = told.value() if told_on else None
        return desk.app.write(
            contract.change_therapist, page.id, therapist=therapist, handover=handover, told_on=when, version=page.version
        )

    fields = (
        Asked("therapist", "New therapist", Choice[TherapistId]([(f"{t.name}, {t.credential}", t.id) for t in others])),
        Asked("handover", "Handover", Memo("", 5)),
        Asked("told_on", "Patient told on", TextField(us_date(page.today))),
    )
    about = "Sessions to come go along where the new therapist is free at their times."
    return AskPanel(desk, "Another therapist", fields, write, done=_handed_words, about=about)


def _handed_words(handed: HandedOver) -> str:
    if handed.left:
        return f"Handed over; {len(handed.left)} sessions stay with the old therapist: the new one is not free then"
    return f"Handed over with {len(handed.moved)} sessions"
