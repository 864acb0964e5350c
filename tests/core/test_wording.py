"""What messages say of causes and of values."""

from datetime import UTC

import pytest

from ses_tui.core.condition import Condition
from ses_tui.core.due import Due
from ses_tui.core.errors import ErrorKind
from ses_tui.core.health import NO_DATA
from ses_tui.core.messages import Kind
from ses_tui.core.model import ACCOUNT, Key, Metric, Subject, SubjectKind
from ses_tui.core.wording import CAUSES, Facts, compose

KEY = Key("default", ACCOUNT, Metric.BOUNCE_RATE)


@pytest.mark.parametrize("cause", [*(kind.value for kind in ErrorKind), NO_DATA])
def test_every_cause_of_blindness_is_said_in_words(cause: str) -> None:
    due = Due(Kind.BLIND, KEY, covers=(KEY,), cause=cause)
    title = compose(due, Facts(), 0.0, zone=UTC).title
    assert CAUSES[cause] in title
    assert "_" not in title


@pytest.mark.parametrize(("value", "said"), [(0.05, "bounce 5.00 % ≥ 5 %"), (0.049, "bounce 4.90 %, for")])
def test_a_value_that_holds_below_its_line_is_not_said_to_be_above_it(value: float, said: str) -> None:
    due = Due(Kind.REPEAT, KEY, Condition.REVIEW, Condition.REVIEW, since=0.0)
    facts = Facts(value=value, line=0.05, now=Condition.REVIEW)
    assert said in compose(due, facts, 3600.0, zone=UTC).title


@pytest.mark.parametrize(
    ("key", "facts", "said"),
    [
        (KEY, Facts(0.032, 0.05, Condition.WARN), "REVIEW account bounce reached 5 %, now WARN 3.20 %"),
        (
            Key("default", Subject(SubjectKind.TENANT, "shop"), Metric.SENDING_STATUS),
            Facts("HIGH", None, Condition.WARN),
            "REVIEW shop sending status, now WARN: reputation impact is HIGH",
        ),
    ],
)
def test_what_is_told_late_says_what_it_was_and_what_it_is(key: Key, facts: Facts, said: str) -> None:
    due = Due(Kind.FIRING, key, Condition.REVIEW, Condition.REVIEW, since=0.0)
    assert compose(due, facts, 3600.0, zone=UTC, show_target=False).title == f"01:00 {said}"


@pytest.mark.parametrize("kind", [Kind.FIRING, Kind.REPEAT, Kind.RESOLVED, Kind.BLIND, Kind.SIGHT, Kind.GONE])
def test_of_several_targets_a_message_begins_with_its_own(kind: Kind) -> None:
    due = Due(kind, KEY, Condition.WARN, Condition.WARN, since=0.0, covers=(KEY,), cause="network")
    alone, named = (compose(due, Facts(), 3600.0, zone=UTC, show_target=show) for show in (False, True))
    assert named.title == f"default: {alone.title}"
    assert named.alert_line == alone.alert_line == alone.title
    assert "default" not in alone.title + alone.body + named.body
