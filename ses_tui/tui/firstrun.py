"""The very first screen: what was found, what is missing, and the next key. Any key closes it."""

from collections.abc import Mapping
from textwrap import wrap
from typing import ClassVar, NamedTuple

from textual.app import ComposeResult
from textual.binding import BindingType

from ses_tui.core.condition import Condition, Health
from ses_tui.core.snapshot import Snapshot, TargetSnapshot
from ses_tui.core.words import count
from ses_tui.tui.draw.bandstyle import StyledLine
from ses_tui.tui.keygroups import LOOK, bind
from ses_tui.tui.keyline import KeyLine, KeysWidget
from ses_tui.tui.line import clip, styled
from ses_tui.tui.look import BOLD, LOUD
from ses_tui.tui.overview.alerts import alert_line
from ses_tui.tui.overview.status import status_lines
from ses_tui.tui.rows.emptystate import TURN_ON
from ses_tui.tui.shell import shell_of
from ses_tui.tui.view import View
from ses_tui.tui.viewstate import ViewState

READING = "reading…"
FAILING, OFF = "failing", "off"

LOCAL = frozenset({"bell", "terminal", "tmux", "screen"})
"""Channels that reach only someone at this terminal."""


class Missing(NamedTuple):
    """``what`` is missing, and what to ``do`` about it."""

    what: str
    do: str


def found(state: ViewState, reached: Mapping[str, str]) -> list[tuple[str, str]]:
    """Names and values; what was not read yet says so."""
    target, snapshot = state.target, state.snapshot
    if target is None or snapshot is None:
        return [("account", READING)]
    where = " in ".join(part for part in (target.account_id or "account", target.region) if part)
    how = reached.get(target.name, "")
    lines = [("account", f"{where}, by {how}" if how else where)]
    account = target.account
    unread = "not read" if _tried(target) else READING
    if account is None:
        lines += [("sending", unread), ("VDM", unread)]
    else:
        sending = "sending on" if account.sending_enabled else "sending OFF"
        kind = "production" if account.production_access else "sandbox"
        parts = [kind, account.enforcement_status, sending]
        if account.quota is not None:
            day = account.quota.max_24_hour_send
            parts.append(f"{count(day)} a day" if day is not None else "no daily limit")
        lines.append(("sending", ", ".join(parts)))
        lines.append(("VDM", "on: rates per ISP and identity" if account.vdm_enabled else "off"))
    total = target.identities_total
    lines.append(("identities", unread if total is None else f"{total:,}"))
    told = [channel.name for channel in snapshot.channels if channel.state not in (FAILING, OFF)]
    lines.append(("told by", ", ".join(["this screen", *told])))
    if len(snapshot.targets) > 1:
        lines.append(("targets", f"{len(snapshot.targets)}: key 9 shows all, . the next"))
    return lines


def missing(state: ViewState) -> list[Missing]:
    """The most important first; empty until something was read."""
    target, snapshot = state.target, state.snapshot
    if target is None or snapshot is None:
        return []
    lines = list(dict.fromkeys(Missing(error.message, error.hint) for error in target.errors))
    account = target.account
    if account is not None and not account.production_access:
        lines.append(
            Missing(
                "production access: the sandbox sends to verified recipients only",
                "ask for it in the SES console",
            )
        )
    if account is not None and not account.vdm_enabled:
        lines.append(Missing("VDM: nothing is known of each ISP and identity", TURN_ON))
    if target.identities_total == 0:
        lines.append(Missing("identities: none here", "is it the right Region? ses-tui --region …"))
    if _tried(target):
        lines += _channels(snapshot)
    return lines


def _channels(snapshot: Snapshot) -> list[Missing]:
    lines = [
        Missing(f"{channel.name}: {channel.note}", "ses-tui drill tries it again")
        for channel in snapshot.channels
        if channel.state == FAILING
    ]
    if not any(one.state not in (FAILING, OFF) and one.name not in LOCAL for one in snapshot.channels):
        lines.append(
            Missing(
                "a way to tell somebody who is not looking here",
                "ses-tui config init, set [notify], then ses-tui drill",
            )
        )
    return lines


def _tried(target: TargetSnapshot) -> bool:
    return target.account is not None or bool(target.errors) or target.health is not Health.INIT


LABEL_CELLS = 12
WIDEST = 100


class Facts(KeysWidget):
    """Everything above the key line."""

    def draw(self, state: ViewState, width: int, height: int) -> list[StyledLine]:
        reached = shell_of(self).ui_context.reached
        key = next(
            (
                self.app.get_key_display(one.binding)
                for one in self.screen.active_bindings.values()
                if one.binding.id == "first.go"
            ),
            "enter",
        )
        return first_lines(state, reached, key, width)[:height]


class FirstRun(View):
    """Shown if nothing was ever read before; a mode's key closes it too."""

    DEFAULT_CSS = "FirstRun Facts { height: 1fr; }"
    passing: ClassVar[bool] = True
    BINDINGS: ClassVar[list[BindingType]] = [
        bind(
            "enter,escape,space",
            "app.pop_screen",
            "go on",
            "To the overview; this is shown once",
            "first.go",
            LOOK,
            "enter",
        )
    ]

    def compose(self) -> ComposeResult:
        yield Facts(id="facts")
        yield KeyLine(id="foot")

    def show(self, state: ViewState) -> None:
        for part in self.query("Facts, KeyLine").results(KeysWidget):
            part.show(state)


def first_lines(state: ViewState, reached: Mapping[str, str], key: str, width: int) -> list[StyledLine]:
    """The lines, each at most ``width`` cells."""
    look, target = state.look, state.target
    room = min(width, WIDEST) - 3
    lines: list[StyledLine] = [*status_lines(state, width, 1)]
    alerts = target.alerts if target else ()
    lines += [alert_line(alerts[0], state, width)] if alerts else []
    lines += [(), styled(look.to_ascii(" First look at this account"), BOLD), ()]
    for name, text in found(state, reached):
        for index, part in enumerate(wrap(text, room - LABEL_CELLS, break_on_hyphens=False)):
            head = f"   {name if not index else '':<{LABEL_CELLS}}"
            lines.append(((head, look.label), (look.to_ascii(part), None)))
    gaps = missing(state)
    if gaps:
        lines += [(), styled(" Missing", BOLD)]
    sign, style = look.sign(Condition.NOTICE)
    for gap in gaps:
        for index, part in enumerate(wrap(gap.what, room - 2, break_on_hyphens=False)):
            lines.append(((f" {sign} " if not index else "   ", style), (look.to_ascii(part), None)))
        for part in wrap(gap.do, room - 6, break_on_hyphens=False):
            lines.append(styled(look.to_ascii(f"     {part}"), look.label))
    said = f" {key} "
    more = " goes on · ? shows the keys · ses-tui doctor checks everything"
    lines += [(), ((" ", None), (said, LOUD), (look.to_ascii(more), None))]
    return [clip(line, width) for line in lines]
