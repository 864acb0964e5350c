"""The class of a refusal: providers' own words, the codes, and what a set of real diagnostics expects."""

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from ses_tui.core.events.diagnosis import diagnose, first, plain, reply_of, status_of
from ses_tui.core.events.event import Diagnosis
from ses_tui.core.events.meaning import MEANINGS
from ses_tui.core.events.parse import parse
from ses_tui.core.events.rules import STRONG, WEAK
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
    assert [record.event.value for record in records] == [
        "Bounce", "Complaint", "Delivery", "Delivery", "Bounce", "Bounce",
    ]  # fmt: skip
    assert {record.recipient_domain for record in records} == {"simulator.amazonses.com"}
    assert all(record.at is not None for record in records)


SAID = "".join((Path(__file__).parent / name).read_text("utf-8") for name in ("said.txt", "published.txt"))
"""What providers and servers say, each after its class: from RFC 5321, postmaster pages and defaults.

Those of ``published.txt`` were written down with their classes before any of them was tried.
"""


@pytest.mark.parametrize("line", SAID.strip().splitlines())
def test_what_providers_and_servers_say(line: str) -> None:
    wanted, _, text = line.partition(" ")
    text = text.strip()
    assert diagnose(diagnostic=f"smtp; {text}", status=status_of("", text)) == wanted


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
    assert diagnose(diagnostic="550 spam", subtype="OnAccountSuppressionList") is Diagnosis.ADDRESS


def test_no_phrase_is_shadowed_by_another_class() -> None:
    shadowed = {}
    for rule in STRONG:
        if len(rule.parts) == 1 and (found := first(STRONG, rule.parts[0])) is not rule.diagnosis:
            shadowed[rule.parts[0]] = (rule.diagnosis, found)
    assert shadowed == {}


def test_phrases_are_as_the_text_is_when_they_are_looked_for() -> None:
    parts = [part for rule in (*STRONG, *WEAK) for part in rule.parts]
    assert [part for part in parts if plain(part) != " ".join(part.split())] == []


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
