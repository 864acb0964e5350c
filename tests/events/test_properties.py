"""Whatever a queue holds: the parser answers, and what it answers is safe."""

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from ses_tui.core.events.diagnosis import diagnose, status_of
from ses_tui.core.events.event import Diagnosis, Event, EventType, Malformed, Notice, as_object
from ses_tui.core.events.masking import mask, mask_within
from ses_tui.core.events.parse import parse, parse_each
from ses_tui.core.events.reading import texts_of
from tests.events.examples import TYPES, event

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


def check(parsed: object) -> None:
    """One of the three answers, and every text of it is one printable line."""
    if isinstance(parsed, Malformed | Notice):
        return
    assert isinstance(parsed, tuple)
    assert parsed
    for record in parsed:
        assert isinstance(record, Event)
        line = json.dumps(as_object(record, reveal=True))
        assert line.isascii()
        assert "\n" not in line
        for text in (record.recipient, record.identity, record.configuration_set, record.diagnostic):
            assert text.isprintable()


@given(st.text() | st.binary().map(lambda raw: raw.decode("utf-8", "surrogateescape")))
def test_any_text_is_answered(text: str) -> None:
    check(parse(text))
    for _, part in texts_of(enumerate(text.splitlines(keepends=True), 1)):
        for parsed in parse_each(part) if isinstance(part, str) else (part,):
            check(parsed)


@given(ANYTHING)
def test_any_json_is_answered(value: Any) -> None:
    check(parse(json.dumps(value)))


@settings(max_examples=300)
@given(st.sampled_from(TYPES), st.data())
def test_an_event_with_a_part_exchanged_is_answered(kind: str, data: st.DataObject) -> None:
    content: Any = event(kind)
    place: Any = content
    while True:
        keys = list(place) if isinstance(place, dict) else list(range(len(place)))
        key = data.draw(st.sampled_from(keys))
        inner = place[key]
        if not isinstance(inner, dict | list) or not inner or data.draw(st.booleans()):
            place[key] = data.draw(ANYTHING)
            break
        place = inner
    check(parse(json.dumps(content)))
    check(parse(json.dumps({"Type": "Notification", "MessageId": 5, "Message": content})))


@given(st.text(), st.text(), st.text())
def test_every_refusal_has_a_class(diagnostic: str, stated: str, subtype: str) -> None:
    status = status_of(stated, diagnostic)
    assert diagnose(diagnostic=diagnostic, status=status, subtype=subtype) in Diagnosis


@given(st.emails(), st.text(), st.text())
def test_no_text_keeps_the_recipient(address: str, before: str, after: str) -> None:
    text = mask_within(f"{before} <{address}> {after}", address)
    if len(address.rpartition("@")[0]) > 1:
        assert f"<{address}>" not in text
    assert mask(mask(address)) == mask(address)


def test_all_types_are_drawn() -> None:
    assert len(TYPES) == len(EventType)
