"""The class of a refusal: providers' own words, the codes, and what a set of real diagnostics expects."""

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from ses_tui.core.events.diagnosis import MEANINGS, diagnose, plain, reply_of, status_of
from ses_tui.core.events.event import Diagnosis
from ses_tui.core.events.parse import parse
from ses_tui.core.events.rules import CODES, DEFERRED, STRONG, WEAK, first
from tests.events.examples import bounce

DATA = Path(__file__).parents[1] / "data"

REASONS = {
    "address": "userunknown hostunknown hasmoved suspend notaccept",
    "mailbox": "mailboxfull",
    "content": "spamdetected contenterror virusdetected mesgtoobig exceedlimit",
    "reputation": "blocked badreputation requireptr",
    "throttle": "speeding toomanyconn",
    "auth": "authfailure policyviolation securityerror norelaying notcompliantrfc",
    "transport": "expired networkerror systemerror systemfull mailererror syntaxerror",
}
CLASS_OF = {reason: name for name, reasons in REASONS.items() for reason in reasons.split()}


def halves() -> tuple[list[Any], list[Any]]:
    """The scored diagnostics: the half that the rules were written with, and the one that checks them."""
    made: tuple[list[Any], list[Any]] = ([], [])
    for line in (DATA / "bounces.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["expect"]["reason"] in CLASS_OF:
            made[sha256(line.strip().encode()).digest()[0] % 2].append(row)
    return made


@pytest.mark.parametrize("half", [0, 1], ids=["written with", "kept aside"])
def test_nine_of_ten_real_diagnostics_get_the_right_class(half: int) -> None:
    rows = halves()[half]
    wrong = []
    for row in rows:
        parsed = parse(json.dumps(bounce(row["diagnosticCode"], row["status"])))
        assert isinstance(parsed, tuple)
        if parsed[0].diagnosis != CLASS_OF[row["expect"]["reason"]]:
            wrong.append((row["id"], parsed[0].diagnosis, row["expect"]["reason"]))
    assert len(rows) > 40
    assert len(wrong) <= 0.1 * len(rows), wrong


def test_real_notifications_parse_whole() -> None:
    lines = (DATA / "ses_notifications.jsonl").read_text(encoding="utf-8").splitlines()
    parsed = [parse(line) for line in lines]
    assert all(isinstance(records, tuple) for records in parsed)
    records = [record for found in parsed if isinstance(found, tuple) for record in found]
    assert [record.event for record in records] == [
        "Bounce", "Complaint", "Delivery", "Delivery", "Bounce", "Bounce",
    ]  # fmt: skip
    assert {record.recipient_domain for record in records} == {"simulator.amazonses.com"}
    assert all(record.at is not None for record in records)


SAID = "".join(
    (Path(__file__).parent / name).read_text("utf-8")
    for name in ("said.txt", "published.txt", "refusals.txt")
)
"""What providers and servers say, each after its class, or the classes that its words allow: from RFC 5321,
postmaster pages and defaults.

Those of ``published.txt`` and ``refusals.txt`` were written down with their classes before any was tried.
"""


@pytest.mark.parametrize("line", SAID.strip().splitlines())
def test_what_providers_and_servers_say(line: str) -> None:
    wanted, _, text = line.partition(" ")
    text = text.strip()
    assert diagnose(diagnostic=f"smtp; {text}", status=status_of("", text)) in wanted.split("|")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("550 5.7.1 <a@example.com>: Recipient refused: no longer with the company", "address"),
        ("550 5.1.1 The recipient's name is not on the list of recipients", "address"),
        ("550 Relationship manager mailbox unknown, equipment account rejected", "address"),
        ("550 Sender's IP is rejected", "reputation"),
    ],
)
def test_short_words_are_found_as_words_only(text: str, wanted: str) -> None:
    assert diagnose(diagnostic=text, status=status_of("", text)) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "host mx.blacklist-mailbox.example[192.0.2.9] said: 550 No such user",
        "550 No such user, see https://spamfilter.example.com/virus?quota=exceeded",
        "550 No such user (spam-policy.dmarc.example.net)",
        "550 www.quota-exceeded.example.org says: no such user",
    ],
)
def test_names_of_hosts_and_pages_say_nothing(text: str) -> None:
    assert diagnose(diagnostic=text) is Diagnosis.ADDRESS


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("421 4.7.0 Temporary local error, try again later", "transport"),
        ("450 4.2.0 Sending too fast. Try again later", "throttle"),
        ("450 4.2.1 <a@example.com> is temporarily unavailable. Please try again later", "transport"),
        ("450 Requested mail action not taken: mailbox unavailable", "mailbox"),
        ("550 Requested action not taken: mailbox unavailable", "address"),
        ("450 4.4.3 The destination server is temporarily unavailable to take this recipient", "transport"),
        ("421 4.7.0 Try again later", "throttle"),
        ("451 Try again later", "transport"),
    ],
)
def test_a_deferral_has_a_reason_of_its_own(text: str, wanted: str) -> None:
    assert diagnose(diagnostic=text, status=status_of("", text)) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("550 Outgoing quota of this sender exceeded: 500 messages per hour", "throttle"),
        ("452 4.2.1 The mailbox got too many messages in a short period", "throttle"),
        ("550 5.2.122 Access denied", "throttle"),
        ("552 More than 10 messages per session", "throttle"),
        ("552 The user's quota is exceeded", "mailbox"),
    ],
)
def test_limits_per_time_are_no_full_mailboxes(text: str, wanted: str) -> None:
    assert diagnose(diagnostic=text, status=status_of("", text)) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "554 5.4.7 Message expired: unable to deliver in 840 minutes.<452 4.2.2 mailbox over quota>",
            "mailbox",
        ),
        (
            "554 5.4.7 Message expired: unable to deliver in 14.0 hours.<421 4.4.1 Unable to connect>",
            "transport",
        ),
        (
            "5.1.0 - Unknown address error 550-'5.7.26 DMARC policy of the sender' (delivery attempts: 0)",
            "auth",
        ),
        ("failed,5.1.1 (bad destination mailbox address),smtp;550 Message contains a virus", "content"),
    ],
)
def test_what_is_wrapped_round_the_answer_is_not_the_answer(text: str, wanted: str) -> None:
    assert diagnose(diagnostic=text, status=status_of("", text)) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("550 5.7.1 Message refused [HM08]", "reputation"),
        ("550 5.7.26 User unknown", "auth"),
        ("554 5.7.1 Refused. https://postmaster.comcast.net/smtp-error-codes.php#RL000010", "throttle"),
        ("550 5.1.1 Not accepted, see https://support.google.com/mail/?p=NoSuchUser", "address"),
        ("421 HL:ICC 163 smtp1 http://mail.163.com/help/help_spam_16.htm", "throttle"),
    ],
)
def test_codes_with_one_meaning_come_before_words(text: str, wanted: str) -> None:
    assert diagnose(diagnostic=text, status=status_of("", text)) == wanted


@pytest.mark.parametrize(
    ("status", "text", "wanted"),
    [
        ("5.1.1", "", "address"),
        ("5.1.8", "", "auth"),
        ("4.2.0", "", "mailbox"),
        ("5.2.1", "", "address"),
        ("4.4.4", "", "transport"),
        ("5.4.4", "", "address"),
        ("5.6.1", "", "content"),
        ("4.7.0", "", "throttle"),
        ("5.7.1", "", "auth"),
        ("5.7.25", "", "reputation"),
        ("", "550", "address"),
        ("", "554", "transport"),
        ("", "535", "auth"),
        ("", "", "other"),
        ("5.0.0", "", "other"),
    ],
)
def test_codes_decide_where_words_are_missing(status: str, text: str, wanted: str) -> None:
    assert diagnose(diagnostic=text, status=status) == wanted


def test_the_page_says_of_each_class_what_the_screen_says() -> None:
    page = (Path(__file__).parents[2] / "docs/events.md").read_text(encoding="utf-8")
    assert [f"| {one} | {said} |" in page for one, said in MEANINGS.items()] == [True] * len(Diagnosis)


def test_words_are_surer_than_the_subtype_and_that_is_surer_than_codes() -> None:
    assert diagnose(diagnostic="550 5.1.1 user unknown", subtype="ContentRejected") is Diagnosis.ADDRESS
    assert diagnose(diagnostic="550 no", status="5.1.1", subtype="ContentRejected") is Diagnosis.CONTENT
    for told in (
        "OnAccountSuppressionList",
        "OnTenantSuppressionList",
        "Suppressed",
        "UnsubscribedRecipient",
    ):
        assert diagnose(diagnostic="550 spam", subtype=told) is Diagnosis.ADDRESS


def test_no_phrase_is_shadowed_by_another_class() -> None:
    shadowed = {}
    for rules in (CODES, STRONG):
        for rule in rules:
            if len(rule.parts) == 1 and (found := first(rules, rule.stem)) is not rule.diagnosis:
                shadowed[rule.stem] = (rule.diagnosis, found)
    assert shadowed == {}


def test_phrases_are_as_the_text_is_when_they_are_looked_for() -> None:
    stems = [part.removesuffix("*") for rule in (*DEFERRED, *STRONG, *WEAK) for part in rule.parts]
    assert [stem for stem in stems if not stem or plain(stem) != stem] == []
    assert [rule.stem for rule in CODES if rule.stem != rule.stem.lower()] == []


@pytest.mark.parametrize(
    ("stated", "text", "wanted"),
    [
        ("5.1.1", "550 5.7.1 x", "5.1.1"),
        ("5.0.0", "550 5.7.1 x", "5.7.1"),
        ("", "550-5.2.2 x", "5.2.2"),
        ("5.2.1 (Remote SMTP server has rejected address)", "", "5.2.1"),
        ("4.0.0", "550 5.7.1 x", "4.0.0"),
        ("", "from 10.5.1.1 to 5.1.1.9", ""),
        ("nonsense", "", ""),
    ],
)
def test_the_status_says_as_much_as_can_be_known(stated: str, text: str, wanted: str) -> None:
    assert status_of(stated, text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("smtp; 550 5.1.1 user unknown", "550"),
        ("smtp;550-5.7.26 x", "550"),
        ("host mx[192.0.2.250] said: 421 busy", "421"),
        ("X-Postfix; unknown user", ""),
        ("", ""),
    ],
)
def test_the_reply_code(text: str, wanted: str) -> None:
    assert reply_of(text) == wanted
