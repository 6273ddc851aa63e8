"""What may be told of a patient and on what ground: words of letters, authorizations and the log (DOMAIN.md 4.4)."""

from enum import StrEnum


class Information(StrEnum):
    """A class of information; an authorization names the classes that it covers, a letter's parts say which they hold."""

    ATTENDANCE = "dates and attendance"
    DIAGNOSIS = "diagnosis"
    TREATMENT = "treatment: focus, goals, plan, summary"
    SCORES = "questionnaire scores"
    MEDICINES = "medicines and allergies"
    RISK = "risk"
    SOCIAL = "social situation"
    SUBSTANCE_USE = "substance use"
    PSYCHOTHERAPY_NOTES = "psychotherapy notes"


class Basis(StrEnum):
    """The legal ground of a disclosure (45 CFR 164.502, 164.506, 164.508, 164.512, 164.524; 42 CFR 2.31, 2.51)."""

    TREATMENT = "treatment"
    PAYMENT = "payment"
    OPERATIONS = "operations"
    AUTHORIZATION = "authorization"
    PART2_CONSENT = "Part 2 consent"
    PATIENT_ACCESS = "the patient's own access"
    REQUIRED_BY_LAW = "required by law"
    SERIOUS_THREAT = "serious threat"
    EMERGENCY = "emergency"


class Special(StrEnum):
    """What an authorization must name for itself: it never follows from a general release."""

    PSYCHOTHERAPY_NOTES = "psychotherapy notes"
    PART2 = "substance use records (42 CFR Part 2)"
    PART2_COUNSELING_NOTES = "SUD counseling notes"
    HIV = "HIV status"


class Part2(StrEnum):
    """Whether 42 CFR Part 2 protects a record; PENDING is treated as YES."""

    NO = "no"
    YES = "yes"
    PENDING = "not settled"


class Notice(StrEnum):
    """Which of the two statements of 42 CFR 2.32 a letter carries."""

    NONE = ""
    SHORT = "short"
    LONG = "long"
