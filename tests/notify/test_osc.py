"""Terminal notifications: whatever the text, one well-formed sequence and nothing else."""

import re
from base64 import b64decode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ses_tui.core.condition import Condition
from ses_tui.core.messages import Kind
from ses_tui.core.text import is_utf8, safe
from ses_tui.notify.channel import ChannelError
from ses_tui.notify.osc import TEXT_CAP, Osc, Terminal, osc9, osc99, osc777, sequence
from ses_tui.notify.terminal import through_screen, through_tmux, wrapper
from tests.notify.messages import HOSTILE, MESSAGE, firing, message

ANY_TEXT = st.one_of(
    st.text(st.characters()),  # surrogates too
    st.text(st.sampled_from("\x00\x07\x1b\\]9;0123456789\x9b\x9c\x9d\u202e\n\ud800aé中#%")),
    st.just(HOSTILE),
)
CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def inside(data: bytes) -> list[str]:
    """What each OSC of ``data`` holds; fails where anything is not one, ended by BEL."""
    parts = data.split(b"\a")
    assert parts.pop() == b""
    assert all(part.startswith(b"\x1b]") for part in parts)
    return [part[2:].decode() for part in parts]


@given(ANY_TEXT)
def test_osc9_is_one_sequence_with_no_control_character_in_it(text: str) -> None:
    (held,) = inside(osc9(text))
    assert not CONTROLS.search(held)
    assert len(held) <= len("9;SES ") + TEXT_CAP


@given(st.from_regex(r"[0-9]+;.*", fullmatch=True))
def test_osc9_is_never_a_command_of_conemu(text: str) -> None:
    (held,) = inside(osc9(text))
    assert not re.match(r"9;\d", held)


@given(ANY_TEXT, ANY_TEXT)
def test_osc777_is_one_sequence_with_exactly_a_title_and_a_body(title: str, body: str) -> None:
    (held,) = inside(osc777(title, body))
    assert not CONTROLS.search(held)
    assert held.startswith("777;notify;")
    assert held.count(";") == 3


@given(ANY_TEXT, ANY_TEXT)
def test_osc99_carries_title_and_body_of_one_notification_as_base64(title: str, body: str) -> None:
    first, second = inside(osc99(title, body, identifier="x", critical=True))
    assert re.fullmatch(r"99;i=x:d=0:u=2:e=1:p=title;[A-Za-z0-9+/=]*", first)
    assert re.fullmatch(r"99;i=x:d=1:e=1:p=body;[A-Za-z0-9+/=]*", second)
    said = b64decode(second.rsplit(";", 1)[1]).decode()
    assert said == safe(body, TEXT_CAP)


@given(ANY_TEXT, st.sampled_from([Osc.OSC9, Osc.OSC777]))
def test_a_terminal_without_utf8_gets_ascii(text: str, kind: Osc) -> None:
    assert sequence(kind, message(title=text, body=text), unicode=False).isascii()


def test_each_kind_says_title_and_body() -> None:
    assert sequence(Osc.OSC9, MESSAGE).decode() == (
        "\x1b]9;WARN Hotmail bounce 8.31 % ≥ 3 % · news.example.org is 71 % of it, usual 0.90 %\a"
    )
    assert sequence(Osc.OSC777, MESSAGE).decode() == (
        "\x1b]777;notify;WARN Hotmail bounce 8.31 % ≥ 3 %;news.example.org is 71 % of it, usual 0.90 %\a"
    )


def test_what_to_do_next_follows_who() -> None:
    advised = message(body="who", advice="stop it")
    assert sequence(Osc.OSC9, advised).decode().endswith(" · who · stop it\a")
    assert sequence(Osc.OSC777, advised).decode().endswith(";who · stop it\a")


def test_blindness_is_a_notification_beside_that_of_the_condition() -> None:
    condition = inside(sequence(Osc.OSC99, MESSAGE))[0].split(":")[0]
    blind, sight = (
        inside(sequence(Osc.OSC99, message(kind=kind)))[0].split(":")[0] for kind in (Kind.BLIND, Kind.SIGHT)
    )
    assert blind == sight != condition


def test_kitty_updates_the_notification_of_a_key_in_place_and_raises_its_urgency() -> None:
    warn = inside(sequence(Osc.OSC99, MESSAGE))[0].split(":")
    review = inside(sequence(Osc.OSC99, firing(Condition.REVIEW, id="another")))[0].split(":")
    assert warn[0] == review[0]
    assert (warn[2], review[2]) == ("u=1", "u=2")


def test_tmux_wrapping_doubles_every_escape_and_screen_wrapping_none() -> None:
    assert through_tmux(b"\x1b]9;a\a") == b"\x1bPtmux;\x1b\x1b]9;a\a\x1b\\"
    assert through_screen(b"\x1b]9;a\a") == b"\x1bP\x1b]9;a\a\x1b\\"


@given(ANY_TEXT, st.sampled_from(list(Osc)))
def test_nothing_inside_can_end_the_wrapping_of_screen_early(text: str, kind: Osc) -> None:
    assert b"\x1b\\" not in sequence(kind, message(title=text, body=text))


@pytest.mark.parametrize(
    ("environ", "start"),
    [({}, b"\x1b]"), ({"TMUX": "/tmp/x,1,0"}, b"\x1bPtmux;"), ({"STY": "1.pts"}, b"\x1bP\x1b]")],
)
async def test_the_multiplexer_that_we_run_in_decides_the_wrapping(
    environ: dict[str, str], start: bytes
) -> None:
    sent: list[bytes] = []
    await Terminal(Osc.OSC9, sent.append, wrap=wrapper(environ)).deliver(MESSAGE)
    assert sent[0].startswith(start)


async def test_a_terminal_that_is_gone_is_a_problem_in_one_line() -> None:
    def gone(data: bytes) -> None:
        raise OSError(5, "Input/output error")

    with pytest.raises(ChannelError, match="terminal: the terminal takes no output: input/output error"):
        await Terminal(Osc.OSC9, gone).deliver(MESSAGE)


def test_the_locale_says_whether_utf8_is_read() -> None:
    assert is_utf8({"LANG": "de_DE.UTF-8"})
    assert not is_utf8({"LANG": "de_DE.UTF-8", "LC_ALL": "C"})
    assert not is_utf8({})
