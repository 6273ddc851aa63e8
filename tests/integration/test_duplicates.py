"""Who may be registered already: for what reason, for whose eyes, and when two desks register one person at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest

from ibh_desktop.domain.alike import Person
from ibh_desktop.domain.errors import Conflict
from ibh_desktop.queries import duplicates
from ibh_desktop.usecases import appointments, patients
from tests.integration.world import RECEPTIONIST, THERAPIST, Clinic, at, later

BORN = date(1985, 3, 14)


def listed(clinic: Clinic, typed: Person, who: str = RECEPTIONIST) -> list[tuple[str, str]]:
    """Who is shown and why."""
    found = clinic.as_role(who).read(duplicates.possible, typed)
    return [(one.hit.name, one.why.value) for one in found]


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        (Person("Maria Elena", "OKon", born=BORN), "same name, same birth date"),
        (Person("Marya", "Okun", born=BORN), "sounds like, same birth date"),
        (Person("Mary", "O'Konn", phone="+12055550142"), "same phone, similar name"),
        (Person("", "", phone="+12055550142"), "same phone"),
        (Person("María Elena", "O'Kon", born=date(1985, 3, 15)), "same name, birth date close"),
        (Person("O'Kon", "María Elena"), "same name"),
        (Person("Marai", "Okno"), "similar name"),
    ],
)
def test_maria_is_listed_with_the_strongest_reason(clinic: Clinic, typed: Person, why: str) -> None:
    assert listed(clinic, typed) == [("O'Kon, María Elena", why)]


@pytest.mark.parametrize("typed", [Person("Wilhelmina", "Tresvant", born=BORN), Person("Xaver", ""), Person("", "")])
def test_nobody_is_listed_for_somebody_new(clinic: Clinic, typed: Person) -> None:
    assert listed(clinic, typed) == []


def test_a_therapist_sees_only_her_own_among_them(clinic: Clinic) -> None:
    ids, typed = clinic.ids, Person("Marya", "Okun", born=BORN)
    assert listed(clinic, typed, THERAPIST) == []
    clinic.app.write(appointments.book, patient=ids.maria, therapist=ids.ana, location=ids.birmingham, starts=at(later(1), 10))
    assert listed(clinic, typed, THERAPIST) == [("O'Kon, María Elena", "sounds like, same birth date")]


def test_somebody_who_is_changed_is_no_duplicate_of_herself(clinic: Clinic) -> None:
    typed = Person("Maria Elena", "OKon", born=BORN)
    assert clinic.as_role(RECEPTIONIST).read(duplicates.possible, typed, besides=clinic.ids.maria) == ()


def test_of_two_desks_that_register_one_person_at_once_the_second_is_told(clinic: Clinic) -> None:
    desks = [clinic.as_role(RECEPTIONIST) for _ in range(2)]
    details, together = patients.Details("Shanice", "Quarles", date(1992, 2, 2)), Barrier(2)

    def register(number: int) -> str:
        together.wait()
        try:
            return str(desks[number].write(patients.register, details))
        except Conflict as reason:
            return reason.sentence

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(register, range(2)))
    assert answers == ["4", "Somebody of this name and date of birth is already registered: number 10004."]
    assert clinic.count("patient") == 4
    clinic.as_role(RECEPTIONIST).write(patients.register, details, although_known=True)
    assert clinic.count("patient") == 5
