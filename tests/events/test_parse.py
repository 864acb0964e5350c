"""Every type of event, in every wrapping, becomes the right record; what is no event becomes a value."""

import json
from dataclasses import dataclass
from typing import Any

import pytest

from ses_tui.core.events.diagnosis import diagnose
from ses_tui.core.events.event import Diagnosis, Event, EventType, Malformed, Notice, as_object
from ses_tui.core.events.parse import parse
from ses_tui.core.events.tally import Tally
from tests.events.examples import TYPES, bounce, envelope, event


def one(text: str, **options: Any) -> Event:
    """The only record in ``text``."""
    parsed = parse(text, **options)
    assert isinstance(parsed, tuple), parsed
    (record,) = parsed
    return record


@dataclass(frozen=True)
class Row:
    """What a type's example must become."""

    at: str
    diagnosis: str | None = None
    status: str | None = None
    reply: str | None = None
    diagnostic: str | None = None


ROWS = {
    "Bounce": Row("2017-08-05T00:41:02Z", "address", "5.1.1", "550", "smtp; 550 5.1.1 user unknown"),
    "Complaint": Row("2017-08-05T00:41:02Z", diagnostic="abuse"),
    "Delivery": Row("2016-10-19T23:21:04Z", reply="250", diagnostic="250 2.6.0 Message received"),
    "Send": Row("2017-08-05T00:40:02Z"),
    "Reject": Row("2017-08-05T00:40:02Z", "content", diagnostic="Bad content"),
    "Open": Row("2017-08-09T22:00:19Z"),
    "Click": Row("2017-08-09T22:00:19Z"),
    "Rendering Failure": Row(
        "2017-08-05T00:40:02Z",
        diagnostic="Attribute 'attributeName' is not present in the rendering data.",
    ),
    "DeliveryDelay": Row(
        "2020-06-16T00:25:40Z",
        "transport",
        "4.4.1",
        "421",
        "smtp; 421 4.4.1 Unable to connect to remote host",
    ),
    "Subscription": Row("2022-01-12T01:00:17Z"),
}


@pytest.mark.parametrize("wrapped", ["raw", "sns", "eventbridge", "notification"])
@pytest.mark.parametrize("kind", TYPES)
def test_each_type_in_each_wrapping(kind: str, wrapped: str) -> None:
    content = event(kind)
    match wrapped:
        case "sns":
            text = envelope(content)
        case "eventbridge":
            text = json.dumps({"detail-type": "Email Bounced", "source": "aws.ses", "detail": content})
        case "notification":
            content["notificationType"] = content.pop("eventType")
            text = json.dumps(content)
        case _:
            text = json.dumps(content)
    want = ROWS[kind]
    assert as_object(one(text)) == {
        "at": want.at,
        "event": kind,
        "recipient_domain": "example.com",
        "isp": "other",
        "identity": "sender@example.com",
        "configuration_set": "ConfigSet",
        "class": want.diagnosis,
        "status": want.status,
        "reply": want.reply,
        "diagnostic": want.diagnostic,
    }


def test_every_type_of_ses_is_among_the_examples() -> None:
    assert set(TYPES) == {kind.value for kind in EventType}


def test_a_record_for_each_recipient() -> None:
    content = bounce("smtp; 550 5.1.1 user unknown", "5.1.1")
    content["bounce"]["bouncedRecipients"] += [
        {"emailAddress": "Two <two@Hotmail.com>", "status": "5.2.2", "diagnosticCode": "552 5.2.2 full"}
    ]
    parsed = parse(json.dumps(content))
    assert isinstance(parsed, tuple)
    assert [record.recipient for record in parsed] == ["r•••@example.com", "t•••@Hotmail.com"]
    assert [record.isp for record in parsed] == ["other", "Hotmail"]
    assert [record.status for record in parsed] == ["5.1.1", "5.2.2"]
    assert len({record.id for record in parsed}) == 2


def test_recipients_are_masked_everywhere_unless_revealed() -> None:
    content = bounce('550 <recipient@example.com>: no user "recipient", ask postmaster@mx.example.com')
    hidden, shown = one(json.dumps(content)), one(json.dumps(content), reveal=True)
    assert "recipient" not in json.dumps(as_object(hidden, reveal=True)).replace('"recipient', "")
    assert hidden.diagnostic == '550 <r•••@example.com>: no user "r•••", ask p•••@mx.example.com'
    assert (shown.recipient, shown.recipient_domain) == ("recipient@example.com", "example.com")
    assert "recipient@example.com" in shown.diagnostic
    assert hidden.id == shown.id
    assert "recipient" not in as_object(shown)


def test_hostile_text_is_harmless() -> None:
    content = bounce("550 5.1.1 \x1b[2J\x1b]0;owned\x07 \u202euser\u202c unknown\r\n250 OK")
    content["mail"]["tags"] = {"ses:configuration-set": ["\x1b[31m" + "x" * 5000]}
    content["mail"]["sourceArn"] = "arn:aws:ses:eu-west-1:1:identity/\u202eevil"
    content["bounce"]["bouncedRecipients"][0]["emailAddress"] = "\x1b@\x00.com"
    record = one(json.dumps(content))
    texts = (record.diagnostic, record.configuration_set, record.identity, record.recipient)
    assert all(text.isprintable() for text in texts)
    assert len(record.configuration_set) <= 320


@pytest.mark.parametrize("address", ["a" + "(" * 2000 + "@example.com", "<@a:" * 2000, "<" + "(" * 2000])
def test_brackets_nested_without_end_are_no_trouble(address: str) -> None:
    content = event("Bounce")
    content["bounce"]["bouncedRecipients"][0]["emailAddress"] = f"<{address}"
    record = one(json.dumps(content))
    assert record.event is EventType.BOUNCE
    assert record.recipient


def test_what_is_nested_as_deep_as_can_be_read_is_answered() -> None:
    """A message without an id is told from others by all of it."""
    for depth in range(900, 1100):
        parsed = parse(f'{{"eventType":"Send","mail":{{"x":{"[" * depth}{"]" * depth}}}}}')
        assert isinstance(parsed, tuple | Malformed)


@pytest.mark.parametrize(
    "stamp",
    [
        "0001-01-01T00:00:00Z",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-12:00",
        "1e308",
        "2026-01-01T24:00:00Z",
    ],
)
def test_a_time_that_no_clock_here_can_show_was_not_said(stamp: str) -> None:
    content = event("Bounce")
    content["bounce"]["timestamp"] = stamp
    record = one(json.dumps(content))
    assert record.at is None
    assert as_object(record)["at"] is None


def test_a_word_of_ses_without_end_is_cut_before_it_is_remembered() -> None:
    content = event("Bounce")
    content["bounce"]["bounceSubType"] = "x" * 200_000
    remembered = diagnose.cache_info().currsize
    one(json.dumps(content))
    content["bounce"]["bounceSubType"] = "x" * 200_001
    one(json.dumps(content))
    assert diagnose.cache_info().currsize <= remembered + 1


def test_a_redelivery_has_the_same_id_and_another_event_has_not() -> None:
    text = envelope(event("Open"), "publication-1")
    first, again = one(text, delivery="sqs-1"), one(text, delivery="sqs-2")
    other = one(envelope(event("Open"), "publication-2"), delivery="sqs-3")
    assert first.id == again.id != other.id
    raw = json.dumps(event("Open"))
    assert one(raw, delivery="sqs-1").id == one(raw, delivery="sqs-1").id != one(raw, delivery="sqs-2").id


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        ("nonsense", "text, not JSON"),
        ("[1, 2]", "JSON, but no object"),
        ("{}", "no eventType"),
        ('{"eventType": "Party"}', "no event of SES: eventType is 'Party'"),
        ('{"eventType": "Bounce", "bounce": {}}', "Bounce without mail"),
        ('{"eventType": "Bounce", "mail": {"messageId": "x"}}', "Bounce without bounce"),
        ('{"Type": "Notification", "Message": "hello"}', "SNS notification: text, not JSON"),
        ('{"Type": "SubscriptionConfirmation", "Message": "x"}', "wait to be confirmed"),
        ("[" * 100_000, "not JSON"),
    ],
)
def test_what_is_no_event_is_a_value(text: str, reason: str) -> None:
    parsed = parse(text)
    assert isinstance(parsed, Malformed)
    assert reason in parsed.reason


def test_what_sns_and_ses_say_of_the_topic_is_no_fault() -> None:
    said = "Successfully validated SNS topic for Amazon SES event publishing."
    assert isinstance(parse(json.dumps({"Type": "Notification", "Message": said})), Notice)
    assert isinstance(parse(json.dumps({"notificationType": "AmazonSnsSubscriptionSucceeded"})), Notice)


def test_a_class_needs_no_text() -> None:
    content = bounce("", bounceType="Permanent", bounceSubType="OnAccountSuppressionList")
    assert one(json.dumps(content)).diagnosis is Diagnosis.ADDRESS
    delayed = event("DeliveryDelay")
    delayed["deliveryDelay"].update(delayType="IPFailure")
    del delayed["deliveryDelay"]["delayedRecipients"][0]["diagnosticCode"]
    delayed["deliveryDelay"]["delayedRecipients"][0]["status"] = "4.0.0"
    record = one(json.dumps(delayed))
    assert (record.diagnosis, record.diagnostic) == (Diagnosis.REPUTATION, "IPFailure")


def test_a_report_of_no_spam_is_no_complaint() -> None:
    content = event("Complaint")
    content["complaint"]["complaintFeedbackType"] = "not-spam"
    record = one(json.dumps(content))
    assert record.event == "Not-Spam Report"
    tally = Tally()
    tally.add([record, one(json.dumps(event("Complaint")))])
    assert tally.complaints == {"other": 1}
    assert tally.events["Complaint"] == 1


@pytest.mark.parametrize(
    ("kind", "changed", "words"),
    [
        ("Bounce", {"bounceSubType": "Suppressed"}, "not sent: on the suppression list of SES"),
        (
            "Bounce",
            {"bounceSubType": "OnTenantSuppressionList"},
            "not sent: on the tenant's suppression list",
        ),
        ("Bounce", {"bounceSubType": "UnsubscribedRecipient"}, "not sent: the recipient has unsubscribed"),
        (
            "Complaint",
            {"complaintSubType": "OnAccountSuppressionList"},
            "not sent: on the account's suppression list",
        ),
    ],
)
def test_what_ses_did_not_send_is_no_news_from_an_isp(kind: str, changed: dict[str, str], words: str) -> None:
    content = event(kind)
    content[kind.lower()].update(changed)
    record = one(json.dumps(content))
    assert record.diagnostic == words
    assert record.diagnosis is (Diagnosis.ADDRESS if kind == "Bounce" else None)
    tally = Tally()
    tally.add([record])
    assert (tally.by_isp, tally.complaints, tally.reasons(5)) == ({}, {}, ())
    assert (tally.events[kind], tally.not_sent) == (1, 1)


def test_recipients_beyond_a_thousand_are_counted() -> None:
    content = event("Delivery")
    content["delivery"]["recipients"] = [f"r{number}@example.com" for number in range(1_700)]
    parsed = parse(json.dumps(content))
    assert isinstance(parsed, tuple)
    assert len(parsed) == 1_000
    tally = Tally()
    tally.add(parsed)
    assert (tally.events["Delivery"], tally.total, tally.beyond) == (1_700, 1_700, 700)
