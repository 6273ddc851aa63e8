"""The clinic's settings, each described once; the settings page and the store follow from this."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date, timedelta
from typing import Any

from ibh_desktop.domain.errors import Refused


def _setting(default: Any, label: str, help_text: str, *, low: int = 0, high: int = 0) -> Any:
    return field(default=default, metadata={"label": label, "help": help_text, "low": low, "high": high})


@dataclass(frozen=True, slots=True)
class Settings:
    """Values a manager may change; numbers carry their bounds."""

    late_cancel_hours: int = _setting(
        24, "Late cancellation", "Hours before the start within which a cancellation is late.", low=0, high=168
    )
    count_late_cancel: int = _setting(
        0,
        "Late cancellations count",
        "1: a session that is cancelled late uses up one session of the contract. It is never counted as held.",
        low=0,
        high=1,
    )
    no_show_minutes: int = _setting(
        15, "No-show after", "Minutes after the start from which a no-show can be recorded.", low=0, high=120
    )
    wait_alert_minutes: int = _setting(
        15, "Long wait", "Minutes of waiting after which a visit stands out on Today.", low=1, high=120
    )
    lock_minutes: int = _setting(
        5, "Lock after", "Minutes without a key or click after which the window locks.", low=1, high=15
    )
    buffer_minutes: int = _setting(
        10, "Pause after a session", "Minutes that stay free after a session of a therapist.", low=0, high=60
    )
    intake_buffer_minutes: int = _setting(
        15, "Pause after an intake", "Minutes that stay free after an intake of a therapist.", low=0, high=60
    )
    travel_minutes: int = _setting(
        45, "Travel between locations", "Minutes a therapist needs from one location to another.", low=0, high=240
    )
    most_a_day: int = _setting(
        6, "Sessions a day", "Sessions of one therapist on one day, above which booking warns.", low=1, high=20
    )
    most_in_a_row: int = _setting(
        4, "Sessions in a row", "Sessions without half an hour between them, above which booking warns.", low=1, high=20
    )
    shift_rest: int = _setting(
        0, "Shift the rest", "1: when a session moves to another week or is missed, the rest moves on with it.", low=0, high=1
    )
    consent_age: int = _setting(
        16, "Age of consent", "Years from which a patient consents to treatment alone.", low=12, high=19
    )
    majority_age: int = _setting(19, "Age of majority", "Years from which a patient is of age.", low=18, high=21)
    required_consents: str = _setting(
        "treatment, privacy notice, telehealth",
        "Papers before a visit",
        "What must be signed, with commas between: treatment, privacy notice, telehealth (asked of telehealth visits only),"
        " texts and e-mail, financial policy.",
    )
    require_release_for_referral: int = _setting(
        1,
        "Signed release for referrals",
        "1: a referral letter leaves the house only with the patient's signed authorization. 0: for treatment it goes without.",
        low=0,
        high=1,
    )
    reception_may_enter_measures: int = _setting(
        0,
        "Forms at the front desk",
        "0: only clinicians enter forms. 1: the front desk too, without seeing scores, save forms that ask about self-harm."
        " 2: those as well.",
        low=0,
        high=2,
    )
    pcl5_cut: int = _setting(33, "Cut of the PCL-5", "Total from which a PCL-5 is at or above the cut.", low=31, high=33)
    max_active_goals: int = _setting(
        1, "Active goals", "Goals of one course that are worked on at the same time.", low=1, high=5
    )
    letter_bring: str = _setting(
        "Your insurance card, a photo ID and a list of the medicines that you take.",
        "What to bring",
        "Proposed for confirmations of visits at the clinic.",
    )
    letter_early_minutes: int = _setting(
        10, "Come early", "Minutes before the start at which confirmations ask patients to come.", low=0, high=60
    )
    letter_rebook_days: int = _setting(
        14, "Rebook within", "Days within which a letter about a missed visit asks patients to call.", low=1, high=60
    )
    letter_fee: str = _setting(
        "", "Fee for a missed visit", "Offered to letters about missed visits, left out until somebody ticks it."
    )
    letter_follow: str = _setting(
        "A summary will follow if the patient agrees.", "What follows", "Proposed for letters that thank a referrer."
    )
    letter_come_back: str = _setting(
        "Call us when symptoms come back or get in the way of your day. You need no new referral.",
        "When to come back",
        "Proposed for progress letters and for letters at the end of treatment.",
    )
    letter_options: str = _setting(
        "Your family doctor and your health plan can name other therapists near you.",
        "Other ways to get help",
        "Proposed for letters at the end of treatment.",
    )
    letter_privacy: str = _setting(
        "What you tell us stays with us. The law sets limits: serious danger to you or to somebody else, abuse or neglect of a"
        " child or of an adult who cannot protect themselves, and a court's order.",
        "Privacy and its limits",
        "Proposed for treatment plans.",
    )
    crisis_line: str = _setting("988", "Crisis line", "Printed on letters and shown with safety notices.")
    crisis_ways: str = _setting(
        "call, text, chat; Veterans press 1", "Ways to the crisis line", "How it is reached, shown with safety notices."
    )
    emergency_line: str = _setting("911", "Immediate danger", "Shown with safety notices.")
    site_crisis_line: str = _setting("", "Our own crisis number", "Shown with safety notices when there is one.")
    crisis_checked_on: str = _setting(
        "", "Crisis numbers checked on", "The date on which somebody last called them to see that they answer."
    )
    request_folder: str = _setting(
        "",
        "Folder of web requests",
        "Every CSV or JSON file of requests that is put here is taken once, with a receipt beside it. Empty: no folder.",
    )
    backup_folder: str = _setting(
        "",
        "Second place for backups",
        "A folder on another disk or PC: every backup is copied there as well and read back. Empty: no second place.",
    )
    reminder_days: int = _setting(
        2, "Reminders", "Business days ahead for which the call list holds the visits; intakes one day earlier.", low=1, high=10
    )

    @property
    def notice(self) -> timedelta:
        """How long before the start a cancellation is in time."""
        return timedelta(hours=self.late_cancel_hours)

    @property
    def grace(self) -> timedelta:
        """How long after the start a no-show may be recorded."""
        return timedelta(minutes=self.no_show_minutes)

    @property
    def crisis_lines(self) -> tuple[str, ...]:
        """Whom to call, one line each (DOMAIN.md 3.3)."""
        ways = f" ({self.crisis_ways})" if self.crisis_ways else ""
        own = f"{self.site_crisis_line}: our own crisis number" if self.site_crisis_line else ""
        lines = (f"{self.crisis_line} Suicide & Crisis Lifeline{ways}", f"{self.emergency_line} for immediate danger", own)
        return tuple(line for line in lines if line)

    @property
    def crisis_checked(self) -> str:
        """When somebody last saw that these numbers answer, in a sentence for staff."""
        if self.crisis_checked_on:
            return f"Numbers checked on {self.crisis_checked_on}."
        return "Nobody noted yet when these numbers were last checked."

    def pause_after(self, kind: str) -> timedelta:
        """What a therapist has free after a visit of a kind (DOMAIN.md 5.3)."""
        return timedelta(minutes=self.intake_buffer_minutes if kind == "intake" else self.buffer_minutes)


@dataclass(frozen=True, slots=True)
class Described:
    """One setting as the settings page shows it; `low` = `high` = 0 where it is a text."""

    name: str
    label: str
    help: str
    low: int
    high: int


DESCRIBED = tuple(
    Described(f.name, f.metadata["label"], f.metadata["help"], f.metadata["low"], f.metadata["high"]) for f in fields(Settings)
)


def from_text(stored: Mapping[str, str]) -> Settings:
    """Settings from stored texts; what is not stored keeps its default."""
    given: dict[str, Any] = {d.name: int(stored[d.name]) if d.high else stored[d.name] for d in DESCRIBED if d.name in stored}
    return Settings(**given)


def require_value(described: Described, text: str) -> str:
    """The text ready to store; raise `Refused` when a number is none or out of bounds."""
    if described.name == "crisis_checked_on" and text.strip():
        from ibh_desktop.domain.typed import parse_date  # noqa: PLC0415 - start-up: only when it is changed

        return f"{parse_date(text, date.max, field=described.name, past=False):%m/%d/%Y}"
    if described.name == "required_consents":
        from ibh_desktop.domain.desk_consents import parse_kinds  # noqa: PLC0415 - start-up: only when it is changed

        return ", ".join(kind.value for kind in parse_kinds(text))
    if not described.high:
        return text.strip()
    if not text.strip().isdecimal() or not described.low <= int(text) <= described.high:
        raise Refused(f"{described.label} is a number from {described.low} to {described.high}.", field=described.name)
    return text.strip()
