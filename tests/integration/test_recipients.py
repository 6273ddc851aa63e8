"""The address book on both engines: search, change, merge and its Undo, and lists from other software."""

from dataclasses import replace

import pytest

from ibh_desktop.app import App
from ibh_desktop.domain.authorization import ReceiverClass
from ibh_desktop.domain.disclosure import Basis
from ibh_desktop.domain.errors import Conflict, Refused
from ibh_desktop.domain.ids import RecipientId
from ibh_desktop.domain.recipients import Entry
from ibh_desktop.exchange.csv_recipients import read
from ibh_desktop.queries import pickers
from ibh_desktop.queries.recipients import entry, search
from ibh_desktop.usecases import disclosures, recipients
from tests.integration import letter_desk
from tests.integration.law_desk import allow
from tests.integration.test_told import CALL
from tests.integration.world import RECEPTIONIST, THERAPIST, Clinic, engine_of, statements

HART = Entry("Dr. Amelia Hart", "Sample Psychiatry", city="Birmingham", state="AL", phone="205 555 0140", npi="1234567893")
LIST = (
    b"NPI,Practice,Provider Name,Fax,ZIP,Stars\r\n"
    b"1234567893,Sample Psychiatry,Dr. Hart,205 555 0161,35203,5\r\n"
    b",Sample Family Medicine,Dr. Rohan Shah,205.555.0162,35203,4\r\n"
    b",sample family medicine,dr rohan shah,,,\r\n"
    b"1234567890,Sample Neurology,Dr. Adler,,,\r\n"
    b",Sample Hospice,,(205) 555-0163,,\r\n"
    b",Sample Clinic,Dr. Fax,none,,\r\n"
)


def desk(clinic: Clinic) -> App:
    """The front desk."""
    return clinic.as_role(RECEPTIONIST)


def hart(clinic: Clinic) -> RecipientId:
    """Somebody to write to."""
    return desk(clinic).write(recipients.add, HART)


def test_an_entry_is_kept_clean_and_found_by_any_word(clinic: Clinic) -> None:
    one = hart(clinic)
    (found,) = desk(clinic).read(search, "psych hart")
    assert (found.id, found.entry) == (one, replace(HART, phone="+12055550140"))
    assert desk(clinic).read(search, "nobody") == []


@pytest.mark.parametrize(
    ("wrong", "field", "said"),
    [
        (Entry("  "), "name", "Give a name"),
        (Entry("Dr. Shah", fax="none"), "fax", "not a phone number"),
        (Entry("Dr. Shah", npi="1234567890"), "npi", "check digit"),
        (Entry("Dr. Shah", email="shah"), "email", "not an e-mail address"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(clinic: Clinic, wrong: Entry, field: str, said: str) -> None:
    with pytest.raises(Refused, match=said) as no:
        desk(clinic).write(recipients.add, wrong)
    assert no.value.field == field
    assert clinic.count("recipient") == 0


def test_nobody_stands_in_the_book_twice(clinic: Clinic) -> None:
    hart(clinic)
    for again, field in (
        (Entry("Dr. A. Hart", npi="1234567893"), "npi"),
        (Entry("dr amelia hart", "Sample Psychiatry"), "name"),
    ):
        with pytest.raises(Conflict, match=r"already: Dr\. Amelia Hart") as no:
            desk(clinic).write(recipients.add, again)
        assert no.value.field == field


def test_a_change_of_two_desks_is_noticed(clinic: Clinic) -> None:
    one = hart(clinic)
    before = desk(clinic).write(recipients.change, one, replace(HART, fax="205 555 0161"), version=1)
    assert before.fax == ""
    with pytest.raises(Conflict, match="Somebody else changed this"):
        desk(clinic).write(recipients.change, one, HART, version=1)
    assert desk(clinic).read(entry, one).entry.fax == "+12055550161"


def test_two_entries_become_one_with_all_that_named_them_and_two_again(clinic: Clinic) -> None:
    keeper, other = hart(clinic), desk(clinic).write(recipients.add, Entry("Dr. Hart", fax="205 555 0161"))
    course = clinic.open_course().course
    letter = letter_desk.drafted(clinic.as_role(THERAPIST), course, {}, recipient=other)
    merged = desk(clinic).write(recipients.merge, keeper, other)
    assert clinic.rows("SELECT recipient_id FROM letter WHERE id = :l", l=letter) == [(keeper,)]
    assert [line.id for line in desk(clinic).read(search)] == [keeper]
    assert [choice.id for choice in desk(clinic).read(pickers.recipients)] == [keeper]
    assert desk(clinic).read(entry, other).entry.fax == "+12055550161"
    with pytest.raises(Conflict, match="merged this entry"):
        desk(clinic).write(recipients.change, other, HART)
    desk(clinic).write(recipients.unmerge, merged)
    assert clinic.rows("SELECT recipient_id FROM letter WHERE id = :l", l=letter) == [(other,)]
    assert desk(clinic).read(entry, keeper).entry == replace(HART, phone="+12055550140")
    assert {line.id for line in desk(clinic).read(search)} == {keeper, other}
    with pytest.raises(Conflict, match="taken back already"):
        desk(clinic).write(recipients.unmerge, merged)


def test_an_entry_is_not_merged_with_itself(clinic: Clinic) -> None:
    one = hart(clinic)
    with pytest.raises(Refused, match="the same one"):
        desk(clinic).write(recipients.merge, one, one)


def test_a_list_is_judged_row_by_row_and_saved_in_one_transaction(clinic: Clinic) -> None:
    hart(clinic)
    file = read(LIST)
    assert file.ignored == ("Stars",)
    done = desk(clinic).write(recipients.import_recipients, file.records)
    assert [row.line for row in done.duplicates] == [2, 4]
    assert [(row.line, row.column) for row in done.refused] == [(5, "NPI"), (7, "Fax")]
    assert {line.entry.name for line in desk(clinic).read(search)} == {"Dr. Amelia Hart", "Dr. Rohan Shah", "Sample Hospice"}
    with pytest.raises(Refused, match="No row can be imported: 4 are already here, 2 are refused"):
        desk(clinic).write(recipients.import_recipients, file.records)
    desk(clinic).write(recipients.unimport, done.ids)
    assert clinic.count("recipient") == 1


def test_an_import_that_was_written_to_stays(clinic: Clinic) -> None:
    done = desk(clinic).write(recipients.import_recipients, read(LIST).records)
    letter_desk.drafted(clinic.as_role(THERAPIST), clinic.open_course().course, {}, recipient=done.ids[0])
    with pytest.raises(Conflict, match="used since"):
        desk(clinic).write(recipients.unimport, done.ids)


def test_an_import_somebody_of_which_was_told_of_a_patient_stays(clinic: Clinic) -> None:
    done = desk(clinic).write(recipients.import_recipients, read(LIST).records)
    desk(clinic).write(disclosures.record, clinic.ids.maria, replace(CALL, recipient=done.ids[0], to_whom=""))
    with pytest.raises(Conflict, match="used since"):
        desk(clinic).write(recipients.unimport, done.ids)


def test_what_is_recorded_while_another_desk_merges_names_the_entry_that_stands(clinic: Clinic) -> None:
    keeper, other = hart(clinic), desk(clinic).write(recipients.add, Entry("Dr. Hart", fax="205 555 0161"))
    desk(clinic).write(recipients.merge, keeper, other)
    allow(clinic, receivers=ReceiverClass.NONE, recipient=other)
    assert clinic.rows("SELECT recipient_id FROM patient_authorization") == [(keeper,)]
    call = replace(CALL, basis=Basis.AUTHORIZATION, recipient=other, to_whom="")
    assert desk(clinic).write(disclosures.record, clinic.ids.maria, call) == ()
    assert clinic.rows("SELECT recipient_id, to_whom FROM disclosure") == [(keeper, "Dr. Amelia Hart")]


def test_a_file_without_names_says_what_it_found(clinic: Clinic) -> None:
    assert clinic.count("recipient") == 0
    with pytest.raises(Refused, match=r"No heading tells a name\. Found: Color, Shape"):
        read(b"Color,Shape\r\nred,round\r\n")


def test_the_book_is_one_statement_however_long(clinic: Clinic) -> None:
    rows = b"Name\r\n" + b"".join(b"Dr. Number %d\r\n" % n for n in range(400))
    desk(clinic).write(recipients.import_recipients, read(rows).records)
    app = desk(clinic)
    with statements(engine_of(app)) as seen:
        assert len(app.read(search, "number 7")) == 11
    assert len(seen) == 1
