"""A snapshot comes back from its text exactly, and bad text is refused."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ses_tui.core.snapshot import Snapshot
from ses_tui.store.codec import VERSION, CodecError, decode, encode
from tests.store.samples import anything, snapshot


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(anything(Snapshot))
def test_any_snapshot_comes_back_as_it_was(before: Snapshot) -> None:
    text = encode(before)
    assert "\n" not in text
    after = decode(text)
    assert after == before
    assert encode(after) == text


def test_numbers_keep_their_type() -> None:
    assert type(decode(encode(Snapshot(1764000000, ()))).generated_at) is float


@given(st.one_of(st.text(), st.recursive(st.none() | st.integers() | st.text(), st.lists).map(json.dumps)))
def test_text_that_is_no_snapshot_is_refused(text: str) -> None:
    with pytest.raises(CodecError):
        decode(text)


def test_another_version_is_refused() -> None:
    envelope = json.loads(encode(snapshot()))
    with pytest.raises(CodecError, match=f"version {VERSION + 1}"):
        decode(json.dumps({**envelope, "v": VERSION + 1}))


@pytest.mark.parametrize("bad", [None, 7, "x", [], {}, True, 1e9, {"unknown": 1}, [["AAAA", ""]], ["A", "B"]])
def test_a_wrong_part_anywhere_is_refused_or_harmless(bad: Any) -> None:
    """Whatever stands in place of any one part, decoding gives a snapshot or a CodecError."""

    def short(part: Any) -> Any:
        """Three of each list: every kind of place is there, and not every point of every series."""
        if isinstance(part, dict):
            return {place: short(inner) for place, inner in part.items()}
        return [short(inner) for inner in part[:3]] if isinstance(part, list) else part

    def spoil(part: Any) -> Any:
        """Every copy of ``part`` with one place in it replaced."""
        places = part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ()
        for place, inner in list(places):
            for spoiled in (bad, *spoil(inner)):
                copy = part.copy()
                copy[place] = spoiled
                yield copy

    refused = 0
    for envelope in spoil(short(json.loads(encode(snapshot(rows=1))))):
        try:
            assert isinstance(decode(json.dumps(envelope)), Snapshot)
        except CodecError:
            refused += 1
    assert refused
