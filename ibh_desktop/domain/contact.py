"""How a patient wishes to be reached, whether a call is right at a moment, and what may be said (DOMAIN.md 5.4)."""

import re
from dataclasses import dataclass, replace
from datetime import datetime, time
from enum import StrEnum

from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.field_texts import line
from ibh_desktop.domain.people import clean_name, folded


class Channel(StrEnum):
    """How a patient likes to be reached; the value is what staff read."""

    CALL = "call"
    TEXT = "text"
    EMAIL = "e-mail"
    LETTER = "letter"


class Voicemail(StrEnum):
    """What may be left on voicemail."""

    NONE = "none"
    NAME_ONLY = "name only"
    DETAIL = "detail"


TELLING = (
    "therap", "counsel", "psych", "mental", "behavio", "clinic", "hospital", "health", "doctor", "dr ", "depress", "anxi",
    "addict", "substance", "rehab", "ipt", "treatment", "patient",
)  # fmt: skip
"""Beginnings of words that tell a household what kind of place calls."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a patient wished; hours are wall time of the location of the visit.

    Whoever wished nothing is called at any hour, texted never, and a voicemail leaves a name and a number. `confidential` is a
    request under 45 CFR 164.522(b): then only the wished channel is used, `where` says where. `stop_reason` says, without
    anything clinical, why somebody is not to be contacted.
    """

    channel: Channel = Channel.CALL
    text_ok: bool = False
    voicemail: Voicemail = Voicemail.NAME_ONLY
    safe_from: time | None = None
    safe_to: time | None = None
    ask_for: str = ""
    says: str = ""
    stop: bool = False
    stop_reason: str = ""
    language: str = ""
    interpreter: bool = False
    confidential: bool = False
    where: str = ""
    emergency_name: str = ""
    emergency_relation: str = ""
    emergency_phone: str = ""


NOTHING = Wishes()
"""Of whoever wished nothing."""


def require_wishes(wishes: Wishes) -> Wishes:
    """Wishes ready to store; raise `Refused` at the field that cannot be so. The phone is checked by who stores it."""
    checked = replace(
        wishes,
        ask_for=_discreet(clean_name(wishes.ask_for, "ask_for", required=False), "ask_for"),
        says=_discreet(clean_name(wishes.says, "says", required=False), "says"),
        stop_reason=line(wishes.stop_reason, "stop_reason"),
        language=line(wishes.language, "language"),
        where=line(wishes.where, "where"),
        emergency_name=clean_name(wishes.emergency_name, "emergency_name", required=False),
        emergency_relation=line(wishes.emergency_relation, "emergency_relation"),
    )
    _require_hours(checked)
    if checked.stop and not checked.stop_reason:
        raise Refused("Say why, without anything clinical: whoever wants to call reads it.", field="stop_reason")
    if checked.channel is Channel.TEXT and not checked.text_ok:
        raise Refused("A text goes only to whoever agreed to texts. Tick it, or choose another way.", field="text_ok")
    if checked.interpreter and not checked.language:
        raise Refused("Say which language the interpreter speaks.", field="language")
    if checked.confidential and not checked.where:
        raise Refused("Say where or how they asked to be reached: it must be honoured.", field="where")
    if checked.emergency_phone.strip() and not checked.emergency_name:
        raise Refused("Say whose number this is.", field="emergency_name")
    return checked


def _require_hours(wishes: Wishes) -> None:
    if (wishes.safe_from is None) is not (wishes.safe_to is None):
        missing = "safe_from" if wishes.safe_from is None else "safe_to"
        raise Refused("Give both hours, or neither.", field=missing)
    if wishes.safe_from is not None and wishes.safe_to is not None and wishes.safe_to <= wishes.safe_from:
        raise Refused(f"It ends at {hour(wishes.safe_to)}, before it begins. Give a later hour.", field="safe_to")


def _discreet(words: str, field: str) -> str:
    if found := tells(words):
        raise Refused(f"“{found}” tells what kind of place calls. Choose words that do not.", field=field)
    return words


def tells(words: str) -> str:
    """The first word that tells a household what kind of place calls; empty for none."""
    return next((word for word in folded(words).split() if f"{word} ".startswith(TELLING)), "")


def never_call(wishes: Wishes) -> str:
    """Why nobody calls at any hour, in a sentence; empty when one may."""
    if wishes.stop:
        return f"Do not contact: {wishes.stop_reason or 'they asked for it'}."
    if wishes.confidential and wishes.channel is not Channel.CALL:
        return f"Asked in confidence to be reached by {wishes.channel.value} only: {wishes.where}."
    return ""


def may_call(wishes: Wishes, at_local: datetime) -> str:
    """Why one does not call at this wall time of the location, in a sentence; empty when one may."""
    if reason := never_call(wishes):
        return reason
    if wishes.safe_from is None or wishes.safe_to is None or wishes.safe_from <= at_local.time() < wishes.safe_to:
        return ""
    return f"It is safe to call from {hour(wishes.safe_from)} to {hour(wishes.safe_to)}; it is {at_local:%H:%M} there now."


def may_leave_message(wishes: Wishes) -> str:
    """Why nothing is left on voicemail, in a sentence; empty when one may."""
    return "No voicemail: they asked that no message is left. Try again later." if wishes.voicemail is Voicemail.NONE else ""


def voicemail(wishes: Wishes, *, given: str, caller: str, phone: str, starts: datetime) -> str:
    """What is said on voicemail; `phone` is the number to call back. Empty when nothing may be left.

    It never names the clinic, its kind or a therapist: a name and a number, and only by wish the time of the visit.
    """
    if may_leave_message(wishes):
        return ""
    says = wishes.says or _first(caller) or "the office"
    whom = wishes.ask_for or given
    about = f" about {_day(starts)} at {_time(starts)}" if wishes.voicemail is Voicemail.DETAIL else ""
    back = f"Please call back at {phone}." if phone else "Please call back."
    return f"Hello, this is {says} with a message for {whom}{about}. {back} Thank you."


def reminder(wishes: Wishes, *, given: str, phone: str, starts: datetime) -> str:
    """The words of a text, an e-mail or a letter that reminds: day, time and a number, never what for or with whom."""
    whom = wishes.ask_for or given
    back = f" Please call {phone} to confirm or change it." if phone else ""
    says = f" – {wishes.says}" if wishes.says else ""
    return f"Hello {whom}, a reminder of your appointment on {_day(starts)} at {_time(starts)} {starts:%Z}.{back}{says}"


def channel_for(wishes: Wishes, *, phone: str, email: str) -> Channel | None:
    """By what way somebody is reminded: as wished where that is allowed and possible, else by phone; None for no way."""
    if wishes.stop:
        return None
    possible = {
        Channel.CALL: bool(phone),
        Channel.TEXT: bool(phone) and wishes.text_ok,
        Channel.EMAIL: bool(email),
        Channel.LETTER: True,
    }
    if possible[wishes.channel]:
        return wishes.channel
    return Channel.CALL if phone and not wishes.confidential else None


def specials(wishes: Wishes) -> tuple[str, ...]:
    """What whoever calls must not pass over, a few words each and nothing clinical."""
    if wishes.stop:
        return ("do not contact",)
    parts = [f"by {wishes.channel.value} only"] if wishes.confidential else []
    parts += ["no voicemail"] if wishes.voicemail is Voicemail.NONE else []
    parts += [f"ask for {wishes.ask_for}"] if wishes.ask_for else []
    parts += [f"say “{wishes.says}”"] if wishes.says else []
    return tuple(parts)


def in_short(wishes: Wishes) -> str:
    """All of it in one line: `Call 9–17, voicemail name only, Spanish interpreter`."""
    if wishes.stop:
        return f"Do not contact: {wishes.stop_reason}"
    hours = f" {_span(wishes)}" if wishes.safe_from is not None else ""
    parts = [f"{wishes.channel.value.capitalize()}{hours}"]
    parts += ["texts OK"] if wishes.text_ok and wishes.channel is not Channel.TEXT else []
    parts.append("no voicemail" if wishes.voicemail is Voicemail.NONE else f"voicemail {wishes.voicemail.value}")
    parts += [f"ask for {wishes.ask_for}"] if wishes.ask_for else []
    parts += [f"caller says “{wishes.says}”"] if wishes.says else []
    parts += [spoken(wishes)] if wishes.language else []
    parts += [f"confidential: {wishes.where}"] if wishes.confidential else []
    return ", ".join(parts)


def spoken(wishes: Wishes) -> str:
    """The language, with the interpreter where one is needed."""
    return f"{wishes.language} interpreter" if wishes.interpreter else wishes.language


def _span(wishes: Wishes) -> str:
    return f"{hour(wishes.safe_from)}–{hour(wishes.safe_to)}" if wishes.safe_from and wishes.safe_to else ""


def hour(at: time | None) -> str:
    """`9`, `17`, `9:30`."""
    return "" if at is None else f"{at.hour}:{at.minute:02}" if at.minute else str(at.hour)


def _first(name: str) -> str:
    word = re.split(r"\s", name.strip(), maxsplit=1)[0]
    return "" if tells(word) else word


def _day(at: datetime) -> str:
    return f"{at:%A}, {at:%B} {at.day}"


def _time(at: datetime) -> str:
    return f"{at.hour % 12 or 12}:{at.minute:02} {'AM' if at.hour < 12 else 'PM'}"
