"""Who may do what: the matrix of DOMAIN.md 7, as far as the application reaches.

`OWN` means the therapist's own patients; `TEAM` adds those of supervised therapists.
"""

from dataclasses import dataclass
from enum import Enum, StrEnum, auto

from ibh_desktop.domain.errors import NotAllowed
from ibh_desktop.domain.ids import StaffId, TherapistId


class Role(StrEnum):
    """The clinic's workforce classes (45 CFR 164.514(d)(2))."""

    RECEPTIONIST = "receptionist"
    THERAPIST = "therapist"
    LEAD = "clinical lead"
    MANAGER = "manager"


class Scope(Enum):
    """How far a permission reaches."""

    OWN = auto()
    TEAM = auto()
    ALL = auto()


class Permission(StrEnum):
    """What is asked for; the value completes the sentence "You may not …"."""

    SEE_CALENDAR = "see the calendar"
    BOOK = "book or move this appointment"
    MOVE_ON = "change this appointment's status"
    CORRECT_LATER = "correct a visit of another day"
    OVERBOOK = "book over another appointment"
    SEE_PASSED = "see what was booked against a warning"
    SEE_PATIENT = "open this patient's file"
    EDIT_PATIENT = "register or change this patient"
    IMPORT_PATIENTS = "import patients"
    SEE_COURSE = "see this course"
    OPEN_COURSE = "open or change this course"
    SEE_CLINICAL = "see clinical notes of this course"
    EDIT_CLINICAL = "write in this course"
    ENTER_MEASURE = "enter this form"
    RAISE_CONCERN = "raise a safety concern about this patient"
    SEE_SAFETY = "see what was recorded about this safety event"
    EDIT_SAFETY = "record something about this safety event"
    VOID_SAFETY = "say that this safety event was an error"
    SEE_SAFETY_BANNER = "see whom a clinician must see before they leave"
    COUNT_SAFETY = "count safety events"
    WRITE_NOTE = "write or sign progress notes"
    COSIGN_NOTE = "co-sign this note"
    COUNT_NOTES = "count notes that wait"
    PRIVATE_NOTES = "keep private notes"
    SEE_LETTERS = "see this patient's letters"
    WRITE_LETTER = "write this letter"
    SIGN_LETTER = "sign this letter"
    PRINT_LETTER = "print this letter"
    COSIGN_LETTER = "co-sign this letter"
    SEE_DESK_LETTERS = "see the letters of the front desk"
    WRITE_DESK_LETTER = "write this letter of the front desk"
    EDIT_RECIPIENTS = "change the address book"
    SEE_AUTHORIZATIONS = "see authorizations and what was disclosed"
    EDIT_AUTHORIZATIONS = "record an authorization or a disclosure"
    SEE_ROSTER = "see the roster"
    EDIT_ROSTER = "change this roster"
    EDIT_PROFILE = "change this profile"
    EDIT_PLACES = "change locations"
    EDIT_STAFF = "change staff"
    EDIT_SETTINGS = "change the settings"
    READ_AUDIT = "read the audit log"
    BACK_UP = "make or try a backup"
    SEE_INQUIRIES = "see this request"
    EDIT_INQUIRIES = "take or change requests"
    TRIAGE_INQUIRIES = "triage this request"
    SEE_WAITLIST = "see this entry of the waitlist"
    EDIT_WAITLIST = "change this entry of the waitlist"
    TRIAGE_WAITLIST = "triage this entry of the waitlist"


R, T, L, M = Role.RECEPTIONIST, Role.THERAPIST, Role.LEAD, Role.MANAGER

MATRIX: dict[Permission, dict[Role, Scope]] = {
    Permission.SEE_CALENDAR: {R: Scope.ALL, T: Scope.ALL, L: Scope.ALL, M: Scope.ALL},
    Permission.BOOK: {R: Scope.ALL, T: Scope.OWN, L: Scope.ALL, M: Scope.ALL},
    Permission.MOVE_ON: {R: Scope.ALL, T: Scope.OWN, L: Scope.ALL, M: Scope.ALL},
    # Later than the same day; whoever held a session puts its end right within 24 hours (DOMAIN.md 5.2).
    Permission.CORRECT_LATER: {M: Scope.ALL},
    Permission.OVERBOOK: {M: Scope.ALL},
    Permission.SEE_PASSED: {L: Scope.ALL, M: Scope.ALL},
    Permission.SEE_PATIENT: {R: Scope.ALL, T: Scope.OWN, L: Scope.ALL, M: Scope.ALL},
    Permission.EDIT_PATIENT: {R: Scope.ALL, T: Scope.OWN, M: Scope.ALL},
    Permission.IMPORT_PATIENTS: {R: Scope.ALL, M: Scope.ALL},
    Permission.SEE_COURSE: {R: Scope.ALL, T: Scope.OWN, L: Scope.TEAM},
    Permission.OPEN_COURSE: {R: Scope.ALL, T: Scope.OWN, L: Scope.TEAM},
    Permission.SEE_CLINICAL: {T: Scope.OWN, L: Scope.TEAM},
    Permission.EDIT_CLINICAL: {T: Scope.OWN, L: Scope.TEAM},
    # A receptionist only as far as the setting `reception_may_enter_measures` allows.
    Permission.ENTER_MEASURE: {R: Scope.ALL, T: Scope.OWN, L: Scope.TEAM},
    Permission.RAISE_CONCERN: {R: Scope.ALL, T: Scope.OWN, L: Scope.ALL, M: Scope.ALL},
    Permission.SEE_SAFETY: {T: Scope.OWN, L: Scope.ALL},
    Permission.EDIT_SAFETY: {T: Scope.OWN, L: Scope.ALL},
    Permission.VOID_SAFETY: {L: Scope.ALL},
    Permission.SEE_SAFETY_BANNER: {R: Scope.ALL},
    Permission.COUNT_SAFETY: {L: Scope.ALL, M: Scope.ALL},
    Permission.WRITE_NOTE: {T: Scope.OWN, L: Scope.OWN},
    Permission.COSIGN_NOTE: {L: Scope.TEAM},
    Permission.COUNT_NOTES: {L: Scope.ALL, M: Scope.ALL},
    Permission.PRIVATE_NOTES: {T: Scope.OWN, L: Scope.OWN},
    Permission.SEE_LETTERS: {R: Scope.ALL, T: Scope.OWN, L: Scope.TEAM},
    Permission.WRITE_LETTER: {T: Scope.OWN, L: Scope.TEAM},
    Permission.SIGN_LETTER: {T: Scope.OWN, L: Scope.TEAM},
    Permission.PRINT_LETTER: {R: Scope.ALL, T: Scope.OWN, L: Scope.TEAM},
    # A supervisor co-signs by name on the letter, whatever her role: the use case asks for that beside the permission.
    Permission.COSIGN_LETTER: {T: Scope.TEAM, L: Scope.TEAM},
    Permission.SEE_DESK_LETTERS: {R: Scope.ALL, T: Scope.OWN, L: Scope.ALL, M: Scope.ALL},
    Permission.WRITE_DESK_LETTER: {R: Scope.ALL, T: Scope.OWN, L: Scope.ALL},
    Permission.EDIT_RECIPIENTS: {R: Scope.ALL, T: Scope.ALL, L: Scope.ALL, M: Scope.ALL},
    Permission.SEE_AUTHORIZATIONS: {R: Scope.ALL, T: Scope.OWN, L: Scope.ALL, M: Scope.ALL},
    Permission.EDIT_AUTHORIZATIONS: {R: Scope.ALL, T: Scope.OWN},
    Permission.SEE_ROSTER: {R: Scope.ALL, T: Scope.ALL, L: Scope.ALL, M: Scope.ALL},
    Permission.EDIT_ROSTER: {T: Scope.OWN, L: Scope.ALL, M: Scope.ALL},
    Permission.EDIT_PROFILE: {T: Scope.OWN, L: Scope.OWN, M: Scope.ALL},
    Permission.EDIT_PLACES: {M: Scope.ALL},
    Permission.EDIT_STAFF: {M: Scope.ALL},
    Permission.EDIT_SETTINGS: {M: Scope.ALL},
    Permission.READ_AUDIT: {M: Scope.ALL},
    Permission.BACK_UP: {M: Scope.ALL},
    # A therapist those that were assigned to her; she is asked as staff, for nobody of them is a patient yet.
    Permission.SEE_INQUIRIES: {R: Scope.ALL, T: Scope.OWN, L: Scope.ALL, M: Scope.ALL},
    Permission.EDIT_INQUIRIES: {R: Scope.ALL, L: Scope.ALL},
    Permission.TRIAGE_INQUIRIES: {T: Scope.OWN, L: Scope.ALL},
    Permission.SEE_WAITLIST: {R: Scope.ALL, T: Scope.OWN, L: Scope.ALL, M: Scope.ALL},
    Permission.EDIT_WAITLIST: {R: Scope.ALL, T: Scope.OWN, L: Scope.ALL, M: Scope.ALL},
    Permission.TRIAGE_WAITLIST: {T: Scope.OWN, L: Scope.ALL},
}


@dataclass(frozen=True, slots=True)
class Actor:
    """The person who is signed in; `team` holds the therapists this person supervises."""

    staff: StaffId
    username: str
    name: str
    role: Role
    therapist: TherapistId | None = None
    team: frozenset[TherapistId] = frozenset()


def scope(actor: Actor, permission: Permission) -> Scope | None:
    """How far `permission` reaches for this person, None when not at all."""
    return MATRIX[permission].get(actor.role)


def may(actor: Actor, permission: Permission, therapist: TherapistId | None = None) -> bool:
    """Whether `actor` may; `therapist` is whose patient or calendar it concerns.

    Without a therapist the question is whether there is anything the actor may do.
    """
    how_far = scope(actor, permission)
    if how_far is None or how_far is Scope.ALL or therapist is None:
        return how_far is not None
    if therapist == actor.therapist:
        return True
    return how_far is Scope.TEAM and therapist in actor.team


def reach(actor: Actor, permission: Permission) -> frozenset[TherapistId] | None:
    """Whose patients and calendars `permission` reaches, as `may` has it one by one; None for everybody's."""
    how_far = scope(actor, permission)
    if how_far is Scope.ALL:
        return None
    own = frozenset({actor.therapist} if how_far is not None and actor.therapist is not None else ())
    return own | actor.team if how_far is Scope.TEAM else own


def require(actor: Actor, permission: Permission, therapist: TherapistId | None = None) -> None:
    """Raise `NotAllowed` unless `actor` may; the first line of every use case."""
    if not may(actor, permission, therapist):
        whose = " of another therapist's patient" if therapist and scope(actor, permission) else ""
        raise NotAllowed(f"As {actor.role} you may not {permission.value}{whose}. Ask the clinic's manager.")
