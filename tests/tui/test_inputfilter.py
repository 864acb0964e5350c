"""Only keys, the mouse and pastes come through; what a terminal says of itself is dropped as a whole."""

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ses_tui.tui.driver import Keys
from ses_tui.tui.inputfilter import ESCAPE_DELAY, PASTE_CAP, SILENCE, InputFilter, accepted

REPLIES = (
    b"\x1b]11;rgb:1e1e/2e2e/3e3e\x1b\\",
    b"\x1b]10;rgb:cdcd/d6d6/f4f4\x07",
    b"\x1b]4;1;rgb:f3f3/8b8b/a8a8\x1b\\",
    b"\x1b]52;c;cXVpdCBub3c=\x1b\\",
    b"\x1b]l\xe6\x9c\x9dqae\x1b\\",  # a title with a character that holds 0x9C, the 8-bit ST
    b"\x9d11;rgb:0000/0000/0000\x9c",
    b"\xc2\x9d11;rgb:0000/0000/0000\xc2\x9c",
    b"\x1b[?64;1;2;6;9;15;16;17;18;21;22;28c",
    b"\x1b[>1;5202;0c",
    b"\x1b[=1;2c",
    b"\x1b[24;80R",
    b"\x1b[0n",
    b"\x1b[?997;1n",
    b"\x1b[8;24;80t",
    b"\x1b[4;480;640t",
    b"\x1b[48;24;80;480;640t",
    b"\x1b[?2004;1$y",
    b"\x1b[4;2$y",
    b"\x1b[?0u",
    b"\x1b[?31u",
    b"\x9b?62;22c",
    b"\x9b24;80R",
    b"\x1bP>|WezTerm 20240203-110809\x1b\\",
    b"\x1bP1+r524742=38\x1b\\",
    b"\x1bP1$r0 q\x1b\\",
    b"\x1bP!|7E565445\x1b\\",
    b"\x90>|tmux 3.5a\x9c",
    b"\x1b_Gi=31;OK\x1b\\",
    b"\x1b^private eqx\x1b\\",
    b"\x1bXstart of string q\x1b\\",
    b"\x1b[97;1:3u",
    b"\x1b[106;1:2;106u",
    b"\x1b[1;1:3A",
    b"\x1b[5;1:2~",
    b"\x1b[1114112u",
    b"\x1b[55296u",
    b"\x1b[113~",
    b"\x1b[97;999u",
    b"\x1b[201~",
    b"\x1b[M \xe1\xe1",
    b"\x1b[M#\xc3\xa1",  # column and row are one character in UTF-8
    b"\x1b[32;10;20M",
    b"\x1bO2q",
    b"\x1b\\",
    b"\xe9",
    b"\xff\xfe",
    b"\xed\xa0\x80",
    b"\x85",
)
"""Each is one sequence, or bytes that are no text; those of the last lines are cut off by what follows."""

KEYS = {
    b"q": ["q"],
    b"\r": ["\r"],
    b"\x03": ["\x03"],
    "é".encode(): ["é"],
    "日".encode(): ["日"],
    b"\x1b[A": ["\x1b[A"],
    b"\x1b[1;5C": ["\x1b[1;5C"],
    b"\x1bOA": ["\x1bOA"],
    b"\x1bOP": ["\x1bOP"],
    b"\x1b[[A": ["\x1b[[A"],
    b"\x1b[15~": ["\x1b[15~"],
    b"\x1b[3$": ["\x1b[3$"],
    b"\x1b[Z": ["\x1b[Z"],
    b"\x1bx": ["\x1bx"],
    b"\x1b[97u": ["\x1b[97u"],
    b"\x1b[27u": ["\x1b[27u"],
    b"\x1b[97;5u": ["\x1b[97;5u"],
    b"\x1b[97;1:1;97u": ["\x1b[97;1;97u"],
    b"\x1b[97:65;2;65u": ["\x1b[97;2;65u"],
    b"\x1b[0;;233:769u": [],
    b"\x1b[57414u": ["\x1b[57414u"],
    b"\x1b[27;5;9~": ["\x1b[27;5;9~"],
    b"\x1b[<0;12;7M": ["\x1b[<0;12;7M"],
    b"\x1b[<65;12;7M": ["\x1b[<65;12;7M"],
    b"\x1b[I": ["\x1b[I"],
    b"\x1b[O": ["\x1b[O"],
    b"\x1b[?2026;2$y": ["\x1b[?2026;2$y"],
    b"\x1b[200~q\x1bq\n\xff\x1b[201~": ["\x1b[200~qq\n\x1b[201~"],
}


def tokens(*chunks: bytes, gap: float = 0.0) -> list[str]:
    """What comes of ``chunks``, ``gap`` seconds between them, and of a long silence after."""
    taken, now, found = InputFilter(), 0.0, []
    for chunk in chunks:
        found += taken.idle(now)  # as the reading thread asks while nothing comes
        found += taken.feed(chunk, now)
        now += gap
    return found + taken.idle(now + 2 * SILENCE)


@pytest.mark.parametrize("reply", REPLIES, ids=repr)
def test_a_reply_is_dropped_as_a_whole_and_the_key_after_it_is_not(reply: bytes) -> None:
    assert tokens(reply, b"j") == ["j"]
    assert tokens(reply + reply, b"\x1b[A") == ["\x1b[A"]


@pytest.mark.parametrize("reply", REPLIES, ids=repr)
def test_a_reply_that_comes_in_two_parts_is_dropped_too(reply: bytes) -> None:
    for at in range(1, len(reply)):
        assert tokens(reply[:at], reply[at:], b"j") == ["j"]
        # what came before the gap was no more than ESC: the escape key, and no letter after it
        late = tokens(reply[:at], reply[at:] + b"\x1b[A", gap=0.5)
        escape = ["\x1b"] if reply[:at] == b"\x1b" else []
        assert late == [*escape, *(["\\"] if reply == b"\x1b\\" else []), "\x1b[A"]


@pytest.mark.parametrize("sent", KEYS, ids=repr)
def test_a_key_comes_through_at_once_whole_or_byte_by_byte(sent: bytes) -> None:
    taken = InputFilter()
    assert taken.feed(sent, 0.0) == KEYS[sent]
    assert tokens(*(bytes((byte,)) for byte in sent)) == KEYS[sent]


def test_an_escape_that_nothing_follows_is_the_key() -> None:
    taken = InputFilter()
    assert taken.feed(b"\x1b", 0.0) == []
    assert taken.wait(0.0) == ESCAPE_DELAY
    assert taken.idle(ESCAPE_DELAY / 2) == []
    assert taken.idle(ESCAPE_DELAY) == ["\x1b"]
    assert taken.wait(0.2) is None
    assert taken.feed(b"]", 0.3) == ["]"], "typed, one at a time"
    assert tokens(b"\x1b\x1b") == ["\x1b", "\x1b"]


def test_a_sequence_that_never_ends_holds_the_keys_for_two_seconds_at_most() -> None:
    for begun in (b"\x1b]", b"\x1b[", b"\x1bP1", b"\x9b", b"\x1b[M"):
        taken = InputFilter()
        assert taken.feed(begun, 0.0) == []
        assert taken.feed(b"j", SILENCE) == ["j"]
    assert tokens(b"\x1b]11;", b"\x1b[A") == ["\x1b[A"], "ESC begins anew"
    assert tokens(b"\x1b]11;\x18j") == ["j"], "CAN ends it"
    assert tokens(b"\x1b]11;a\x03") == ["\x03"], "ctrl-c always works"


def test_a_paste_that_never_ends_is_handed_over_and_the_keys_are_back() -> None:
    taken = InputFilter()
    assert taken.feed(b"\x1b[200~10.0.0.1", 0.0) == []
    assert taken.idle(SILENCE) == ["\x1b[200~10.0.0.1\x1b[201~"]
    assert taken.feed(b"q", SILENCE) == ["q"]


def test_a_paste_is_cut_and_cannot_end_early() -> None:
    (pasted,) = tokens(b"\x1b[200~" + b"a\x1b[200~\x1b[20\x1b" * PASTE_CAP + b"\x1b[201~")
    text = pasted.removeprefix("\x1b[200~").removesuffix("\x1b[201~")
    assert len(text) == PASTE_CAP
    assert "\x1b" not in text


PRESSES = [sent for sent in KEYS if sent != b"\x1b[0;;233:769u"]
ENDED = [reply for reply in REPLIES if reply not in (b"\xe9", b"\xff\xfe", b"\xed\xa0\x80", b"\x85")]
STREAMS = st.lists(st.sampled_from([*PRESSES, *ENDED]), max_size=12)


@given(STREAMS, st.lists(st.integers(0, 400), max_size=8), st.floats(0.0, ESCAPE_DELAY / 2))
def test_whatever_is_mixed_and_wherever_it_is_split_the_keys_come_through_and_nothing_else(
    stream: list[bytes], cuts: list[int], gap: float
) -> None:
    sent = b"".join(stream)
    ends = sorted({0, len(sent), *(cut for cut in cuts if cut < len(sent))})
    chunks = [sent[start:end] for start, end in pairwise(ends)]
    assert tokens(*chunks, gap=gap) == [token for each in stream for token in KEYS.get(each, [])]


@given(st.lists(st.binary(max_size=40), max_size=6), st.sampled_from([0.0, 0.05, 0.5, 3.0]))
@example([b"\x1b[0;0;0u\x1b[;;;~"], 0.0)
@example([b"\x1b[99999999;1u"], 0.0)
def test_any_bytes_at_all_are_keys_that_textual_understands_or_nothing(
    chunks: list[bytes], gap: float
) -> None:
    keys = Keys()
    for token in tokens(*chunks, gap=gap):
        assert (
            len(token) <= 2 or token.startswith("\x1b[200~") or accepted(token) or token.startswith("\x1bO")
        )
        assert not any("\x80" <= char <= "\x9f" or "\ud800" <= char <= "\udfff" for char in token)
        keys.of(token)
    assert not keys.failed


ASKED = b"\x1b]11;rgb:1c1c/1c1c/1c1c"
DEVICE = b"\x1b[?64;1;2;6;22c"


@pytest.mark.parametrize("end", [b"\x07", b"\x1b\\", b"\x9c"])
@pytest.mark.parametrize("size", [1, 3, 200])
def test_the_answer_about_the_ground_is_kept_aside_and_is_never_a_key(end: bytes, size: int) -> None:
    sent = b"j" + ASKED + end + DEVICE + b"k"
    taken, seen = InputFilter(), []
    for at in range(0, len(sent), size):
        seen += taken.feed(sent[at : at + size], 0.0)
    assert seen == ["j", "k"]
    assert taken.answers == [ASKED.decode(), DEVICE.decode()]


@pytest.mark.parametrize(
    "other", [b"\x1b]10;rgb:0/0/0\x07", b"\x1bP>|xterm\x1b\\", b"\x1b[>0;276;0c", b"\x1b[?1u"]
)
def test_other_replies_are_no_answer_of_ours(other: bytes) -> None:
    taken = InputFilter()
    assert taken.feed(other, 0.0) == []
    assert taken.answers == []


def test_answers_that_nobody_reads_are_few_and_short() -> None:
    taken = InputFilter()
    for _ in range(1000):
        taken.feed(b"\x1b]11;" + b"x" * 1000 + b"\x07", 0.0)
    assert sum(map(len, taken.answers)) < 1000


@pytest.mark.parametrize(
    "pieces", [(b"[", b"10;20R"), (b"]11;rgb:e/a/x\x1b", b"\\"), (b"X", b"axetr?\x1b\\")]
)
def test_what_a_busy_machine_takes_late_is_still_one_sequence(pieces: tuple[bytes, ...]) -> None:
    taken = InputFilter()
    assert taken.feed(b"\x1b", 0.0) == []
    # Nobody asked meanwhile whether the escape key was meant: the reading thread did not get to run.
    assert [token for piece in pieces for token in taken.feed(piece, 10 * ESCAPE_DELAY)] == []


def test_the_escape_key_is_told_in_time_whatever_is_typed_next() -> None:
    taken = InputFilter()
    taken.feed(b"\x1b", 0.0)
    assert taken.idle(ESCAPE_DELAY) == ["\x1b"]
    assert taken.feed(b"[", 2 * ESCAPE_DELAY) == ["["]
