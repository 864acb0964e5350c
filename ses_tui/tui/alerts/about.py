"""What is known of the alert under the cursor: where it was delivered, who looks after it, what to do."""

from collections.abc import Mapping, Sequence

from ses_tui.core.condition import Condition
from ses_tui.core.covered import inside_account
from ses_tui.core.messages import Kind
from ses_tui.core.playbooks import ADVICE
from ses_tui.core.snapshot import Alert, ChannelStatus, Posted, Snapshot
from ses_tui.core.words import alert_text
from ses_tui.tui.alerts.rows import SCREEN
from ses_tui.tui.draw.bandstyle import Cell
from ses_tui.tui.frame import Frame
from ses_tui.tui.line import cell, clip, join
from ses_tui.tui.look import BOLD, Look

OFF = "off"
FAILING = "failing"


def about_alert(alert: Alert, frame: Frame, room: int, height: int) -> list[Cell]:
    """At most ``height`` lines, the most telling first."""
    look, target, snapshot = frame.look, frame.target, frame.snapshot
    if target is None or snapshot is None:
        return []
    text = alert_text(alert.condition, alert.key.subject, alert.key.metric, alert.value, alert.line)
    lines: list[Cell] = [
        (
            (look.say(f" {look.stamp(alert.since, frame.now)} "), look.label),
            (look.say(text), look.style(alert.condition)),
            (look.say(f" · {alert.blame}") if alert.blame else "", None),
        )
    ]
    if inside_account(alert, target.alerts) and not any(one.alert == alert.id for one in target.posted):
        lines.append(cell(" told inside the account's message", look.label))
    else:
        lines += delivered(alert, target.posted, snapshot.channels, frame, room)
    lines += _overlaid(alert, frame)
    advice = ADVICE.get(alert.playbook, "")
    if advice:
        lines.append(((" r ", BOLD), (look.say(f"{alert.playbook}: {advice}"), None)))
    lines.append(cell(look.say(f" key {alert.key}"), look.label))
    return [clip(line, room) for line in lines][:height]


def _overlaid(alert: Alert, frame: Frame) -> list[Cell]:
    look, now = frame.look, frame.now
    lines: list[Cell] = []
    if alert.acked_until is not None:
        by = f" by {alert.acked_by}" if alert.acked_by else ""
        why = f": {alert.acked_why}" if alert.acked_why else ""
        until = look.stamp_ahead(alert.acked_until, now)
        lines.append(cell(look.say(f" acknowledged until {until}{by}{why}; a worse condition is told")))
    if alert.silenced_until is not None:
        until = look.stamp_ahead(alert.silenced_until, now)
        lines.append(cell(look.say(f" silenced until {until}; what is held back is told then")))
    if alert.recovering:
        lines.append(cell(" recovering: it stays open until it has been well for 15 minutes"))
    if alert.flapping:
        lines.append(cell(" flapping: it came and went often of late; it is held open twice as long"))
    return lines


def delivered(
    alert: Alert, posted: Sequence[Posted], channels: Sequence[ChannelStatus], frame: Frame, room: int
) -> list[Cell]:
    """Per channel what it accepted and when, in as few lines as there are; failing ones are loud."""
    look = frame.look
    mine: dict[str, list[Posted]] = {}
    for one in posted:
        if one.alert == alert.id:
            mine.setdefault(one.channel, []).append(one)
    states = {channel.name: channel for channel in channels}
    names = [SCREEN, *(name for name in states if states[name].state != OFF or name in mine)]
    names += [name for name in mine if name not in names]
    parts = [_channel(name, mine.get(name, []), states, frame) for name in names]
    if room < 100:
        return _packed(parts, room, look)
    return [((" told ", look.label), *part) for part in parts]


def _channel(name: str, took: Sequence[Posted], states: Mapping[str, ChannelStatus], frame: Frame) -> Cell:
    look = frame.look
    state = states.get(name)
    shown = look.say("screen" if name == SCREEN else name)
    said: Cell = ()
    if took:
        kinds: dict[str, list[Posted]] = {}
        for one in took:
            band = f"{one.condition.word.upper()} " if one.kind == Kind.FIRING else ""
            kinds.setdefault(f"{band}{one.kind}", []).append(one)
        text = ", ".join(_times(words, ones, frame) for words, ones in kinds.items())
        said = cell(look.say(text))
    elif state is None or state.state != FAILING:
        said = cell("not told", look.label)
    failing: Cell = ()
    if state is not None and state.state == FAILING:
        sign, style = look.sign(Condition.WARN)
        failing = (
            (f"{sign} ", style),
            (look.say(f"fails, {state.failures} times: {state.note}"), look.style(Condition.WARN)),
        )
    return ((f"{shown} ", BOLD), *join((said, failing)))


def _times(words: str, took: Sequence[Posted], frame: Frame) -> str:
    """``REVIEW FIRING 14:50``, ``REPEAT 15:50 (3 times)``: the last time."""
    many = f" ({len(took)} times)" if len(took) > 1 else ""
    return f"{words} {frame.look.stamp(max(one.at for one in took), frame.now)}{many}"


def _packed(parts: Sequence[Cell], room: int, look: Look) -> list[Cell]:
    """Parts beside each other, as many lines as they take."""
    lines: list[list[Cell]] = [[]]
    head = cell(" told ", look.label)
    for part in parts:
        if lines[-1] and _width((head, *lines[-1], part)) > room:
            lines.append([])
        lines[-1].append(part)
    return [(*(head if index == 0 else cell("      ")), *join(row)) for index, row in enumerate(lines) if row]


def _width(parts: Sequence[Cell]) -> int:
    return sum(len(text) for part in parts for text, _ in part) + 2 * len(parts)


def channel_lines(snapshot: Snapshot, look: Look, room: int) -> list[Cell]:
    """Every way out in one line, failing ones before it with their reason."""
    lines: list[Cell] = []
    calm: list[Cell] = []
    for channel in snapshot.channels:
        name = look.say(channel.name)
        if channel.state == FAILING:
            sign, style = look.sign(Condition.WARN)
            text = f"{name} notifications fail"
            lines.append(
                (
                    (f" {sign} ", style),
                    (text, BOLD),
                    (look.say(f", {channel.failures} times: {channel.note}"), None),
                )
            )
        elif channel.state != OFF:
            sign, style = look.sign(Condition.OK)
            calm.append(((f"{sign} ", style), (name, None), (f" {channel.state}", look.label)))
    head = cell(" channels  ", look.label)
    none = cell("none but this screen: see ses-tui drill", look.label)
    return [clip(line, room) for line in (*lines, (*head, *(join(calm) if calm else () if lines else none)))]
