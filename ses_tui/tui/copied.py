"""The selection as one line of text, and the sequence that copies it to the terminal's clipboard."""

from base64 import b64encode
from collections.abc import Callable

from ses_tui.core.model import ACCOUNT, Metric, Subject
from ses_tui.core.snapshot import Alert, Reading, Row, TargetSnapshot
from ses_tui.core.text import MESSAGE_CAP, safe
from ses_tui.core.words import alert_text, count, shown_value
from ses_tui.tui.draw.bandstyle import band_word
from ses_tui.tui.viewstate import ViewState

_TMUX = b"\x1bPtmux;"


def alert_words(alert: Alert, state: ViewState) -> str:
    """``prod: WARN account bounce 3.12 % ≥ 3 %, since 2026-11-24 13:50 CET; who is behind it``."""
    text = alert_text(alert.condition, alert.key.subject, alert.key.metric, alert.value, alert.line)
    said = f"{alert.key.target}: {text}, since {_when(alert.since, state)}"
    return f"{said}; {alert.blame}" if alert.blame else said


def subject_words(subject: Subject, state: ViewState) -> str:
    """``prod: isp Hotmail: bounce 8.31 % REVIEW (3,424 of 41,200), at 2026-11-24 13:50 CET``; or empty."""
    target = state.target
    row = _row(target, subject) if target else None
    if target is None or row is None:
        return ""
    parts = [_reading(one) for one in row.readings if one.value is not None]
    name = subject.label if subject == ACCOUNT else f"{subject.kind.value.replace('_', ' ')} {subject.label}"
    return f"{target.name}: {name}: {', '.join(parts) or 'not read'}, at {_when(state.now, state)}"


def _row(target: TargetSnapshot, subject: Subject) -> Row | None:
    return Row(ACCOUNT, target.readings) if subject == ACCOUNT else target.row(subject)


def _reading(one: Reading) -> str:
    if one.metric is Metric.SENDS:
        return f"{count(one.value)} sends"
    said = f"{one.metric.word} {shown_value(one.shown, one.metric)} {band_word(one.condition)}"
    known = one.numerator is not None and one.denominator is not None
    return f"{said} ({one.numerator:,} of {one.denominator:,})" if known else said


def _when(at: float, state: ViewState) -> str:
    """With date and zone, since the text may be pasted anywhere and read any day."""
    return state.look.local(at).strftime("%Y-%m-%d %H:%M %Z").strip()


def to_clipboard(text: str, wrap: Callable[[bytes], bytes]) -> bytes:
    """OSC 52 for ``text``, made safe to paste into a shell: one line, no control character.

    tmux has it twice: plain for its own ``set-clipboard``, wrapped for the terminal around it. Each
    of the two is ignored where the setting for it is off.
    """
    sequence = b"\x1b]52;c;" + b64encode(safe(text, MESSAGE_CAP).encode("utf-8", "replace")) + b"\a"
    wrapped = wrap(sequence)
    return sequence + wrapped if wrapped.startswith(_TMUX) else wrapped
