"""What SES says of an account, a tenant, a set or an identity: a notice with its words, and what it means."""

import json
from typing import Any

import pytest

from ses_tui.core.events.announced import SendingStatus, sending_statuses
from ses_tui.core.events.event import Malformed, as_object
from ses_tui.core.events.parse import parse
from ses_tui.core.model import ACCOUNT, Subject, SubjectKind
from tests.events.examples import event

ARN = "arn:aws:ses:eu-west-1:123456789012:"


def said(kind: str, *resources: str, **changed: Any) -> str:
    """An event of EventBridge."""
    made = {
        "version": "0",
        "id": "b1",
        "detail-type": kind,
        "source": "aws.ses",
        "account": "123456789012",
        "time": "2026-11-24T14:20:31Z",
        "region": "eu-west-1",
        "resources": [f"{ARN}{name}" for name in resources],
        "detail": {
            "version": "1.0.0",
            "data": {"origin": "REPUTATION_ENTITY", "record": {"status": "DISABLED"}},
        },
    }
    return json.dumps({**made, **changed})


def test_a_notice_is_one_line_with_its_words_and_no_recipient() -> None:
    parsed = parse(said("Sending Status Disabled", "configuration-set/news"))
    assert isinstance(parsed, tuple)
    (notice,) = parsed
    assert as_object(notice) == {
        "at": "2026-11-24T14:20:31Z",
        "event": "Sending Status Disabled",
        "recipient_domain": None,
        "isp": None,
        "identity": None,
        "configuration_set": "news",
        "class": None,
        "status": None,
        "reply": None,
        "diagnostic": "configuration set news: origin REPUTATION_ENTITY, status DISABLED",
    }


@pytest.mark.parametrize("kind", ["Advisor Recommendation Status Open", "Something That Is New In 2027"])
def test_whatever_comes_is_a_notice(kind: str) -> None:
    parsed = parse(said(kind, "identity/example.org"))
    assert isinstance(parsed, tuple)
    assert (parsed[0].event, parsed[0].identity) == (kind, "example.org")
    assert list(sending_statuses(said(kind, "identity/example.org"))) == []


@pytest.mark.parametrize(
    ("resource", "subject"),
    [
        ("tenant/shop/tn-4f", Subject(SubjectKind.TENANT, "shop")),
        ("configuration-set/news", Subject(SubjectKind.CONFIGURATION_SET, "news")),
        ("identity/news@example.org", Subject(SubjectKind.IDENTITY, "news@example.org")),
        ("account", ACCOUNT),
    ],
)
@pytest.mark.parametrize(("word", "enabled"), [("Disabled", False), ("Enabled", True)])
def test_sending_is_switched_for_what_the_resource_names(
    resource: str, subject: Subject, word: str, enabled: bool
) -> None:
    found = list(sending_statuses(said(f"Sending Status {word}", resource)))
    assert found == [SendingStatus(subject, enabled, 1795530031.0)]


def test_several_resources_are_several_and_an_unknown_one_is_none() -> None:
    text = said("Sending Status Disabled", "tenant/a/tn-1", "dedicated-ip-pool/p", "tenant/b/tn-2")
    assert [one.subject.name for one in sending_statuses(text)] == ["a", "b"]


def test_in_an_envelope_and_without_resources() -> None:
    text = json.dumps({"Type": "Notification", "Message": said("Sending Status Disabled")})
    assert [one.subject for one in sending_statuses(text)] == [ACCOUNT]
    assert list(sending_statuses(json.dumps(event("Bounce")))) == []
    assert list(sending_statuses("nonsense")) == []


def test_a_title_that_is_a_mail_s_is_no_notice() -> None:
    assert isinstance(parse(said("Bounce", "identity/example.org")), Malformed)


def test_hostile_words_are_harmless() -> None:
    text = said(
        "Sending Status \x1b[2J", "tenant/\u202eevil\x07", detail={"\x1b]0;x": "\x1b[31m\n", "n": [1]}
    )
    parsed = parse(text)
    assert isinstance(parsed, tuple)
    assert all(word.isprintable() for word in (parsed[0].event, parsed[0].diagnostic))
