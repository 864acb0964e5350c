"""The terminal's title: the worst condition and what it is about, for those who look at another window."""

from ses_tui.core.condition import Condition, Health
from ses_tui.core.snapshot import Alert, Snapshot
from ses_tui.core.text import safe
from ses_tui.tui.look import Look

TITLE_CAP = 80

SAVE = b"\x1b[22;2t"
"""XTWINOPS, xterm's: puts the present title on a stack; other terminals ignore it."""

RESTORE = b"\x1b]2;\a\x1b[23;2t"
"""Clears it, then takes the old one from the stack where there is a stack."""


def title_of(snapshot: Snapshot | None, look: Look) -> str:
    """``■ REVIEW prod isp Hotmail bounce +2 - ses-tui``: no number in it, so that it seldom changes."""
    if snapshot is None or snapshot.restored or not snapshot.targets:
        return "ses-tui"
    health = snapshot.health
    if health in (Health.BLIND, Health.INIT):
        return _said(f"{look.health_sign(Health.BLIND)} BLIND", _blind(snapshot), look)
    condition = snapshot.condition
    targets = sorted(snapshot.targets, key=lambda target: -target.condition)
    alerts = [alert for target in targets for alert in target.alerts]
    worst = alerts[0] if alerts else None  # as on the screen: the account's first, then the worst
    sign = f"{look.sign(condition)[0]} {look.word(condition)[0]}"
    about = _about(worst, len(alerts), len(snapshot.targets)) if worst and condition > Condition.OK else ""
    return _said(f"{sign}{', stale' if health is Health.STALE else ''}", about, look)


def _said(head: str, about: str, look: Look) -> str:
    name = " - ses-tui"
    return look.to_ascii(safe(f"{head} {about}".strip(), TITLE_CAP - len(name))) + name


def _blind(snapshot: Snapshot) -> str:
    blind = [target.name for target in snapshot.targets if target.health in (Health.BLIND, Health.INIT)]
    return "" if len(snapshot.targets) == 1 else " ".join(blind)


def _about(alert: Alert, many: int, targets: int) -> str:
    subject, metric = alert.key.subject, alert.key.metric
    name = f"{alert.key.target} " if targets > 1 else ""
    more = f" +{many - 1}" if many > 1 else ""
    return f"{name}{subject.label} {metric.word}{more}"


def sequence(title: str) -> bytes:
    """OSC 2, ended by BEL."""
    return b"\x1b]2;" + safe(title, TITLE_CAP).encode("utf-8", "replace") + b"\a"
