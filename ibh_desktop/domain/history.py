"""What the audit says of a patient, in plain words, and who may read which of it (DOMAIN.md 7).

A code that stands here nowhere is shown to nobody; private notes stand here on purpose not at all (DOMAIN.md 7, SAFETY.md 4).
"""

from dataclasses import dataclass

from ibh_desktop.domain.permissions import Permission

_FILE, _LAW = Permission.SEE_PATIENT, Permission.SEE_AUTHORIZATIONS
_COURSE, _CHART = Permission.SEE_COURSE, Permission.SEE_CLINICAL
_LETTERS, _SAFETY = Permission.SEE_LETTERS, Permission.SEE_SAFETY


@dataclass(frozen=True, slots=True)
class Said:
    """What an action is called after a person's name, and what one needs to read that it happened."""

    words: str
    needs: Permission


def _all(needs: Permission, noun: str, verbs: dict[str, str]) -> dict[str, Said]:
    return {f"{noun}:{verb}": Said(words, needs) for verb, words in verbs.items()}


def _kept(needs: Permission, noun: str, what: str, more: dict[str, str] | None = None) -> dict[str, Said]:
    """What is noted, changed, taken off and put back."""
    usual = {"add": f"added {what}", "change": f"changed {what}", "remove": f"took {what} off the file"}
    return _all(needs, noun, usual | {"put-back": f"put {what} back"} | (more or {}))


_MERGED = {"merge": "merged another file into this one", "unmerge": "took two merged files apart again"}
OF_PATIENT: dict[str, Said] = (
    _all(_FILE, "patient", {"register": "registered the patient", "change": "changed"} | _MERGED)
    | _all(_CHART, "patient", {"part2": "noted whether 42 CFR Part 2 covers the record"})
    | _kept(_FILE, "guardian", "a guardian")
    | _kept(_FILE, "coverage", "a payer")
    | _kept(_FILE, "consent", "a signed paper", {"revoke": "noted that a signed paper was revoked"})
    | _all(
        _FILE,
        "estimate",
        {
            "due": "made a Good Faith Estimate due by a booking",
            "undone": "took back an estimate with its booking",
            "ask": "noted that an estimate was asked for",
            "give": "gave a Good Faith Estimate",
            "not-needed": "noted that no estimate is needed",
            "take-back": "opened an estimate again",
        },
    )
    | _all(
        _LAW,
        "authorization",
        {
            "record": "recorded an authorization",
            "revoke": "noted that an authorization was revoked",
            "end": "noted that an authorization ended",
            "void": "voided an authorization",
        },
    )
    | _all(_FILE, "contact", {"change": "changed how the patient is reached"})
    | _all(_LAW, "disclosure", {"record": "noted what was told"})
)

OF_SAFETY = _all(
    _SAFETY,
    "safety",
    {
        "raise": "raised a safety concern",
        "begin": "began a safety assessment",
        "screener": "recorded a screener",
        "assess": "recorded a safety assessment",
        "tell": "noted who was told of a safety event",
        "close": "closed a safety event",
        "reopen": "reopened a safety event",
        "enter-in-error": "said that a safety event was an error",
    },
)

BY_COURSE = _all(
    _FILE,
    "appointment",
    {
        "book-course": "booked the sessions of a course",
        "unbook-course": "took back the booking of a course",
        "hand-over": "handed the sessions of a course over to another therapist",
    },
)
"""Of appointments, with a course as their subject."""

OF_VISIT = _all(
    _FILE,
    "appointment",
    {
        "book": "booked a visit",
        "book-series": "booked a series of visits",
        "book-together": "booked a visit of several patients",
        "book-group": "booked a group's sessions",
        "join-group": "booked a place in a group",
        "unbook-group": "took back the booking of a group",
        "make-up": "booked a visit in place of another",
        "move": "moved a visit",
        "mark": "marked a visit",
        "cancel": "cancelled a visit",
        "release": "released the visits that were left",
        "unbook": "took back a booking",
        "undo": "undid a change of a visit",
        "correct": "corrected what became of a visit",
        "arrive-elsewhere": "noted an arrival at another location",
    },
) | {
    "appointment:intake": Said("said whether the intake counts as a session", _CHART),
    "absence:call": Said("called about a visit", _FILE),
    "call:made": Said("called about a visit", _FILE),
    "call:withdraw": Said("took back a call about a visit", _FILE),
    "appointment:pass-hold": Said("kept the visit of several for the others", _FILE),
    "desk-note:leave": Said("left a line about a visit", _FILE),
    "desk-note:done": Said("ticked off a line about a visit", _FILE),
    "desk-note:put-back": Said("put back a line about a visit", _FILE),
}

OF_LETTER = _all(
    _LETTERS,
    "letter",
    {
        "draft": "began a letter",
        "write": "wrote in a letter",
        "sign": "signed a letter",
        "cosign": "co-signed a letter",
        "send back": "sent a letter back to its author",
        "withdraw": "withdrew a letter",
        "print": "printed a letter",
        "send": "sent a letter",
        "answer": "noted an answer to a letter",
        "close": "closed a letter",
        "take-back": "took back what was noted of a letter",
    },
)

OF_COURSE: dict[str, Said] = (
    _all(
        _COURSE,
        "course",
        {
            "open": "opened a course",
            "unopen": "took back the opening of a course",
            "start": "started a course",
            "cancel": "cancelled a course",
            "hold": "put a course on hold",
            "resume": "resumed a course",
            "complete": "completed a course",
            "end_early": "ended a course early",
            "transfer": "transferred a course",
            "reopen": "reopened a course",
            "therapist": "gave a course to another therapist",
            "phase": "moved a course to another phase",
            "undo": "undid a step of a course",
        },
    )
    | _all(_CHART, "course", {"intake": "said whether the intake counts as a session"})
    | _all(_CHART, "contract", {"agree": "agreed the contract of a course"})
    | _all(_CHART, "measure", {"record": "entered a form"})
    | _all(
        _CHART,
        "note",
        {
            "save": "wrote in a progress note",
            "sign": "signed a progress note",
            "cosign": "co-signed a progress note",
            "add": "added to a signed progress note",
            "close": "closed a progress note",
        },
    )
    | _kept(_CHART, "goal", "a goal", {"rate": "rated a goal", "move": "moved a goal on", "restore": "undid a goal's step"})
    | _kept(_CHART, "event", "a life event")
    | _kept(_CHART, "person", "somebody in the circle", {"place": "moved somebody in the circle"})
    | _all(_CHART, "circle", {"keep": "kept a picture of the circle"})
    | _all(_CHART, "formulation", {"write": "wrote the formulation"})
    | _all(
        _CHART,
        "homework",
        {
            "assign": "gave homework",
            "change": "changed homework",
            "review": "reviewed homework",
            "carry": "carried homework over",
            "cancel": "cancelled homework",
        },
    )
    | _all(
        _CHART,
        "issue",
        {"note": "noted a lingering issue", "dispose": "settled a lingering issue", "refer": "referred an issue"},
    )
    | OF_SAFETY
)

FIELDS = {
    "given": "first name",
    "family": "last name",
    "born": "date of birth",
    "preferred": "preferred name",
    "sex": "sex",
    "phone": "phone",
    "email": "e-mail",
    "street": "street",
    "city": "city",
    "state": "state",
    "postcode": "ZIP code",
    "notes": "notes",
    "location_id": "usual location",
    "active": "active",
}
"""What staff call the fields of a patient."""


def field_word(name: str) -> str:
    """What staff call a field; of one that is new its own name without underscores."""
    return FIELDS.get(name, name.replace("_", " "))
