"""Entries of the address book: what they may hold and when two are one."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.recipients import TEXTS, Entry, Way, clean_email, joined, keys, matches, require_reachable

HART = Entry("Dr. Amelia Hart", "Sample Psychiatry", specialty="Psychiatry", city="Birmingham", npi="1234567893")
ENTRIES = st.builds(Entry, **{name: st.sampled_from(["", "One", "Two"]) for name in TEXTS}, preferred=st.sampled_from(Way))


@pytest.mark.parametrize("typed", ["a@b.org", "front.desk@sample-clinic.org", ""])
def test_an_address_that_can_be_one_is_kept(typed: str) -> None:
    assert clean_email(f" {typed} ") == typed


@pytest.mark.parametrize("typed", ["a@b", "@b.org", "a b@c.org", "a@b@c.org", "a@.", "hart"])
def test_an_address_that_cannot_be_one_is_refused(typed: str) -> None:
    with pytest.raises(Refused, match="is not an e-mail address"):
        clean_email(typed)


def test_whom_a_fax_is_to_reach_has_a_fax_number() -> None:
    for way in (Way.FAX, Way.EMAIL):
        with pytest.raises(Refused, match="there is no"):
            require_reachable(replace(HART, preferred=way))
    require_reachable(replace(HART, preferred=Way.FAX, fax="+12055550161"))
    require_reachable(HART)


@pytest.mark.parametrize("typed", ["hart", "HART amel", "psych birm", "12345", "", "Sámple"])
def test_words_in_any_order_find_an_entry(typed: str) -> None:
    assert matches(HART, typed)
    assert not matches(HART, f"{typed} nobody")


def test_an_npi_or_the_name_at_the_organization_makes_two_entries_one() -> None:
    again = Entry("dr amelia hart", "Sample  Psychiatry")
    assert set(keys(again)) < set(keys(HART))
    assert not set(keys(replace(again, organisation="Elsewhere"))) & set(keys(HART))


@given(ENTRIES, ENTRIES)
def test_a_merge_loses_nothing_that_the_keeper_knew_and_fills_what_it_did_not(keeper: Entry, other: Entry) -> None:
    both = joined(keeper, other)
    for name in TEXTS:
        assert getattr(both, name) == (getattr(keeper, name) or getattr(other, name))
    assert (both.preferred, both.provider) == (keeper.preferred, keeper.provider)
    assert joined(both, other) == both
