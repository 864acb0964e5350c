"""What a first look at an account has found, and what is missing, from the snapshot alone."""

from collections.abc import Mapping
from typing import NamedTuple

from ses_tui.core.condition import Health
from ses_tui.core.snapshot import Snapshot, TargetSnapshot
from ses_tui.core.words import count
from ses_tui.tui.rows.emptystate import TURN_ON
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
