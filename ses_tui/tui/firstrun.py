"""The strip of the very first run: what was found and what is missing. The first key takes it away."""

from collections.abc import Mapping
from textwrap import wrap
from typing import NamedTuple

from ses_tui.core.condition import Condition, Health
from ses_tui.core.errors import ErrorKind
from ses_tui.core.feature_prices import vdm_month
from ses_tui.core.snapshot import Snapshot, TargetSnapshot
from ses_tui.core.words import count
from ses_tui.tui.draw.bandstyle import StyledLine
from ses_tui.tui.line import clip, styled
from ses_tui.tui.linewidget import LineWidget, resize
from ses_tui.tui.rows.emptystate import TURN_ON
from ses_tui.tui.shell import shell_of
from ses_tui.tui.viewstate import ViewState

LEAST_LINES = 5
"""That the strip may have on the smallest terminal."""

READING = "reading…"
FAILING, OFF = "failing", "off"

LOCAL = frozenset({"bell", "terminal", "tmux", "screen"})
"""Channels that reach only someone at this terminal."""


GOES = "The next key takes this away and does what it does · ses-tui doctor checks all"


class Missing(NamedTuple):
    """``what`` is missing, and what to ``do`` about it."""

    what: str
    do: str


def found(state: ViewState, reached: Mapping[str, str]) -> list[str]:
    """What is known of the account, part by part; what was not read yet says so."""
    target, snapshot = state.target, state.snapshot
    if target is None or snapshot is None:
        return [READING]
    where = " in ".join(part for part in (target.account_id or "account", target.region) if part)
    how = reached.get(target.name, "")
    parts = [f"{where}, by {how}" if how else where]
    account = target.account
    unread = "not read" if _tried(target) else READING
    if account is None:
        parts.append(f"sending and VDM {unread}")
    else:
        parts.append("production" if account.production_access else "sandbox")
        if account.quota is not None:
            day = account.quota.max_24_hour_send
            parts.append(f"{count(day)} a day" if day is not None else "no daily limit")
        parts.append("VDM on" if account.vdm_enabled else "VDM off")
    total = target.identities_total
    parts.append(f"identities {unread}" if total is None else f"identities {total:,}")
    told = [channel.name for channel in snapshot.channels if channel.state not in (FAILING, OFF)]
    parts.append(f"alerts go to: {', '.join(['this screen', *told])}")
    return parts


def missing(state: ViewState) -> list[Missing]:
    """The most important first; empty until something was read."""
    target, snapshot = state.target, state.snapshot
    if target is None or snapshot is None:
        return []
    account = target.account
    off = account is not None and not account.vdm_enabled  # which is said below, with its command
    told = (one for one in target.errors if not (off and one.kind is ErrorKind.NOT_ENABLED))
    lines = list(dict.fromkeys(Missing(_bare(error.message), error.hint) for error in told))
    if account is not None and not account.production_access:
        lines.append(
            Missing(
                "no production access: the sandbox sends to verified recipients only",
                "ask for it in the SES console",
            )
        )
    if off:
        price = vdm_month(account, target.prices)
        lines.append(Missing(f"no VDM, {price}: nothing per ISP and identity", TURN_ON))
    if target.identities_total == 0:
        lines.append(Missing("no identities here", "is it the right Region? ses-tui --region …"))
    if _tried(target):
        lines += _channels(snapshot)
    return lines


def _bare(message: str) -> str:
    """Without which of the queries it was that failed: one cause is told once."""
    return message.partition(" (")[0] if message.endswith("…)") else message


def _channels(snapshot: Snapshot) -> list[Missing]:
    lines = [
        Missing(f"{channel.name}: {channel.note}", "ses-tui drill tries it again")
        for channel in snapshot.channels
        if channel.state == FAILING
    ]
    if not any(one.state not in (FAILING, OFF) and one.name not in LOCAL for one in snapshot.channels):
        lines.append(
            Missing(
                "no way to tell somebody who is not looking here",
                "ses-tui config init, set [notify], then ses-tui drill",
            )
        )
    return lines


def _tried(target: TargetSnapshot) -> bool:
    return target.account is not None or bool(target.errors) or target.health is not Health.INIT


class FirstStrip(LineWidget):
    """Lies over the last rows of the first screen, above the keys."""

    DEFAULT_CSS = """
    FirstStrip { layer: strip; dock: bottom; margin: 0 0 1 0; width: 100%; background: ansi_default; }
    """

    def show(self, state: ViewState) -> None:
        width, height = self.app.size
        resize(self, len(self.draw(state, width, height)))
        super().show(state)

    def draw(self, state: ViewState, width: int, height: int) -> list[StyledLine]:
        most = max(LEAST_LINES, self.app.size.height // 2)
        return strip_lines(state, shell_of(self).ui_context.reached, width, most)


def strip_lines(state: ViewState, reached: Mapping[str, str], width: int, most: int) -> list[StyledLine]:
    """At most ``most`` lines of ``width`` cells: a title, what was found, what is missing, how it goes away.

    What to do about what is missing has lines of its own, whole, so that a command can be copied.
    """
    look, room = state.look, width - 2
    lines: list[StyledLine] = []
    for part in wrap(" · ".join(found(state, reached)), room, break_on_hyphens=False):
        lines.append(styled(f" {part}"))
    sign, style = look.sign(Condition.NOTICE)
    gaps = missing(state)
    for index, gap in enumerate(gaps):
        what = wrap(gap.what, room - 2, break_on_hyphens=False)
        do = wrap(gap.do, room - 4, break_on_hyphens=False)
        later = index < len(gaps) - 1
        if len(lines) + len(what) + len(do) + later > most - 2:
            lines.append(styled(f"   {len(gaps) - index} more: ses-tui doctor", look.label))
            break
        signs = [f" {sign} ", *["   "] * len(what)]
        lines += [((head, style), (row, None)) for head, row in zip(signs, what, strict=False)]
        lines += [styled(f"     {row}", look.label) for row in do]
    title = "── First look at this account "
    top = styled(title + "─" * (width - len(title)), look.label)
    end = styled(f" {GOES}", look.label)
    return [clip(line, width) for line in (top, *lines[: most - 2], end)]
