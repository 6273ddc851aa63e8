"""Desks that write letters at one moment: no number twice, nothing taken on twice, one second signature or none."""

from collections import Counter
from collections.abc import Callable, Sequence
from threading import Barrier, Thread

from ibh_desktop.domain.errors import Conflict, Refused
from ibh_desktop.domain.letter_kinds import REFERRAL
from ibh_desktop.usecases import letters
from tests.integration import letter_desk
from tests.integration.letter_world import told
from tests.integration.world import LEAD, RECEPTIONIST, THERAPIST, Clinic
from tests.letter_words import whole

ROUNDS = 5


def together(steps: Sequence[Callable[[], object]]) -> Counter[str]:
    """Run steps at one moment; count what each desk heard."""
    start, heard = Barrier(len(steps)), list[str]()

    def run(step: Callable[[], object]) -> None:
        start.wait()
        try:
            step()
            heard.append("won")
        except (Refused, Conflict) as reason:
            heard.append(type(reason).__name__)

    running = [Thread(target=run, args=(step,)) for step in steps]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    return Counter(heard)


def test_letters_begun_at_once_have_numbers_of_their_own_and_one_takes_on_what_lingers(clinic: Clinic) -> None:
    chart = told(clinic)
    desks = [clinic.as_role(who) for who in (THERAPIST, LEAD, THERAPIST, RECEPTIONIST)]
    kinds = ("referral", "referral", "summary", "confirmation")
    for _ in range(ROUNDS):
        steps = [
            lambda desk=desk, kind=kind: desk.write(letters.begin, kind, chart.about(kind))
            for desk, kind in zip(desks, kinds, strict=True)
        ]
        assert together(steps) == {"won": len(desks)}
    numbers = [row[0] for row in clinic.rows("SELECT number FROM letter")]
    assert len(set(numbers)) == len(numbers) == ROUNDS * len(desks)
    referred = "SELECT count(*) FROM audit WHERE action = 'issue:refer'"
    assert clinic.rows(referred) == [(1,)]
    taken = "SELECT kind FROM letter WHERE id = (SELECT referral_id FROM lingering_issue WHERE referral_id IS NOT NULL)"
    assert clinic.rows(taken) == [("referral",)]


def test_of_a_second_signature_and_a_letter_given_back_one_holds(clinic: Clinic) -> None:
    chart = told(clinic)
    ana, desks = clinic.as_role(THERAPIST), [clinic.as_role(LEAD) for _ in range(4)]
    for _ in range(ROUNDS):
        letter = letter_desk.drafted(ana, chart.course, whole(REFERRAL), recipient=chart.referrer)
        ana.write(letters.sign, letter, pdf=b"%PDF one", version=letter_desk.VERSION)
        version = letter_desk.VERSION + 1
        steps: list[Callable[[], object]] = [
            lambda desk=desk: desk.write(letters.cosign, letter, pdf=b"%PDF two", version=version)  # type: ignore[misc]  # noqa: B023
            for desk in desks[:2]
        ]
        steps += [
            lambda desk=desk: desk.write(letters.send_back, letter, reason="No", version=version)  # type: ignore[misc]  # noqa: B023
            for desk in desks[2:]
        ]
        heard = together(steps)
        assert (heard["won"], sum(heard.values())) == (1, 4), heard
        ((status, unsigned, empty),) = clinic.rows(
            "SELECT status, cosigned_at IS NULL, pdf IS NULL FROM letter WHERE id = :l", l=letter
        )
        assert (status, bool(unsigned), bool(empty)) in (("signed", False, False), ("draft", True, True))
