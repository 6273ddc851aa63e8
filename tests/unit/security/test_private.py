"""The second key: what opens it, what does not, and what a seal is bound to."""

import pytest

from ibh_desktop.domain.errors import Refused, Unavailable
from ibh_desktop.domain.notes import NoteKind
from ibh_desktop.security.keys import ClinicKey, KeyDocument, from_json, to_json
from ibh_desktop.security.passwords import SAMPLE
from ibh_desktop.security.private import PrivateKey, Vault, new_private_key, opened_slots, rewrapped, tidied, with_key

OLD, NEW = "correct horse battery staple", "a brand new long password"
PRIVATE, PROGRESS = NoteKind.PRIVATE, NoteKind.PROGRESS
CLINIC = ClinicKey(bytes(range(32)))


def made() -> tuple[KeyDocument, PrivateKey]:
    """Ana's slots and the key in them."""
    key = new_private_key()
    return with_key(KeyDocument("db"), "ana", key, OLD, SAMPLE), key


def vault(*keys: PrivateKey) -> Vault:
    """Ana's vault with these keys in hand."""
    opened = Vault(CLINIC, 3)
    opened.open(list(keys))
    return opened


def secrets_of(found: dict[str, PrivateKey]) -> set[bytes]:
    """The keys themselves."""
    return {key.secret.secret for key in found.values()}


def test_only_its_author_with_the_password_opens_the_key() -> None:
    document, key = made()
    assert secrets_of(opened_slots(document, "ana", OLD)) == {key.secret.secret}
    assert opened_slots(document, "ana", NEW) == {}
    assert opened_slots(document, "ben", OLD) == {}


def test_slots_of_another_database_or_person_do_not_open() -> None:
    document, _ = made()
    (slot,) = document.slots
    assert opened_slots(KeyDocument("other", (slot,)), "ana", OLD) == {}
    plain = to_json(document)
    plain["slots"][0]["user"] = slot.user.replace("/ana/", "/ben/")
    assert opened_slots(from_json(plain), "ben", OLD) == {}


def test_a_changed_password_opens_the_same_key_at_every_step() -> None:
    document, key = made()
    both, after = rewrapped(document, "ana", OLD, NEW, SAMPLE)
    assert secrets_of(opened_slots(both, "ana", OLD)) == secrets_of(opened_slots(both, "ana", NEW)) == {key.secret.secret}
    assert opened_slots(after, "ana", OLD) == {}
    assert secrets_of(opened_slots(after, "ana", NEW)) == {key.secret.secret}


def test_what_an_interrupted_change_left_is_tidied_and_a_lost_key_is_kept() -> None:
    document, _ = made()
    lost = with_key(document, "ana", new_private_key(), "a password nobody knows", SAMPLE)
    both, _ = rewrapped(lost, "ana", OLD, NEW, SAMPLE)
    tidy = tidied(both, opened_slots(both, "ana", NEW))
    assert opened_slots(tidy, "ana", OLD) == {}
    assert len(opened_slots(tidy, "ana", "a password nobody knows")) == 1


def test_a_seal_opens_only_where_it_belongs() -> None:
    key = new_private_key()
    sealed = vault(key).seal(PRIVATE, "heron", "private-note|1|3|7")
    assert b"heron" not in sealed
    assert vault(key).unsealed(PRIVATE, sealed, "private-note|1|3|7") == "heron"
    assert vault(key).unsealed(PRIVATE, sealed, "private-note|2|3|7") is None
    assert vault(key).unsealed(PROGRESS, sealed, "private-note|1|3|7") is None
    assert vault(new_private_key()).unsealed(PRIVATE, sealed, "private-note|1|3|7") is None
    assert vault(key).unsealed(PRIVATE, sealed[:-1] + bytes([sealed[-1] ^ 1]), "private-note|1|3|7") is None
    assert vault(key).unsealed(PRIVATE, b"", "private-note|1|3|7") is None


def test_the_same_words_are_never_sealed_alike() -> None:
    opened = vault(new_private_key())
    assert len({opened.seal(PRIVATE, "heron", "here") for _ in range(50)}) == 50


def test_nobody_forges_a_private_note_with_the_clinics_key() -> None:
    forged = Vault(CLINIC, 3).seal(PROGRESS, "forged", "here")
    assert vault(new_private_key()).unsealed(PRIVATE, forged, "here") is None


def test_a_progress_draft_is_its_authors_alone() -> None:
    sealed = Vault(CLINIC, 3).seal(PROGRESS, "heron", "here")
    assert Vault(CLINIC, 3).unsealed(PROGRESS, sealed, "here") == "heron"
    assert Vault(CLINIC, 4).unsealed(PROGRESS, sealed, "here") is None


def test_with_several_keys_every_note_opens_and_the_last_one_seals() -> None:
    first, second = new_private_key(), new_private_key()
    old = vault(first).seal(PRIVATE, "old", "here")
    new = vault(first, second).seal(PRIVATE, "new", "here")
    assert vault(first, second).unsealed(PRIVATE, old, "here") == "old"
    assert vault(second).unsealed(PRIVATE, new, "here") == "new"
    assert vault(first).unsealed(PRIVATE, new, "here") is None


def test_a_dropped_vault_seals_and_opens_nothing() -> None:
    opened = vault(new_private_key())
    sealed = opened.seal(PRIVATE, "heron", "here")
    opened.drop()
    assert not opened.is_open
    assert opened.unsealed(PRIVATE, sealed, "here") is None
    with pytest.raises(Refused, match="locked"):
        opened.seal(PRIVATE, "heron", "here")
    with pytest.raises(Unavailable):
        opened.seal(PROGRESS, "heron", "here")


def test_neither_key_nor_vault_shows_itself() -> None:
    key = new_private_key()
    shown = repr(key) + repr(vault(key)) + repr([key])
    assert key.secret.secret.hex() not in shown
    assert repr(key.secret.secret) not in shown
