"""Forms that a patient fills in by hand: registration, consent to treatment, authorization; blank, or with what is known.

The wording of the forms is ours; counsel should read the consent before a clinic uses it (DOMAIN.md 4.6).
"""

from datetime import date
from zoneinfo import ZoneInfo

from ibh_desktop.domain.ids import LocationId, PatientId
from ibh_desktop.domain.letter_kinds.authorization import AUTHORIZATION
from ibh_desktop.domain.people import full_name
from ibh_desktop.domain.permissions import Permission, require
from ibh_desktop.exchange.phones import shown_phone
from ibh_desktop.letters.content import LetterContent, Signer, Subject
from ibh_desktop.letters.paper_form import Blank, FormPart, PaperForm
from ibh_desktop.queries.clinic import header, settings
from ibh_desktop.queries.letter_content import first_place, sender_of
from ibh_desktop.queries.patients import require_own
from ibh_desktop.store.lookup import one
from ibh_desktop.store.schema import Location, Patient
from ibh_desktop.store.tx import Reading

_CONSENT = (
    "I agree to be assessed and treated by this clinic. My clinician tells me what is planned, what may help, what may be hard,"
    " and what else could be done. I may ask at any time, and I may end treatment at any time.",
    "What I say is kept private. It may be told without my leave where the law asks for it: danger to me or to somebody else,"
    " abuse of a child or of somebody who cannot protect themselves, an order of a court.",
    "I was told how appointments are cancelled, how the clinic is reached, and whom to call in a crisis.",
)


def registration(reading: Reading, patient: PatientId | None) -> PaperForm:
    """The form for a new patient, or filled in with what is in the file to be checked. At most three statements."""
    known = _known(reading, patient)

    def of(name: str) -> str:
        return str(getattr(known, name)) if known is not None else ""

    name = (
        Blank("First name", 2, of("given")),
        Blank("Last name", 2, of("family")),
        Blank("Name you go by", 1.4, of("preferred")),
    )
    born = _day(known.born) if known is not None else ""
    about = (Blank("Date of birth", 1, born), Blank("Sex", 0.8, of("sex")), Blank("Phone", 1.4, shown_phone(of("phone"))))
    town = (Blank("City", 2, of("city")), Blank("State", 0.7, of("state")), Blank("ZIP", 1, of("postcode")))
    parts = (
        FormPart("About you", (), (name, about, (Blank("E-mail", 1, of("email")),))),
        FormPart("Where you live", (), ((Blank("Street", 1, of("street")),), town)),
        FormPart(
            "How we may reach you",
            ("Circle what is all right: call / text / voicemail with our name / voicemail without it / plain envelope",),
            ((Blank("Hours at which we may call"), Blank("Language, interpreter")),),
        ),
        FormPart(
            "In an emergency we call",
            (),
            ((Blank("Name", 2), Blank("Who this is to you", 1.4), Blank("Phone", 1.4)),),
        ),
        FormPart(
            "For a child, or somebody who cannot sign alone",
            (),
            ((Blank("Parent or guardian", 2), Blank("By what right", 1.4), Blank("Phone", 1.4)),),
        ),
        FormPart("Insurance", (), ((Blank("Company", 2), Blank("Member number", 1.4), Blank("Group", 1)),)),
        FormPart("Who sent you", (), ((Blank("Name and practice", 2), Blank("Phone or fax", 1)),)),
        FormPart("", (), (_hand(known),)),
    )
    return _form(reading, "Registration", parts)


def consent(reading: Reading, patient: PatientId | None) -> PaperForm:
    """Consent to treatment for the patient's hand, and a guardian's where one is needed. At most four statements."""
    known = _known(reading, patient)
    guardian = "By what right (parent, guardian, other)"
    parts = (
        FormPart("Patient", (), (_who(known),)),
        FormPart("I agree", _CONSENT, (_hand(known),)),
        FormPart(
            f"Where the patient is younger than {settings(reading).consent_age}, or cannot sign alone",
            (),
            ((Blank("Name", 2), Blank(guardian, 2)), (Blank("Signature", 3), Blank("Date", 1))),
        ),
    )
    return _form(reading, "Consent to treatment", parts)


def authorization(reading: Reading, patient: PatientId | None, location: LocationId | None) -> LetterContent:
    """The authorization form (L10) to be filled in by hand, with the patient's name where one is chosen. Five statements."""
    require(reading.actor, AUTHORIZATION.writes)
    known, clinic = _known(reading, patient), header(reading)
    place = one(reading, Location, location) if location is not None else reading.session.scalars(first_place()).one()
    about = Subject("", date.min, "")
    if known is not None:
        about = Subject(full_name(known.given, known.family), known.born, known.number)
    return LetterContent(
        kind=AUTHORIZATION.id,
        number="Form",
        written_on=reading.now.astimezone(ZoneInfo(place.zone)).date(),
        draft=False,
        sample=clinic.is_sample,
        sender=sender_of(clinic.name, place),
        to=None,
        subject=about,
        signer=Signer("", "", "", "", ""),
        parts={},
        crisis_line=settings(reading).crisis_line,
    )


def _known(reading: Reading, patient: PatientId | None) -> Patient | None:
    require(reading.actor, Permission.SEE_CALENDAR)
    if patient is None:
        return None
    require(reading.actor, Permission.SEE_PATIENT)
    row = one(reading, Patient, patient)
    require_own(reading, patient)
    return row


def _form(reading: Reading, title: str, parts: tuple[FormPart, ...]) -> PaperForm:
    clinic = header(reading)
    return PaperForm(clinic.name, clinic.is_sample, title, parts)


def _who(known: Patient | None) -> tuple[Blank, ...]:
    if known is None:
        return Blank("Name", 3), Blank("Date of birth", 1)
    return Blank("Name", 3, full_name(known.given, known.family)), Blank("Date of birth", 1, _day(known.born))


def _hand(known: Patient | None) -> tuple[Blank, ...]:
    whose = "Signature of the patient, or who signs for the patient" if known is None else "Signature"
    return Blank(whose, 3), Blank("Date", 1)


def _day(on: date) -> str:
    return f"{on:%m/%d/%Y}"
