"""The drop folder on both engines: each file once, a receipt that names nobody, and nothing taken of what is not ready."""

import json
import os
from pathlib import Path
from threading import Barrier, Thread

import pytest

from ibh_desktop.app import App
from ibh_desktop.domain.inquiries import Channel, Treatment
from ibh_desktop.domain.safety import IntakeAnswer
from ibh_desktop.exchange.inquiry_files import MOST_REQUESTS, read_requests
from ibh_desktop.exchange.tables import BIGGEST
from ibh_desktop.queries import inquiries as shown
from ibh_desktop.queries import inquiry as one
from ibh_desktop.request_folder import RESTED, YOUNG, Looked, RequestFolder
from tests.integration.world import RECEPTIONIST, Clinic

WRITTEN = 1_800_000_000.0
GOOD = "First Name,Last Name,Phone,DOB,Reason,Do you think of harming yourself?\nAda,Newton,2055550177,5/1/1990,Sleep,no\n"
SECOND = "Grace,Hall,2055550178,,Grief,sometimes\n"
NAMES = ("Ada", "Newton", "Grace", "Hall", "555")


class Drop:
    """A folder, one desk's look into it, and the clock of the files."""

    def __init__(self, app: App, folder: Path) -> None:
        self.app, self.folder, self.now = app, folder, WRITTEN
        self.desk = RequestFolder(app, folder, self.clock)

    def clock(self) -> float:
        """Now."""
        return self.now

    def put(self, name: str, content: bytes | str, *, age: float = 10.0) -> Path:
        """A file that was last written some seconds ago."""
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        os.utime(path, (self.now - age, self.now - age))
        return path

    def look(self) -> Looked:
        """One look."""
        return self.desk.look()

    def receipt(self, name: str) -> str:
        """What a receipt says; it names nobody."""
        text = (self.folder / name).read_text(encoding="utf-8")
        assert not [word for word in NAMES if word in text]
        return text


@pytest.fixture
def drop(clinic: Clinic, tmp_path: Path) -> Drop:
    """An empty folder at the front desk."""
    folder = tmp_path / "drop"
    folder.mkdir()
    return Drop(clinic.as_role(RECEPTIONIST), folder)


def test_a_csv_is_taken_once_with_a_receipt_and_stays_as_it_is(drop: Drop, clinic: Clinic) -> None:
    path = drop.put("web.csv", GOOD + SECOND)
    assert drop.look() == Looked(taken=2, marked=1)
    assert drop.receipt("web.receipt.txt") == "2 requests taken, 0 rows refused.\n"
    assert path.read_text() == GOOD + SECOND
    assert [drop.look(), Drop(drop.app, drop.folder).look()] == [Looked(), Looked()]
    lines = {line.name: line for line in drop.app.read(shown.queue)}
    assert set(lines) == {"Newton, Ada", "Hall, Grace"}
    # What is neither yes nor no is for a clinician.
    assert lines["Hall, Grace"].standing.answer is IntakeAnswer.UNSURE
    assert lines["Newton, Ada"].standing.answer is IntakeAnswer.NO
    assert {line.channel for line in lines.values()} == {Channel.WEB}
    assert clinic.count("inquiry_file") == 1


def test_json_is_taken_in_the_shapes_that_forms_write(drop: Drop, clinic: Clinic) -> None:
    who = {"firstName": "Ada", "lastName": "Newton", "phone": "2055550177"}
    wrapped = {"requests": [who | {"service": "couples therapy", "location": "birmingham"}]}
    nested: dict[str, object] = {
        "patient": {"name": "Micah Holloway", "dob": "2010-09-02"},
        "caller": {"name": "June"},
        "relation": "mother",
    }
    nested |= {"email": "june@example.org", "submittedAt": "2027-01-02T10:00:00-06:00", "safety": True}
    drop.put("a.json", json.dumps(wrapped))
    drop.put("b.json", json.dumps([nested]))
    drop.put(
        "c.json", json.dumps(who | {"lastName": "Third", "location": "Mars"}) + "\n" + json.dumps(who | {"lastName": "Fourth"})
    )
    assert drop.look() == Looked(taken=4, marked=1)
    lines = {line.name: line for line in drop.app.read(shown.queue)}
    assert lines["Newton, Ada"].service is Treatment.COUPLE
    assert lines["Newton, Ada"].location == clinic.ids.birmingham
    file = drop.app.read(one.inquiry, lines["Holloway, Micah"].id)
    assert (file.details.caller_name, file.details.caller.value) == ("June", "parent")
    assert f"{file.received:%m/%d %H:%M}" == "01/02 10:00"
    assert file.standing.waits_for_clinician
    assert drop.app.read(one.inquiry, lines["Third, Ada"].id).details.reason == "Where: Mars"


def test_refused_rows_are_told_by_line_and_reason_without_a_name(drop: Drop, clinic: Clinic) -> None:
    bad = "Ada,Hall,no phone,,x,\nAda,Hall,2055550178,13/31/1984,x,\n,,2055550178,,x,\nAda,Hall,,,x,\nA,B,1,2,3,4,Newton\n"
    drop.put("web.csv", GOOD + bad)
    assert drop.look() == Looked(taken=1, rows=5)
    said = drop.receipt("web.receipt.txt").splitlines()
    assert said[0] == "1 request taken, 5 rows refused."
    assert [line.split(":")[0] for line in said[1:]] == [f"Row at line {n}" for n in range(3, 8)]
    assert "phone number" in said[1]
    assert "date of birth" in said[2]
    assert clinic.count("inquiry") == 1


def test_a_half_written_file_waits_until_it_is_whole(drop: Drop, clinic: Clinic) -> None:
    drop.put("web.json", '[{"name": "Ada New', age=YOUNG + 1)
    assert drop.look() == Looked()
    assert drop.desk.waiting
    drop.put("web.json", json.dumps([{"name": "Ada Newton", "phone": "2055550177"}]), age=YOUNG + 1)
    assert drop.look() == Looked()  # it grew since the last look
    assert drop.look() == Looked(taken=1)
    assert not drop.desk.waiting
    assert clinic.count("inquiry") == 1


def test_a_file_younger_than_two_seconds_waits(drop: Drop) -> None:
    drop.put("web.csv", GOOD, age=0.5)
    assert (drop.look(), drop.desk.waiting) == (Looked(), True)
    drop.now += YOUNG
    assert drop.look() == Looked(taken=1)


def test_a_file_that_appears_twice_under_any_name_is_taken_once(drop: Drop, clinic: Clinic) -> None:
    drop.put("web.csv", GOOD)
    drop.look()
    drop.put("copy.csv", GOOD)
    assert drop.look() == Looked()
    assert drop.receipt("copy.receipt.txt") == "This file was taken already.\n"
    assert clinic.count("inquiry") == 1


def test_a_file_that_grew_brings_its_new_rows_only(drop: Drop, clinic: Clinic) -> None:
    drop.put("web.csv", GOOD)
    drop.look()
    path = drop.put("web.csv", GOOD + SECOND)
    newer = (drop.folder / "web.receipt.txt").stat().st_mtime + 1
    os.utime(path, (newer, newer))
    drop.now = newer + 10
    assert [drop.look(), drop.look()] == [Looked(), Looked(taken=1, marked=1)]
    assert drop.receipt("web.receipt.txt") == "1 request taken, 1 row taken before or repeated, 0 rows refused.\n"
    assert clinic.count("inquiry") == 2


def test_two_desks_that_look_at_once_take_a_file_once(drop: Drop, clinic: Clinic) -> None:
    rows = "".join(f"Ada,Newton{n},2055550{n:03d},,x,no\n" for n in range(40))
    drop.put("web.csv", GOOD + rows)
    desks = [RequestFolder(clinic.as_role(RECEPTIONIST), drop.folder, drop.clock) for _ in range(4)]
    together, found = Barrier(4), list[Looked]()

    def look(desk: RequestFolder) -> None:
        together.wait(10)
        found.append(desk.look())

    threads = [Thread(target=look, args=(desk,)) for desk in desks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(looked.taken for looked in found) == [0, 0, 0, 41]
    assert [looked.trouble for looked in found] == [""] * 4
    assert (clinic.count("inquiry"), clinic.count("inquiry_file")) == (41, 1)


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("web.csv", b"PK\x03\x04 Ada Newton", "not a text file"),
        ("web.json", b"%PDF-1.7 Newton", "not a text file"),
        ("web.csv", b"First Name\0,Ada", "not a text file"),
        ("web.csv", b"Ada,Newton,2055550177\n", "No heading tells a name"),
        ("web.json", b"{'Ada': 1}", "not valid JSON: line 1, column 2"),
        ("web.json", b"[" * 65 + b"]" * 65, "nested more than 64 levels"),
        ("web.json", b"[" * 200_000, "valid JSON|nested more"),
        ("web.json", b"[" + b"1" * 5_000 + b"]", "a number that is too long"),
        ("web.json", b"[]", "holds no request"),
        ("web.csv", b"", "is empty"),
        ("web.csv", b'First Name,Last Name\n"Ada,Newton\n', "quotation marks that do not match"),
        ("web.csv", b"First Name,Last Name\n" + b"x" * 70_000 + b",y\n", "a cell of more than 64 KB"),
        ("web.csv", b"First Name\n" + b"Ada\n" * (MOST_REQUESTS + 1), "more than 2,000 requests"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_left_with_the_reason(
    drop: Drop, clinic: Clinic, name: str, content: bytes, why: str
) -> None:
    path = drop.put(name, content)
    assert (drop.look(), drop.desk.waiting) == (Looked(), True)  # its writer may have paused
    drop.now += RESTED
    assert drop.look() == Looked(files=1)
    said = drop.receipt("web.receipt.txt")
    assert said.startswith("Nothing was taken.\n")
    assert any(part in said for part in why.split("|")), said
    assert path.read_bytes() == content
    assert (drop.look(), clinic.count("inquiry"), clinic.count("inquiry_file")) == (Looked(), 0, 0)


def test_a_file_of_more_than_50_mb_is_refused_unread(drop: Drop) -> None:
    path = drop.folder / "huge.csv"
    with path.open("wb") as out:
        out.truncate(BIGGEST + 1)
    os.utime(path, (WRITTEN - RESTED, WRITTEN - RESTED))
    assert drop.look() == Looked(files=1)
    assert (
        drop.receipt("huge.receipt.txt") == "Nothing was taken.\nThe file has 50 MB; at most 50 MB can be imported. Split it.\n"
    )


def test_links_folders_and_other_files_are_left_alone(drop: Drop, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere.csv"
    elsewhere.write_text(GOOD)
    (drop.folder / "link.csv").symlink_to(elsewhere)
    (drop.folder / "folder.csv").mkdir()
    os.mkfifo(drop.folder / "pipe.json")
    drop.put("notes.txt", GOOD)
    drop.put(".hidden.csv", GOOD)
    assert (drop.look(), drop.desk.waiting) == (Looked(), False)


def test_two_files_of_one_stem_have_a_receipt_each(drop: Drop) -> None:
    drop.put("web.csv", GOOD)
    drop.put("web.json", json.dumps([{"name": "Grace Hall", "phone": "2055550178"}]))
    assert drop.look() == Looked(taken=2)
    assert drop.receipt("web.csv.receipt.txt") == drop.receipt("web.json.receipt.txt")


def test_a_missing_folder_is_said_and_nothing_breaks(drop: Drop) -> None:
    drop.folder.rmdir()
    assert "cannot be read on this PC" in drop.look().trouble


def test_a_receipt_that_a_cut_off_desk_did_not_write_is_written_by_the_next(drop: Drop, clinic: Clinic) -> None:
    drop.put("web.csv", GOOD)
    drop.look()
    (drop.folder / "web.receipt.txt").unlink()
    assert Drop(drop.app, drop.folder).look() == Looked()
    assert drop.receipt("web.receipt.txt") == "This file was taken already.\n"
    assert clinic.count("inquiry") == 1


def test_a_long_text_is_cut_and_marked_so_that_nobody_is_lost(drop: Drop) -> None:
    drop.put("web.csv", "Name,Phone,Message\nAda Newton,2055550177," + "w" * 5_000 + "\n")
    assert drop.look() == Looked(taken=1)
    (line,) = drop.app.read(shown.queue)
    reason = drop.app.read(one.inquiry, line.id).details.reason
    assert (len(reason), reason[-4:]) == (1_000, " […]"[-4:])


@pytest.mark.parametrize(
    ("asked", "said", "understood"),
    [
        ("Safety question", "Yes", "Yes"),
        ("Do you think of harming yourself?", "no", "no"),
        ("Are you safe at the moment?", "no", "yes"),
        ("Are you safe at the moment?", "YES", "no"),
        ("Are you safe at the moment?", "mostly", "unsure"),
        ("Do you feel unsafe?", "yes", "yes"),
    ],
)
def test_a_form_that_asks_about_safety_in_its_own_words_is_understood(asked: str, said: str, understood: str) -> None:
    as_table = read_requests(f"Your name,{asked}\nAda,{said}\n".encode())
    as_json = read_requests(json.dumps({"name": "Ada", asked: said}).encode())
    assert [file.records[0].text("answer") for file in (as_table, as_json)] == [understood, understood]
