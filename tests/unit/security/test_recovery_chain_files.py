"""The recovery code, the audit chain and the files that hold them."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ibh_desktop.domain.errors import Refused, Unavailable
from ibh_desktop.security import files
from ibh_desktop.security.chain import GENESIS, Anchor, Chain, Entry, Head, canonical
from ibh_desktop.security.files import KeyFile, load_json, make_private, replace_file, require_local
from ibh_desktop.security.keys import ClinicKey, new_document
from ibh_desktop.security.recovery import GROUPS, SIZE, new_code, normalised

KEY = ClinicKey(bytes(range(32)))
Row = tuple[Entry, bytes, bytes]


def test_a_code_has_eight_groups_of_five_and_160_bits() -> None:
    codes = {new_code() for _ in range(50)}
    assert len(codes) == 50
    assert {tuple(map(len, code.split("-"))) for code in codes} == {(SIZE + 1,) * GROUPS}
    assert GROUPS * SIZE * 5 == 160


def test_a_code_may_be_typed_in_any_case_with_or_without_dashes() -> None:
    code = new_code()
    assert normalised(code) == normalised(code.lower()) == normalised(code.replace("-", "")) == normalised(f" {code} ")


def test_every_single_letter_typo_is_found_with_its_group() -> None:
    code = new_code()
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
    for at, letter in enumerate(code):
        for wrong in letters.replace(letter, "") if letter != "-" else "":
            with pytest.raises(Refused, match=f"Group {at // (SIZE + 2) + 1} of the recovery key is mistyped"):
                normalised(code[:at] + wrong + code[at + 1 :])


def test_two_swapped_groups_are_found() -> None:
    groups = new_code().split("-")
    with pytest.raises(Refused, match="Group 1 of"):
        normalised("-".join([groups[1], groups[0], *groups[2:]]))


@pytest.mark.parametrize("code", ["", "ABCDE", "A" * 39, "A" * 41])
def test_a_code_of_the_wrong_length_says_what_one_looks_like(code: str) -> None:
    with pytest.raises(Refused, match="8 groups of 5 letters") as no:
        normalised(code)
    assert no.value.field == "recovery"


def rows(count: int) -> list[Row]:
    """A whole chain."""
    made: list[Row] = []
    before = GENESIS
    for seq in range(1, count + 1):
        entry = Entry(seq, "2027-01-04T15:00:00+00:00", "dana", "desk", "note:test", "session", seq, "", "{}")
        signature = Chain(KEY).sign(before, entry)
        made.append((entry, before, signature))
        before = signature
    return made


def test_a_whole_chain_reaches_its_head() -> None:
    made = rows(9)
    assert Chain(KEY).first_broken(made) == (None, Head(9, made[-1][2]))
    assert Chain(KEY).first_broken([]) == (None, Head(0, GENESIS))


CHANGES: list[Callable[[Entry], Entry]] = [
    lambda e: e._replace(at="2027-01-04T15:00:01+00:00"),
    lambda e: e._replace(user="ben"),
    lambda e: e._replace(desk="other"),
    lambda e: e._replace(action="patient:change"),
    lambda e: e._replace(topic="patients"),
    lambda e: e._replace(subject=None),
    lambda e: e._replace(reason="because"),
    lambda e: e._replace(diff='{"a":1}'),
    lambda e: e._replace(seq=99),
]


@pytest.mark.parametrize("at", [0, 4, 8])
@pytest.mark.parametrize("change", CHANGES)
def test_any_changed_field_is_found(change: Callable[[Entry], Entry], at: int) -> None:
    made = rows(9)
    entry, prev, signature = made[at]
    made[at] = (change(entry), prev, signature)
    broken, head = Chain(KEY).first_broken(made)
    assert (broken, head.seq) == (made[at][0].seq, at)


@pytest.mark.parametrize("at", range(8))
def test_a_removed_row_is_found(at: int) -> None:
    made = rows(9)
    del made[at]
    assert Chain(KEY).first_broken(made)[0] == at + 2


@given(st.permutations(range(6)))
@settings(max_examples=30, deadline=None)
def test_rows_in_another_order_are_found(order: list[int]) -> None:
    made = rows(6)
    broken, _ = Chain(KEY).first_broken([made[n] for n in order])
    assert (broken is None) is (order == sorted(order))


def test_another_key_signs_differently() -> None:
    assert Chain(ClinicKey(bytes(32))).first_broken(rows(2))[0] == 1


def test_a_cut_tail_is_found_by_the_anchor(tmp_path: Path) -> None:
    made = rows(9)
    anchor = Anchor(tmp_path / "clinic.anchor", KEY)
    assert anchor.load() is None
    anchor.save(Head(9, made[-1][2]))
    remembered = anchor.load()
    assert remembered is not None
    broken, head = Chain(KEY).first_broken(made[:6])
    assert broken is None
    assert head.seq < remembered.seq == 9


@pytest.mark.parametrize(
    "content", [b"", b"{}", b"[]", b"null", b'{"seq":1,"h":"00","mac":"\xc3\xa9"}', b'{"seq":"x"}', b"[" * 9000]
)
def test_a_changed_anchor_is_said_to_be_changed_or_damaged(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "clinic.anchor"
    path.write_bytes(content)
    with pytest.raises(Unavailable, match="anchor file"):
        Anchor(path, KEY).load()


def test_an_anchor_of_another_clinic_does_not_hold(tmp_path: Path) -> None:
    path = tmp_path / "clinic.anchor"
    Anchor(path, ClinicKey(bytes(32))).save(Head(3, GENESIS))
    with pytest.raises(Unavailable, match="changed by another program"):
        Anchor(path, KEY).load()


def test_a_key_file_keeps_the_generation_before(tmp_path: Path) -> None:
    path = tmp_path / "clinic.keys"
    first, second = new_document()[0], new_document()[0]
    store = KeyFile(path)
    store.save(first)
    assert not (tmp_path / "clinic.keys.old").exists()
    store.save(second)
    assert (store.load(), KeyFile(tmp_path / "clinic.keys.old").load()) == (second, first)
    assert {p.name for p in tmp_path.iterdir()} == {"clinic.keys", "clinic.keys.old"}
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe\x00", b"[[", b"[" * 9000])
def test_damaged_json_is_said_to_be_damaged(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "clinic.keys"
    path.write_bytes(content)
    with pytest.raises(Unavailable, match=r"The key file clinic\.keys is damaged\. Restore it from a backup"):
        load_json(path, "key file")


def test_missing_and_unreadable_files_are_named(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match=r"key file clinic\.keys is missing from"):
        KeyFile(tmp_path / "clinic.keys").load()
    (tmp_path / "folder").mkdir()
    with pytest.raises(Unavailable, match="cannot be read"):
        load_json(tmp_path / "folder", "key file")


def test_a_file_is_replaced_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "thing"
    replace_file(path, b"one")
    replace_file(path, b"two", durable=False)
    assert path.read_bytes() == b"two"
    with pytest.raises(Unavailable, match="cannot be written"):
        replace_file(path / "below", b"three")
    assert [p.name for p in tmp_path.iterdir()] == ["thing"]


@pytest.mark.parametrize(
    "name", ["OneDrive - Clinic", "Dropbox", "iCloudDrive", "Google Drive", "Nextcloud", "com~apple~CloudDocs"]
)
def test_a_synced_folder_is_refused(tmp_path: Path, name: str) -> None:
    folder = tmp_path / name / "clinic"
    with pytest.raises(Unavailable, match=r"synced by a cloud service.*PostgreSQL"):
        require_local(folder)


def test_a_network_folder_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    require_local(tmp_path)
    monkeypatch.setattr(files, "NETWORKS", (files._file_system(tmp_path),))
    with pytest.raises(Unavailable, match=r"lies on another computer.*PostgreSQL"):
        require_local(tmp_path)


def test_a_data_folder_belongs_to_its_owner_only(tmp_path: Path) -> None:
    make_private(tmp_path / "a" / "b")
    assert (tmp_path / "a" / "b").stat().st_mode & 0o777 == 0o700
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(Unavailable, match="Choose another folder with --data"):
        make_private(tmp_path / "file" / "below")
    assert hashlib.sha256((tmp_path / "file").read_bytes()).hexdigest().startswith("e3b0c442")


TEXT = st.text(max_size=30)


@given(st.builds(Entry, st.integers(1), TEXT, TEXT, TEXT, TEXT, TEXT, st.none() | st.integers(), TEXT, TEXT))
def test_what_is_signed_is_plain_json_with_sorted_keys_whatever_stands_in_it(entry: Entry) -> None:
    plain = json.dumps(entry._asdict(), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert canonical(entry) == plain.encode()
