"""When a kind of letter may be written, and who signs beside its author."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from ibh_desktop.domain import letter_occasions as rules
from ibh_desktop.domain.appointments import Status
from ibh_desktop.domain.courses import CourseStatus
from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.letter_kinds import RULES
from ibh_desktop.domain.letter_signing import Author, cosign_lacking, cosigner_of, require_waiting
from ibh_desktop.domain.letters import LetterStatus
from ibh_desktop.domain.lifecycle import EndReason
from ibh_desktop.domain.phases import Phase

NOW = datetime(2027, 1, 4, 15, tzinfo=UTC)
LATER = NOW.replace(hour=16)


def refused(ask: Callable[[], object]) -> str:
    """The sentence of a refusal, empty where there is none."""
    try:
        ask()
    except Refused as no:
        return str(no)
    return ""


@pytest.mark.parametrize("status", Status)
def test_each_letter_about_a_visit_has_its_status(status: Status) -> None:
    asks = {
        "confirmation": lambda: rules.require_upcoming(status, LATER, NOW),
        "missed": lambda: rules.require_missed(status),
        "attendance": lambda: rules.require_attended(status),
    }
    may = {kind for kind, ask in asks.items() if not refused(ask)}
    wanted = {
        Status.SCHEDULED: {"confirmation"},
        Status.CONFIRMED: {"confirmation"},
        Status.NO_SHOW: {"missed"},
        Status.COMPLETED: {"attendance"},
    }
    assert may == wanted.get(status, set())
    assert all(status.value in said for ask in asks.values() if (said := refused(ask)))


def test_a_visit_that_has_begun_is_confirmed_no_more() -> None:
    assert refused(lambda: rules.require_upcoming(Status.CONFIRMED, NOW, NOW)) == (
        "This visit is over; there is nothing to confirm."
    )


def test_no_letter_goes_out_while_somebody_worries_or_the_therapist_calls() -> None:
    assert refused(lambda: rules.require_no_worry(worried=True)).endswith("the therapist calls instead of writing.")
    assert not refused(lambda: rules.require_no_worry(worried=False))
    said = refused(lambda: rules.require_no_veto("vetoed: I call her", "Ana Lee"))
    assert said == "Ana Lee does not want a letter about this visit to go out (I call her)."
    assert not refused(lambda: rules.require_no_veto("written twice", "Ana Lee"))


@pytest.mark.parametrize("status", CourseStatus)
def test_a_closing_letter_follows_an_early_end_and_never_a_death(status: CourseStatus) -> None:
    said = refused(lambda: rules.require_ended_early(status, EndReason.MOVED))
    assert bool(said) is (status is not CourseStatus.ENDED_EARLY)
    assert refused(lambda: rules.require_ended_early(status, EndReason.DECEASED))


@pytest.mark.parametrize(
    ("phase", "delivered", "may"),
    [(Phase.INITIAL, 0, False), (Phase.INITIAL, 2, False), (Phase.INITIAL, 3, True), (Phase.MIDDLE, 1, True)],
)
def test_a_plan_is_written_from_the_end_of_the_initial_phase(phase: Phase, delivered: int, may: bool) -> None:  # noqa: FBT001
    for status, running in ((CourseStatus.ACTIVE, True), (CourseStatus.COMPLETED, False)):
        said = refused(
            lambda status=status: rules.require_initial_over(status, phase, delivered=delivered, initial=3)  # type: ignore[misc]
        )
        assert (not said) is (may and running)


@pytest.mark.parametrize(
    ("name", "provider", "authorized", "says"),
    [
        ("Dr. Hart", True, False, ""),
        ("Hoover High", False, True, ""),
        ("Hoover High", False, False, "Hoover High gives no health care"),
        (None, False, False, "names nobody who sent the patient"),
    ],
)
def test_only_a_provider_is_thanked_without_an_authorization(
    name: str | None,
    provider: bool,  # noqa: FBT001
    authorized: bool,  # noqa: FBT001
    says: str,
) -> None:
    said = refused(lambda: rules.require_referrer(name, provider=provider, authorized=authorized))
    assert says in said
    assert bool(said) is bool(says)


def test_nobody_is_thanked_before_the_first_visit() -> None:
    assert "after the first visit" in refused(lambda: rules.require_seen(seen=False))
    assert not refused(lambda: rules.require_seen(seen=True))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
@pytest.mark.parametrize("credential", ["ALC", "LMSW", "MFT Associate", "LPC", "LPC-S", "PhD"])
def test_invariant_13_an_associates_letters_need_the_supervisor(rule: object, credential: str) -> None:
    kind = next(one for one in RULES if one is rule)
    needs = credential in ("ALC", "LMSW", "MFT Associate") and kind.code in ("L1", "L2", "L4", "L6", "L9")
    assert cosigner_of(kind, Author("Ana Lee", credential, 7)) == (7 if needs else None)
    said = refused(lambda: cosigner_of(kind, Author("Ana Lee", credential, None)))
    assert bool(said) is needs
    assert not needs or "has no supervisor now" in said


@pytest.mark.parametrize("status", LetterStatus)
def test_only_a_letter_that_its_author_signed_waits_for_a_second_signature(status: LetterStatus) -> None:
    for cosigner, cosigned in ((None, False), (7, False), (7, True)):
        said = refused(
            lambda cosigner=cosigner, cosigned=cosigned: require_waiting(status, cosigner=cosigner, cosigned=cosigned)  # type: ignore[misc]
        )
        assert (not said) is (status is LetterStatus.SIGNED and cosigner == 7 and not cosigned)


def test_what_waits_for_the_supervisor_is_neither_printed_nor_sent() -> None:
    assert "waits for the supervisor" in cosign_lacking(cosigner=7, cosigned=False)
    assert not cosign_lacking(cosigner=7, cosigned=True)
    assert not cosign_lacking(cosigner=None, cosigned=False)
