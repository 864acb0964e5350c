"""A message's life as a small timeline, and as JSON."""

import json

from ses_tui.core.message_life import LifeEvent, MessageLife, RecipientLife, as_lines, as_object

AT = 1_800_000_000.0
LIFE = MessageLife(
    "0100-1",
    "m•••@news.example.org",
    "",
    (("ses:configuration-set", "marketing"),),
    (
        RecipientLife(
            "r•••@gmail.com",
            "Gmail",
            (
                LifeEvent(AT, "SEND"),
                LifeEvent(AT + 2, "DELIVERY_DELAY"),
                LifeEvent(AT + 7_300, "BOUNCE", "PERMANENT · General · 550 5.1.1 no such user"),
                LifeEvent(None, "X"),
            ),
        ),
    ),
)


def test_each_event_with_how_long_after_the_first() -> None:
    assert list(as_lines(LIFE, lambda at: f"{at - AT:.0f}")) == [
        "message 0100-1",
        "from    m•••@news.example.org",
        "tags    ses:configuration-set=marketing",
        "to      r•••@gmail.com · Gmail",
        "  0            send",
        "  2      +2 s  delivery delay",
        "  7300      +2 h  bounce            PERMANENT · General · 550 5.1.1 no such user",
        "  –            x",
    ]


def test_what_aws_did_not_say_is_null() -> None:
    shown = as_object(LIFE)
    assert shown["subject"] is None
    assert '{"at": null, "type": "X", "diagnostic": null}' in json.dumps(shown)


def test_nothing_known_is_said() -> None:
    assert list(as_lines(MessageLife("1", "", "", (), ()), str))[-1] == "nothing is known of its recipients"
