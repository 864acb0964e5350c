"""What ``doctor`` reads: of AWS every source once, of this machine the channels and the terminal."""

import os
import shutil
import sys
import time
from collections.abc import Awaitable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from ses_tui.cli.reading import Opened
from ses_tui.core.alarm_commands import topic_arn
from ses_tui.core.alarm_gaps import gaps
from ses_tui.core.clock import DAY, HOUR, SystemClock, utc_day
from ses_tui.core.counts import per_day
from ses_tui.core.doctor import Facts
from ses_tui.core.doctor_telling import NONE_ON, reach
from ses_tui.core.errors import Misconfigured
from ses_tui.core.findings import Finding, Level
from ses_tui.core.identity_details import VERIFIED, IdentityDetails
from ses_tui.core.ledger import Ledger
from ses_tui.core.model import Subject, SubjectKind
from ses_tui.core.results import ReadError
from ses_tui.core.rules import TargetRules
from ses_tui.core.snapshot import AccountStatus
from ses_tui.core.text import is_utf8, safe
from ses_tui.core.verification import IdentityMail, judge, take_details
from ses_tui.core.words import twin_words
from ses_tui.settings.light import config_file

if TYPE_CHECKING:
    from ses_tui.cli.setup import Setup, Telling

T = TypeVar("T")

MAIL_DAYS = 13
"""Days before today whose mail shows that an identity is in use."""

MOST_DETAILS = 10
"""Identities of which it is asked why they can't send: one call each."""


async def gather(one: Opened, looked: float | None = None) -> Facts:
    """Read everything that the monitor reads. Costs two CloudWatch metrics; one failure does not stop it.

    ``looked``: when this was done last, UTC epoch seconds.
    """
    try:
        account_id = await one.reader.account_id()
    except ReadError as error:
        return Facts(one.reader.region, "", (), failed=error.error, skew=one.reader.last_skew)
    now = time.time()
    account = await _tried(one.reader.account())
    await _tried(one.reader.rates(now - HOUR, now))
    buckets = await _tried(one.reader.send_statistics())
    rules = TargetRules("", one.plan.bands, Ledger({}), SystemClock())
    details = await _identities(one, rules, account, now)
    if account is not None and account.vdm_enabled:
        await _tried(one.reader.isps((), utc_day(now), now))
        await _tried(one.reader.recommendations())
    sets = await _tried(one.reader.sets())
    await _tried(one.reader.listed_metrics())
    tenants = await _tried(one.reader.tenants(ask_one=True))
    tenants = tenants and await one.reader.suppression_of(tenants)
    endpoints = await _tried(one.reader.endpoints())
    pools = await _tried(one.reader.pools())
    alarms = await _tried(one.reader.alarms())
    placement = await _tried(one.reader.deliverability(now, [ip.ip for ip in pools.ips] if pools else ()))
    region = one.reader.region
    return Facts(
        region,
        topic_arn(region, account_id),
        one.reader.needs,
        account_id=account_id,
        skew=one.reader.last_skew,
        account=account,
        statuses=tuple(rules.statuses),
        identity_details=details,
        sets=sets,
        gaps=None if alarms is None else gaps(alarms.alarms, one.plan.bands),
        pools=pools,
        tenants=tenants,
        endpoints=endpoints,
        watched=one.plan.watched,
        subscribed=placement.subscribed if placement else None,
        subscription=placement.account_status if placement else "",
        prices=one.plan.prices,
        days=per_day(buckets or ()),
        looked=looked,
        now=now,
    )


async def _identities(
    one: Opened, rules: TargetRules, account: AccountStatus | None, now: float
) -> Mapping[str, IdentityDetails]:
    """Judge all that are listed: of those that may not be able to send their mail is read, and why."""
    listed = await _tried(one.reader.identities()) or ()
    odd = [each.name for each in listed if not each.sending_enabled or each.verification != VERIFIED]
    days = utc_day(now) - MAIL_DAYS * DAY, now
    wanted = odd and account is not None and account.vdm_enabled
    sends = await _tried(one.reader.identity_sends(odd, *days)) if wanted else None
    mail = IdentityMail({row.subject: row for row in sends.rows} if sends else {}, None, now)
    judge(rules, listed, mail, now)
    lost = sorted({subject.label for subject, _ in rules.tracker.loud})
    asked = (lost or [each.name for each in listed][:1])[:MOST_DETAILS]  # also to know that one may ask
    details, _ = await one.reader.identity_details(asked)
    for each in details:
        take_details(rules, Subject(SubjectKind.IDENTITY, each.name), each)
    return {each.name: each for each in details}


async def _tried(read: Awaitable[T]) -> T | None:
    """None where it failed; the reader's ``needs`` say why."""
    try:
        return await read
    except ReadError:
        return None


SMALLEST = (80, 24)
"""Columns and lines that the screen needs to show everything that matters."""

_CONFIGURE = ("ses-tui config init",)


def channels(telling: "Telling", drilled: Mapping[str, float]) -> tuple[Finding, ...]:
    """Whether an alert would reach anybody. Sends nothing: that is what ``drill`` is for.

    ``drilled``: when each channel accepted a test message last, UTC epoch seconds.
    """
    from ses_tui.cli.wiring import heartbeat_of, heartbeats_of, ways_out
    from ses_tui.notify.terminal import tty_writer

    write = tty_writer()
    try:
        _, choices = ways_out(telling, write)
        made = (heartbeat_of(telling), *heartbeats_of(telling).values())
    except Misconfigured as problem:
        return (Finding("channels", Level.FAIL, problem.line, ("ses-tui config validate",)),)
    on = [one for one in choices if one.on]
    names = [one.channel for one in on]
    beating = {one.name: one.status() for one in made if one.status().state != "off"}
    warned = [f"{one.channel}: {one.warning}" for one in on if one.warning]
    warned += [f"{name}: {status.note}" for name, status in beating.items() if status.note]
    if warned:
        first = Finding("channels", Level.WARN, safe("; ".join(warned)), ("ses-tui drill",))
    elif on:
        first = Finding("channels", Level.PASS, ", ".join(names))
    elif write is None:
        summary = "no hook or webhook is set: without a terminal nobody would be told"
        first = Finding("channels", Level.WARN, summary, _CONFIGURE)
    else:
        first = Finding("channels", Level.WARN, NONE_ON, _CONFIGURE)
    return (first, *reach(names, bool(beating), drilled, time.time()))


def configuration(path: Path | None) -> tuple[Finding, ...]:
    """Whether others may write the configuration: a hook in it is code that this program runs."""
    file = path or config_file()
    open_to_others = [one for one in (file, file.parent) if one.exists() and one.stat().st_mode & 0o022]
    if not open_to_others:
        return ()
    names = " and ".join(str(one) for one in open_to_others)
    summary = safe(f"others may write {names}: a hook in it is code that this program runs")
    mend = tuple(safe(f"chmod go-w {one}") for one in open_to_others)
    return (Finding("config", Level.WARN, summary, mend),)


def one_each(setup: "Setup") -> tuple[Finding, ...]:
    """Configured targets that are one, as far as the store knows."""
    from ses_tui.cli.last_snapshot import known_twins

    return tuple(
        Finding("targets", Level.WARN, twin_words(*one), ("ses-tui config show",))
        for one in known_twins([target for target, _ in setup.targets])
    )


def terminal(environ: Mapping[str, str] = os.environ) -> Finding:
    """Whether this terminal can show the live screen."""
    if not sys.stdout.isatty():
        return Finding("terminal", Level.PASS, "standard output is no terminal: not judged")
    columns, lines = shutil.get_terminal_size()
    return judge_terminal(environ, (columns, lines))


def judge_terminal(environ: Mapping[str, str], size: tuple[int, int]) -> Finding:
    """The worst problem of a terminal, or what it can do. ``size``: columns and lines."""
    term = safe(environ.get("TERM", ""))
    if term in ("", "dumb", "unknown"):
        return Finding(
            "terminal", Level.FAIL, f"TERM={term}: no screen can be drawn", ("export TERM=xterm-256color",)
        )
    if environ.get("TMUX") and not term.startswith(("tmux", "screen")):
        return Finding(
            "terminal",
            Level.WARN,
            f"inside tmux TERM should begin with tmux or screen, not be {term}",
            ("tmux set-option -g default-terminal tmux-256color",),
        )
    if not is_utf8(environ):
        return Finding(
            "terminal",
            Level.WARN,
            "the locale (LC_ALL, LC_CTYPE, LANG) is not UTF-8: only ASCII signs are drawn",
            ("export LANG=C.UTF-8",),
        )
    if size[0] < SMALLEST[0] or size[1] < SMALLEST[1]:
        summary = f"{size[0]}x{size[1]}: below {SMALLEST[0]}x{SMALLEST[1]} not everything fits"
        return Finding("terminal", Level.WARN, summary)
    deep = environ.get("COLORTERM") in ("truecolor", "24bit")
    colours = "24-bit colours" if deep else "256 colours" if "256" in term else "16 colours"
    if environ.get("NO_COLOR"):
        colours = "no colours (NO_COLOR)"
    return Finding("terminal", Level.PASS, f"{term}, {size[0]}x{size[1]}, {colours}")
