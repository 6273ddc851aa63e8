"""Founding, signing in, recovering, leaving, on both engines."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ibh_desktop.bootstrap import Founding, found, recover, sign_in
from ibh_desktop.domain.errors import Conflict, NotAllowed, Refused, SignInFailed, Unavailable
from ibh_desktop.domain.permissions import Role
from ibh_desktop.home import Home
from ibh_desktop.queries import clinic as read
from ibh_desktop.queries.audit_trail import first_broken
from ibh_desktop.security.passwords import SAMPLE
from ibh_desktop.usecases.clinic import add_staff
from tests.integration.world import EVERYBODY, MANAGER, PASSWORD, RECEPTIONIST, Clinic, Clock, Server, engine_of, founding

NEW = "a brand new pass phrase"


@pytest.fixture
def empty(engine_name: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Home]:
    """A folder, or a database on a server, in which there is no clinic yet."""
    if engine_name == "sqlite":
        yield Home(tmp_path / "clinic")
        return
    server: Server = request.getfixturevalue("server")
    home = server.fresh()
    yield home
    server.drop(home)


def test_a_founded_clinic_opens_for_its_manager(empty: Home) -> None:
    app, code = found(empty, founding(), clock=Clock())
    header = app.read(read.header)
    assert (header.name, header.is_sample, app.actor.role) == ("Riverside Clinic", False, Role.MANAGER)
    assert [line.username for line in app.read(read.staff)] == [MANAGER]
    assert len(code.split("-")) == 8
    assert app.read(first_broken, app.chain)[0] is None
    app.close()
    if empty.folder:
        assert sorted(p.name for p in empty.folder.iterdir()) == ["clinic.anchor", "clinic.db", "clinic.keys"]


def test_a_second_founding_is_a_conflict(empty: Home) -> None:
    found(empty, founding())[0].close()
    with pytest.raises(Conflict, match="There is already a clinic in"):
        found(empty, founding())


@pytest.mark.parametrize(
    "wrong",
    [
        {"username": "dr lee"},
        {"username": ""},
        {"manager": "  "},
        {"clinic": ""},
        {"password": "short"},
    ],
)
def test_a_founding_that_is_refused_leaves_nothing_and_can_be_repeated(empty: Home, wrong: dict[str, str]) -> None:
    plain = {"clinic": "Riverside", "username": MANAGER, "manager": "Morgan Avery", "password": PASSWORD}
    with pytest.raises(Refused):
        found(empty, Founding(**plain | wrong, cost=SAMPLE))  # type: ignore[arg-type]
    if empty.folder:
        assert not empty.folder.exists() or list(empty.folder.iterdir()) == []
    found(empty, founding())[0].close()


def test_a_sign_in_name_may_be_typed_in_any_case(empty: Home) -> None:
    found(empty, Founding("Riverside", "Morgan", "Morgan Avery", PASSWORD, cost=SAMPLE))[0].close()
    for typed in ("Morgan", " morgan ", "MORGAN"):
        app = sign_in(empty, typed, PASSWORD)
        assert app.actor.username == "morgan"
        app.close()


def test_everybody_signs_in_as_who_they_are(clinic: Clinic, place: Home) -> None:
    roles = {}
    for who in EVERYBODY:
        app = sign_in(place, who, PASSWORD)
        roles[who] = (app.actor.role.value, app.actor.therapist, sorted(app.actor.team))
        app.close()
    ids = clinic.ids
    assert roles == {
        "morgan": ("manager", None, []),
        "dana": ("receptionist", None, []),
        "lee.ann": ("clinical lead", None, [ids.ana]),
        "ana": ("therapist", ids.ana, []),
        "ben": ("therapist", ids.ben, []),
    }


def test_a_wrong_password_and_an_unknown_name_hear_the_same(place: Home) -> None:
    heard = []
    for user, password in ((MANAGER, "not the password at all"), ("nobody", PASSWORD), ("", "")):
        with pytest.raises(SignInFailed) as no:
            sign_in(place, user, password)
        heard.append(no.value.sentence)
    assert len(set(heard)) == 1


def test_a_server_without_a_clinic_and_a_folder_without_one_say_so(empty: Home) -> None:
    with pytest.raises(Unavailable, match=r"no clinic in this database yet|key file clinic\.keys is missing"):
        sign_in(empty, MANAGER, PASSWORD)


def test_the_recovery_key_gives_a_new_password(empty: Home) -> None:
    app, code = found(empty, founding())
    app.close()
    with pytest.raises(Refused, match="15 to 128"):
        recover(empty, code, MANAGER, "short")
    again = recover(empty, code.lower(), MANAGER, NEW)
    assert again.actor.username == MANAGER
    again.close()
    with pytest.raises(SignInFailed):
        sign_in(empty, MANAGER, PASSWORD)
    sign_in(empty, MANAGER, NEW).close()


def test_another_clinics_recovery_key_does_not_open_this_one(place: Home, tmp_path: Path) -> None:
    other, code = found(Home(tmp_path / "other"), founding())
    other.close()
    with pytest.raises(SignInFailed, match="not the recovery key of this clinic"):
        recover(place, code, MANAGER, NEW)
    typo = ("B" if code[0] == "A" else "A") + code[1:]
    with pytest.raises(Refused, match="Group 1 of the recovery key is mistyped"):
        recover(place, typo, MANAGER, NEW)


def test_a_changed_password_is_the_only_one_that_opens(clinic: Clinic, place: Home) -> None:
    clinic.app.keys.change_password(MANAGER, PASSWORD, NEW)
    with pytest.raises(SignInFailed):
        sign_in(place, MANAGER, PASSWORD)
    sign_in(place, MANAGER, NEW).close()
    sign_in(place, RECEPTIONIST, PASSWORD).close()


def test_a_leaver_cannot_sign_in(clinic: Clinic, place: Home) -> None:
    clinic.app.keys.remove(RECEPTIONIST)
    with pytest.raises(SignInFailed):
        sign_in(place, RECEPTIONIST, PASSWORD)


def test_a_leaver_whose_slot_was_left_behind_is_turned_away(clinic: Clinic, place: Home) -> None:
    with engine_of(clinic.app).begin() as connection:
        inactive = "active = 0" if place.folder else "active = false"
        connection.exec_driver_sql(f"UPDATE staff SET {inactive} WHERE username = 'dana'")
    with pytest.raises(NotAllowed, match="not active any more"):
        sign_in(place, RECEPTIONIST, PASSWORD)


def test_a_sign_in_name_is_given_once(clinic: Clinic) -> None:
    with pytest.raises(Conflict, match="already a sign-in name dana"):
        clinic.app.write(add_staff, username=" Dana ", name="Dana Two", role=Role.RECEPTIONIST)
