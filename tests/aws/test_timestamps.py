"""Our quick parser gives what botocore's gives."""

from datetime import UTC, datetime

import pytest
from botocore.utils import parse_timestamp
from hypothesis import given
from hypothesis import strategies as st

from ses_tui.aws.loader import parse_time as parse


@given(st.floats(0, 4e9), st.booleans())
def test_epoch_seconds(value: float, whole: bool) -> None:
    number = int(value) if whole else value
    assert parse(number).timestamp() == pytest.approx(parse_timestamp(number).timestamp(), abs=1e-5)


@given(st.datetimes(datetime(1971, 1, 1), datetime(2099, 1, 1)))
def test_iso_as_the_query_protocol_writes_it(moment: datetime) -> None:
    for text in (moment.strftime("%Y-%m-%dT%H:%M:%SZ"), moment.replace(tzinfo=UTC).isoformat()):
        assert parse(text) == parse_timestamp(text)


@pytest.mark.parametrize("text", ["Tue, 24 Nov 2026 12:00:00 GMT", "1795514400", "1795514400.5"])
def test_other_forms_are_left_to_botocore(text: str) -> None:
    assert parse(text) == parse_timestamp(text)


@pytest.mark.parametrize("value", ["soon", "", None, float("nan")])
def test_what_is_no_time_raises_as_botocore_does(value: object) -> None:
    with pytest.raises((ValueError, TypeError)):
        parse(value)
