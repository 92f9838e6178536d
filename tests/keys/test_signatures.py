"""Canonical JSON, signatures and digits: who can be believed."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.errors import KeyProblem
from kiosk.keys import (
    Context,
    canonical,
    digits,
    parse,
    read_document,
    sign_document,
    verify,
)
from tests.programmes import Shop

SHOP = Shop()


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner, max_size=4)
    ),
    max_leaves=12,
)


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), JSON, max_size=4))
def test_equal_members_give_equal_bytes_in_whatever_order_they_were_written(members: dict[str, Any]) -> None:
    try:
        data = canonical(members)
    except KeyProblem:
        return  # nested too deeply
    assert parse(data) == members
    assert canonical(dict(reversed(members.items()))) == data
    assert canonical(parse(data)) == data


def test_members_are_sorted_as_rfc_8785_sorts_them() -> None:
    # U+10000 is a surrogate pair in UTF-16 and so comes before U+FB33, against the order of code points.
    assert canonical({"\ufb33": 1, "\U00010000": 2, "€": 3, "\r": 4, "1": 5}) == (
        '{"\\r":4,"1":5,"€":3,"\U00010000":2,"\ufb33":1}'.encode()
    )


@pytest.mark.parametrize("value", [1.5, 2**53, {"a": {1: 2}}, b"bytes", "\ud800", float("nan"), {1, 2}])
def test_what_has_no_canonical_form_is_not_written(value: object) -> None:
    with pytest.raises(KeyProblem):
        canonical({"value": value})


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"null",
        b'{"a":1,"a":1}',
        b'{"a":{"b":1,"b":2}}',
        b'{"a":1.0}',
        b'{"a":1e3}',
        b'{"a":NaN}',
        b'{"a":Infinity}',
        b'{"a":99999999999999999999}',
        b'{"a":' + b"9" * 5000 + b"}",
        b'{"a":"\\ud800"}',
        b"\xef\xbb\xbf{}",
        b'{"a":"\xff"}',
        b"{} {}",
        b'{"a":' * 20 + b"1" + b"}" * 20,
        b'{"a":' + b"[" * 100_000,
    ],
)
def test_json_that_two_readers_could_read_differently_is_refused(data: bytes) -> None:
    with pytest.raises(KeyProblem):
        parse(data)


def test_a_flood_of_json_is_refused_before_it_is_read() -> None:
    with pytest.raises(KeyProblem):
        parse(b'{"a":"' + b"x" * 100 + b'"}', limit=100)


@pytest.mark.parametrize("other", [context for context in Context if context is not Context.RECEIPT])
def test_what_was_signed_as_a_receipt_never_passes_as_something_else(other: Context) -> None:
    signature = SHOP.kiosk.sign(Context.RECEIPT, b"data")
    verify(Context.RECEIPT, b"data", signature, SHOP.kiosk.signing_key)
    with pytest.raises(KeyProblem):
        verify(other, b"data", signature, SHOP.kiosk.signing_key)


@pytest.mark.parametrize("key", ["", "AAAA", "not base64!", "AA==\n", "A" * 43 + "="])
def test_an_unusable_key_verifies_nothing(key: str) -> None:
    with pytest.raises(KeyProblem):
        verify(Context.CARD, b"data", bytes(64), key)


def test_a_document_counts_only_when_its_trusted_signer_signed_every_byte_of_it() -> None:
    data = sign_document(Context.CARD, {"programme": "p-1", "unknown": [1, None]}, SHOP.manager.signer)
    assert read_document(Context.CARD, data, SHOP.manager.signing_key)[0] == {
        "programme": "p-1",
        "unknown": [1, None],
    }
    forged = sign_document(Context.CARD, {"programme": "p-1"}, SHOP.stranger.signer)
    changed = data.replace(b"p-1", b"p-2")
    swapped = canonical({**parse(data), "key": SHOP.stranger.signing_key})
    for refused in (forged, changed, swapped, b"{}", b'{"signed":{},"key":1,"signature":2}'):
        with pytest.raises(KeyProblem):
            read_document(Context.CARD, refused, SHOP.manager.signing_key)


def test_a_person_may_indent_a_document_without_breaking_it() -> None:
    data = sign_document(Context.CARD, {"b": 1, "a": 2}, SHOP.manager.signer)
    pretty = json.dumps(json.loads(data), indent=4).encode()
    assert read_document(Context.CARD, pretty) == read_document(Context.CARD, data)


def test_digits_are_six_groups_of_five_and_depend_on_every_part() -> None:
    groups = digits(b"a", b"bc")
    assert [len(group) for group in groups] == [5] * 6
    assert "".join(groups).isdecimal()
    assert digits(b"a", b"bc") == groups
    assert digits(b"ab", b"c") != groups
    assert digits(b"a", b"bc", b"") != groups
