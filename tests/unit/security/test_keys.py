"""Key slots: who gets in, in which words others do not, and what tampering looks like."""

import json
from base64 import b64decode, b64encode
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ibh_desktop.domain.errors import IbhError, Refused, SignInFailed, Unavailable
from ibh_desktop.security.keyring import KeyRing
from ibh_desktop.security.keys import (
    RECOVERY,
    ClinicKey,
    KeyDocument,
    from_json,
    new_document,
    opened,
    require_username,
    to_json,
)
from ibh_desktop.security.passwords import SAMPLE, STANDARD, Cost, require_password

PASSWORD = "correct horse battery staple"


class Memory:
    """A key store that forgets nothing."""

    def __init__(self, document: KeyDocument) -> None:
        self.document = document

    def load(self) -> KeyDocument:
        """What was saved last."""
        return self.document

    def save(self, document: KeyDocument) -> None:
        """Keep it."""
        self.document = document


def ring() -> tuple[KeyRing, Memory]:
    """A ring with Dana's password and a recovery code to come."""
    document, key = new_document()
    store = Memory(document)
    made = KeyRing(store, key, cost=SAMPLE)
    made.set_password("dana", PASSWORD)
    return made, store


def test_the_right_password_opens_the_one_key() -> None:
    held, store = ring()
    held.set_password("ben", "another long password!")
    assert opened(store.document, "dana", PASSWORD) == opened(store.document, "ben", "another long password!") == held.key
    assert store.document.users() == ["dana", "ben"]


def test_a_wrong_password_and_an_unknown_user_hear_the_same_sentence() -> None:
    _, store = ring()
    heard = []
    for user, password in (("dana", PASSWORD + "x"), ("nobody", PASSWORD), ("", ""), ("DANA", PASSWORD)):
        with pytest.raises(SignInFailed) as no:
            opened(store.document, user, password)
        heard.append((no.value.sentence, no.value.field))
    assert len(set(heard)) == 1


def test_an_unknown_user_costs_the_same_work(monkeypatch: pytest.MonkeyPatch) -> None:
    _, store = ring()
    costs: list[Cost] = []

    def work(_secret: str, _salt: bytes, cost: Cost) -> bytes:
        costs.append(cost)
        return bytes(32)

    monkeypatch.setattr("ibh_desktop.security.keys.stretched", work)
    for user in ("dana", "nobody"):
        with pytest.raises(SignInFailed):
            opened(store.document, user, "wrong password, long")
    assert costs == [SAMPLE, SAMPLE]


def test_purposes_have_different_keys() -> None:
    _, key = new_document()
    derived = {key.derived(purpose) for purpose in ("database", "audit", "anchor")}
    assert {len(one) for one in derived} == {32}
    assert len(derived | {key.secret}) == 4
    assert key.secret.hex() not in repr(key)


@pytest.mark.parametrize("part", ["salt", "nonce", "wrapped"])
def test_a_tampered_slot_does_not_open(part: str) -> None:
    _, store = ring()
    plain = to_json(store.document)
    raw = bytearray(b64decode(plain["slots"][0][part]))
    raw[0] ^= 1
    plain["slots"][0][part] = b64encode(bytes(raw)).decode()
    with pytest.raises(SignInFailed):
        opened(from_json(plain), "dana", PASSWORD)


def test_a_slot_is_bound_to_its_user_and_its_database() -> None:
    _, store = ring()
    (slot,) = store.document.slots
    with pytest.raises(SignInFailed):
        opened(replace(store.document, slots=(replace(slot, user="morgan"),)), "morgan", PASSWORD)
    with pytest.raises(SignInFailed):
        opened(replace(store.document, database="0" * 32), "dana", PASSWORD)


@pytest.mark.parametrize(
    "cost",
    [
        {"passes": 21, "memory": 64, "lanes": 1},
        {"passes": 1, "memory": 5 * 65_536, "lanes": 1},
        {"passes": 1, "memory": 256, "lanes": 17},
        {"passes": 0, "memory": 64, "lanes": 1},
        {"passes": 1, "memory": 0, "lanes": 1},
        {"passes": 1, "memory": 64, "lanes": 0},
        {"passes": -1, "memory": 64, "lanes": 1},
        {"passes": 1, "memory": 64},
        {"passes": 1, "memory": 64, "lanes": 1, "more": 1},
        ["not", "a", "cost"],
        None,
    ],
)
def test_a_cost_that_would_hang_or_break_this_pc_is_damage(cost: Any) -> None:
    _, store = ring()
    plain = to_json(store.document)
    plain["slots"][0]["cost"] = cost
    if cost == {"passes": 1, "memory": 64}:
        plain["slots"][0]["cost"] |= {"memory": "much"}
    with pytest.raises(Unavailable, match="key file is damaged"):
        from_json(plain)


def test_a_newer_key_file_names_the_version() -> None:
    plain = to_json(new_document()[0]) | {"version": 9}
    with pytest.raises(Unavailable, match=r"newer IBH Desktop \(version 9\)"):
        from_json(plain)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.floats(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["version", "slots", "database", "cost", "user"]), inner, max_size=4)
    ),
    max_leaves=8,
)


@given(json_values)
@settings(max_examples=40, deadline=None)
def test_any_json_is_a_key_document_or_damage(plain: Any) -> None:
    try:
        document = from_json(plain)
    except Unavailable:
        return
    assert isinstance(document, KeyDocument)


@given(st.sampled_from(["user", "salt", "nonce", "wrapped", "cost", "version", "database"]), json_values)
@settings(max_examples=40, deadline=None)
def test_a_document_with_one_odd_value_never_crashes_the_sign_in(name: str, value: Any) -> None:
    plain = json.loads(DOCUMENT)
    (plain if name in plain else plain["slots"][0])[name] = value
    try:
        opened(from_json(plain), "dana", PASSWORD)
    except IbhError:
        return


DOCUMENT = json.dumps(to_json(ring()[1].document))


def test_a_document_survives_being_written_and_read() -> None:
    held, store = ring()
    held.new_recovery()
    assert from_json(json.loads(json.dumps(to_json(store.document)))) == store.document


def test_changing_a_password_needs_the_old_one() -> None:
    held, store = ring()
    with pytest.raises(SignInFailed):
        held.change_password("dana", "not the old password", "a brand new password")
    held.change_password("dana", PASSWORD, "a brand new password")
    assert opened(store.document, "dana", "a brand new password") == held.key
    with pytest.raises(SignInFailed):
        opened(store.document, "dana", PASSWORD)


def test_a_leaver_loses_the_slot_and_nobody_else_does() -> None:
    held, store = ring()
    held.set_password("ben", PASSWORD)
    code = held.new_recovery()
    held.remove("dana")
    assert store.document.users() == ["ben"]
    assert opened(store.document, RECOVERY, code) == held.key


def test_a_new_recovery_code_ends_the_old_one() -> None:
    held, store = ring()
    first, second = held.new_recovery(), held.new_recovery()
    with pytest.raises(SignInFailed, match="not the recovery key of this clinic"):
        opened(store.document, RECOVERY, first)
    assert opened(store.document, RECOVERY, second.lower().replace("-", " ")) == held.key


@pytest.mark.parametrize("password", ["", "short", "x" * 14, "x" * 129, "aaaaaaaaaaaaaaaaaaaa", "abababababababab"])
def test_a_weak_password_is_refused(password: str) -> None:
    with pytest.raises(Refused) as no:
        require_password(password)
    assert no.value.field == "password"


@pytest.mark.parametrize(
    "password", ["abcde" * 3, "vier deutsche Wörter", "密码密码很长很长的密码一二三四五六", "x" * 124 + "abcd"]
)
def test_any_long_enough_password_is_fine(password: str) -> None:
    assert require_password(password) == password


@pytest.mark.parametrize(("typed", "user"), [(" Dana ", "dana"), ("lee.ann", "lee.ann"), ("dr-okoro_2", "dr-okoro_2")])
def test_a_sign_in_name_is_lower_case(typed: str, user: str) -> None:
    assert require_username(typed) == user


@pytest.mark.parametrize("typed", ["", "  ", "dr lee", "a/b", RECOVERY, "x" * 41, "dana\n\nx"])
def test_an_odd_sign_in_name_is_refused(typed: str) -> None:
    with pytest.raises(Refused, match="letters, digits, dots and dashes"):
        require_username(typed)


def test_the_standard_cost_is_the_papers() -> None:
    assert Cost(passes=3, memory=65_536, lanes=4) == STANDARD
    assert ClinicKey(bytes(32)).derived("audit") != ClinicKey(bytes(31) + b"\1").derived("audit")
