"""What is known of the alert under the cursor: where it was delivered, who looks after it, what to do."""

from collections.abc import Mapping, Sequence

from ses_tui.core.condition import Condition
from ses_tui.core.covered import inside_account
from ses_tui.core.messages import Kind
from ses_tui.core.playbooks import ADVICE
from ses_tui.core.snapshot import Alert, ChannelStatus, Posted, Snapshot
from ses_tui.core.words import alert_text
from ses_tui.tui.alerts.rows import SCREEN
from ses_tui.tui.draw.bandstyle import StyledLine
from ses_tui.tui.line import clip, join, length, styled, wrap
from ses_tui.tui.look import BOLD, Look
from ses_tui.tui.overview.trouble import failing_channels
from ses_tui.tui.viewstate import ViewState

OFF = "off"
FAILING = "failing"


def about_alert(alert: Alert, state: ViewState, room: int, height: int) -> list[StyledLine]:
    """At most ``height`` lines, the most telling first."""
    look, target, snapshot = state.look, state.target, state.snapshot
    if target is None or snapshot is None:
        return []
    text = alert_text(alert.condition, alert.key.subject, alert.key.metric, alert.value, alert.line)
    lines: list[StyledLine] = [
        (
            (f" {look.stamp(alert.since, state.now)} ", look.label),
            (text, look.style(alert.condition)),
            (f" · {alert.blame}" if alert.blame else "", None),
        )
    ]
    if inside_account(alert, target.alerts) and not any(one.alert == alert.id for one in target.posted):
        lines.append(styled(" told inside the account's message", look.label))
    else:
        lines += delivered(alert, target.posted, snapshot.channels, state, room)
    lines += _overlaid(alert, state)
    advice = ADVICE.get(alert.playbook, "")
    if advice:
        lines.append(((" r ", BOLD), (f"{alert.playbook}: {advice}", None)))
    lines.append(styled(f" key {alert.key}", look.label))
    return [clip(line, room) for line in lines][:height]


def _overlaid(alert: Alert, state: ViewState) -> list[StyledLine]:
    look, now = state.look, state.now
    lines: list[StyledLine] = []
    if alert.acked_until is not None:
        who = f" {alert.acked_by} is" if alert.acked_by else ""
        why = f": {alert.acked_why}" if alert.acked_why else ""
        until = look.stamp_ahead(alert.acked_until, now)
        lines.append(styled(f"{who} on it until {until}{why}; a worse condition is told"))
    if alert.silenced_until is not None:
        until = look.stamp_ahead(alert.silenced_until, now)
        lines.append(styled(f" muted until {until}; what is held back is told then"))
    if alert.recovering:
        lines.append(styled(" recovering: it stays open until it has been well for 15 minutes"))
    if alert.flapping:
        lines.append(styled(" flapping: it came and went often of late; it is held open twice as long"))
    return lines


def delivered(
    alert: Alert, posted: Sequence[Posted], channels: Sequence[ChannelStatus], state: ViewState, room: int
) -> list[StyledLine]:
    """Per channel what it accepted and when, in as few lines as there are; failing ones are loud."""
    look = state.look
    mine: dict[str, list[Posted]] = {}
    for one in posted:
        if one.alert == alert.id:
            mine.setdefault(one.channel, []).append(one)
    states = {channel.name: channel for channel in channels}
    names = [SCREEN, *(name for name in states if states[name].state != OFF or name in mine)]
    names += [name for name in mine if name not in names]
    parts = [_channel(name, mine.get(name, []), states, state) for name in names]
    if room < 100:
        return _packed(parts, room, look)
    return [((" told: ", look.label), *part) for part in parts]


def _channel(
    name: str, took: Sequence[Posted], states: Mapping[str, ChannelStatus], state: ViewState
) -> StyledLine:
    look = state.look
    channel = states.get(name)
    shown = "screen" if name == SCREEN else name
    said: StyledLine = ()
    if took:
        kinds: dict[str, list[Posted]] = {}
        for one in took:
            band = f"{one.condition.word.upper()} " if one.kind == Kind.FIRING else ""
            kinds.setdefault(f"{band}{one.kind}", []).append(one)
        text = ", ".join(_times(words, ones, state) for words, ones in kinds.items())
        said = styled(text)
    elif channel is None or channel.state != FAILING:
        said = styled("not yet", look.label)
    failing: StyledLine = ()
    if channel is not None and channel.state == FAILING:
        sign, style = look.sign(Condition.WARN)
        failing = (
            (f"{sign} ", style),
            (f"fails, {channel.failures} times: {channel.note}", look.style(Condition.WARN)),
        )
    return ((f"{shown} ", BOLD), *join((said, failing)))


def _times(words: str, took: Sequence[Posted], state: ViewState) -> str:
    """``REVIEW FIRING 14:50``, ``REPEAT 15:50 (3 times)``: the last time."""
    many = f" ({len(took)} times)" if len(took) > 1 else ""
    return f"{words} {state.look.stamp(max(one.at for one in took), state.now)}{many}"


def _packed(parts: Sequence[StyledLine], room: int, look: Look) -> list[StyledLine]:
    """Parts beside each other, as many lines as they take."""
    head = styled(" told: ", look.label)
    rows = wrap([(0, part) for part in parts], room - length(head), len(parts))
    return [(*(styled(" " * length(head)) if index else head), *row) for index, row in enumerate(rows)]


def channel_lines(snapshot: Snapshot, look: Look, room: int) -> list[StyledLine]:
    """Every way out in one line, failing ones before it with their reason."""
    lines = failing_channels(snapshot, look)
    sign, style = look.sign(Condition.OK)
    calm: list[StyledLine] = [
        ((f"{sign} ", style), (channel.name, None), (f" {channel.state}", look.label))
        for channel in snapshot.channels
        if channel.state not in (FAILING, OFF)
    ]
    head = styled(" channels  ", look.label)
    none = styled("none but this screen: see ses-tui drill", look.label)
    return [clip(line, room) for line in (*lines, (*head, *(join(calm) if calm else () if lines else none)))]
