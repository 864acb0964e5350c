"""One snapshot per state of the screen, the same on every run."""

from collections.abc import Callable, Mapping
from functools import cache

from ses_tui.core.blame import Blame
from ses_tui.core.condition import BOUNCE_LINES, Condition, Health
from ses_tui.core.errors import ErrorKind, SourceError
from ses_tui.core.model import ACCOUNT, Key, Metric, Subject, SubjectKind
from ses_tui.core.record import replace
from ses_tui.core.snapshot import (
    AccountStatus,
    AlertEvent,
    Budget,
    ChannelStatus,
    Quota,
    Row,
    Snapshot,
    TargetSnapshot,
    Usage,
)
from ses_tui.core.text import safe
from tests.tui.made import (
    CALM_IDENTITIES,
    CALM_ISPS,
    HEALTHY,
    MONO,
    NOW,
    ZONE,
    account_reading,
    alert,
    identity,
    isp,
    ordered,
    snapshot,
    sources,
    target,
)

__all__ = ["HOSTILE_NAMES", "MONO", "NOW", "STATES", "ZONE"]

HOTMAIL = Subject(SubjectKind.ISP, "Hotmail")
NEWS = Subject(SubjectKind.IDENTITY, "news.example.org")
SUMMARY = "news.example.org is 71 % of it, usual 0.90 %"


def ok() -> Snapshot:
    """All is well."""
    return snapshot(target())


def _trouble(value: float, condition: Condition, hours: tuple[float, float] | None) -> TargetSnapshot:
    rows = {
        SubjectKind.ISP: ordered(
            tuple(isp("Hotmail", 41_200, 3424, 60, 2) if r.subject == HOTMAIL else r for r in CALM_ISPS)
        ),
        SubjectKind.IDENTITY: ordered(
            tuple(
                identity("news.example.org", 61_000, 3900, 44) if r.subject == NEWS else r
                for r in CALM_IDENTITIES
            )
        ),
    }
    line = BOUNCE_LINES.enter(condition)
    towards = Condition.REVIEW if condition < Condition.REVIEW else Condition.PAUSE
    left = 0 if condition is Condition.PAUSE else 188
    bounces_left = Budget(Metric.BOUNCE_RATE, left, volume=10_000, hours=hours, towards=towards)
    return target(
        condition=condition,
        readings=(
            account_reading(Metric.BOUNCE_RATE, value, value - 0.009, condition, since=NOW - 1800),
            account_reading(Metric.COMPLAINT_RATE, 0.00041),
        ),
        rows=rows,
        blame={Metric.BOUNCE_RATE: Blame(Metric.BOUNCE_RATE, ((NEWS, 0.71),), 0.009)},
        budgets={
            Metric.BOUNCE_RATE: bounces_left,
            Metric.COMPLAINT_RATE: Budget(Metric.COMPLAINT_RATE, 6, volume=10_000),
        },
        alerts=(
            alert(condition, ACCOUNT, Metric.BOUNCE_RATE, value, line, SUMMARY),
            alert(Condition.REVIEW, HOTMAIL, Metric.BOUNCE_RATE, 0.0831, 0.05, "", 2400),
            alert(Condition.REVIEW, NEWS, Metric.BOUNCE_RATE, 0.0639, 0.05, "", 2500),
        ),
        recent=(
            AlertEvent(
                NOW - 1800, "FIRING", condition, Key("prod", ACCOUNT, Metric.BOUNCE_RATE), "bounce at 3.12 %"
            ),
        ),
    )


def warn() -> Snapshot:
    """Over our alarm, with blame and time left."""
    return snapshot(_trouble(0.0312, Condition.WARN, (9.0, 31.0)))


def review() -> Snapshot:
    """Over AWS's review line, under review."""
    account = replace(HEALTHY, enforcement_status="PROBATION")
    return snapshot(replace(_trouble(0.0531, Condition.REVIEW, None), account=account))


def paused() -> Snapshot:
    """AWS has paused the account."""
    account = replace(HEALTHY, enforcement_status="SHUTDOWN", sending_enabled=False)
    calm = _trouble(0.1018, Condition.PAUSE, None)
    alerts = (
        alert(Condition.PAUSE, ACCOUNT, Metric.ENFORCEMENT_STATUS, "SHUTDOWN", None, "", 600),
        alert(Condition.PAUSE, ACCOUNT, Metric.SENDING_ENABLED, "off", None, "", 600),
        *calm.alerts,
    )
    return snapshot(replace(calm, account=account, alerts=alerts))


TIMED_OUT = SourceError(
    "rates",
    "GetMetricData",
    ErrorKind.TIMEOUT,
    "no answer within 15 s",
    "check the network; it is tried again",
)
EXPIRED = SourceError(
    "account",
    "GetAccount",
    ErrorKind.CREDENTIALS_EXPIRED,
    "credentials expired",
    "aws sso login --profile prod",
)
REASON = "credentials expired: aws sso login --profile prod"
DENIED = SourceError(
    "vdm",
    "BatchGetMetricData",
    ErrorKind.ACCESS_DENIED,
    "not allowed to call ses:BatchGetMetricData",
    "allow ses:BatchGetMetricData (`ses-tui iam-policy` prints the policy)",
)


def stale() -> Snapshot:
    """The rates were not read for 18 minutes; a hole in the line."""
    one = _trouble(0.0312, Condition.WARN, (9.0, 31.0))
    readings = (
        account_reading(
            Metric.BOUNCE_RATE, 0.0312, 0.02, Condition.WARN, Health.STALE, NOW - 1800, (9.0, 5.5)
        ),
        account_reading(Metric.COMPLAINT_RATE, 0.00041, health=Health.STALE, hole=(9.0, 5.5)),
    )
    return snapshot(
        replace(
            one,
            health=Health.STALE,
            health_reason="no answer within 15 s: check the network; it is tried again",
            readings=readings,
            sources=sources(Health.STALE, 18 * 60.0, TIMED_OUT),
            errors=(TIMED_OUT,),
        )
    )


def blind() -> Snapshot:
    """The credentials expired an hour ago."""
    one = target(health=Health.BLIND, health_reason=REASON, errors=(EXPIRED,))
    readings = tuple(replace(reading, health=Health.BLIND) for reading in one.readings)
    rows = {
        kind: tuple(
            replace(row, readings=tuple(replace(each, health=Health.BLIND) for each in row.readings))
            for row in rows
        )
        for kind, rows in one.rows.items()
    }
    blinded = replace(one, readings=readings, rows=rows, sources=sources(Health.BLIND, 3900.0, EXPIRED))
    return snapshot(blinded)


def denied() -> Snapshot:
    """VDM may not be read; the rest works."""
    return snapshot(target(rows={}, errors=(DENIED,), identities_total=None))


def vdm_off() -> Snapshot:
    """VDM is off in the account: no fault, nothing to nag about."""
    return snapshot(target(rows={}, account=replace(HEALTHY, vdm_enabled=False)))


def restored() -> Snapshot:
    """Last known numbers from the store."""
    one = warn().targets[0]
    blind_sources = tuple(
        replace(source, health=Health.INIT, last_success_mono=None, last_success=NOW - 7200)
        for source in one.sources
    )
    return snapshot(replace(one, health=Health.INIT, sources=blind_sources), restored=True, sequence=0)


def empty() -> Snapshot:
    """Nothing was read yet and nothing was stored."""
    return snapshot(TargetSnapshot(name="default", region="us-east-1"), sequence=0)


def quiet() -> Snapshot:
    """A sandbox account with a few dozen mails: intervals rather than numbers; one row unread."""
    account = AccountStatus("HEALTHY", True, False, True, Quota(200.0, 1.0, 44.0))
    rows = {
        SubjectKind.ISP: ordered(
            (isp("Gmail", 40, 2), isp("Yahoo", 12, 0, 0), isp("Aol", 0), isp("Gmx", None))
        ),
        SubjectKind.IDENTITY: ordered(
            (identity("tiny.example.org", 52, 2), identity("new.example.org", None))
        ),
    }
    budget = Budget(Metric.BOUNCE_RATE, None, note="too little mail to tell")
    return snapshot(
        target(
            account=account,
            rows=rows,
            budgets={Metric.BOUNCE_RATE: budget},
            readings=(
                account_reading(
                    Metric.BOUNCE_RATE, 0.021, 0.001, Condition.NOTICE, since=NOW - 3600, recovering=True
                ),
                account_reading(Metric.COMPLAINT_RATE, None, health=Health.INIT),
            ),
            identities_total=2,
            usage=Usage(3, 2, 0, 0.0),
        )
    )


@cache  # seconds to make
def _customers() -> tuple[Row, ...]:
    guilty = identity("guilty.example.net", 61_000, 3900, 44)
    many = (
        identity(f"customer-{index:05}.example.net", 20_000 - index, 70, 2, 1 + index % 9)
        for index in range(9_999)
    )
    return ordered((guilty, *many))


def huge() -> Snapshot:
    """Ten thousand identities."""
    one = warn().targets[0]
    rows = {SubjectKind.ISP: one.rows[SubjectKind.ISP], SubjectKind.IDENTITY: _customers()}
    return snapshot(replace(one, rows=rows, identities_total=10_000))


HOSTILE_NAMES = (
    "[/]",
    "[bold",
    "[red]evil[/red].example.org",
    "@click=app.quit",
    "x" * 320,
    "\x1b[31mred\x07\x9b.example.org",
    "🚀🚀🚀.example.org",
    "مثال.إختبار",
    "e\u0301e\u0301\u0301\u0301.example.org",
    "日本語ドメイン名例.example.org",
    "a\u202ebidi.example.org",
    "$(reboot)",
)


def hostile() -> Snapshot:
    """Every outside string is chosen by somebody unkind."""
    rows = {
        SubjectKind.ISP: ordered(
            tuple(isp(safe(name), 9_000 + i, 60) for i, name in enumerate(HOSTILE_NAMES))
        ),
        SubjectKind.IDENTITY: ordered(
            tuple(identity(name, 9_000 + i, 900 if i < 5 else 60) for i, name in enumerate(HOSTILE_NAMES))
        ),
    }
    bad = Subject(SubjectKind.IDENTITY, "x" * 320)
    error = replace(DENIED, message=safe("[/] \x1b]0;title\x07 " + "y" * 600, 500), hint="[bold] do [/] it")
    return snapshot(
        target(
            name=safe("[/]" + "t" * 300),
            rows=rows,
            condition=Condition.REVIEW,
            alerts=(
                alert(Condition.REVIEW, bad, Metric.BOUNCE_RATE, 0.0999, 0.05, safe("[/b] " + "z" * 400)),
                alert(
                    Condition.REVIEW,
                    Subject(SubjectKind.IDENTITY, safe(HOSTILE_NAMES[7])),
                    Metric.BOUNCE_RATE,
                    0.0999,
                    0.05,
                ),
            ),
            blame={
                Metric.BOUNCE_RATE: Blame(
                    Metric.BOUNCE_RATE, ((bad, 0.7), (Subject(SubjectKind.ISP, "[/]"), 0.2)), 0.01
                )
            },
            errors=(error,),
        ),
        channels=(ChannelStatus("hook", "failing", safe("[/] exit 1 \x1b[2J"), 3),),
    )


def demo() -> Snapshot:
    """The demo, with failing channels."""
    return replace(
        warn(),
        demo=True,
        channels=(ChannelStatus("desktop", "failing", "no notification service answers", 4),),
    )


STATES: Mapping[str, Callable[[], Snapshot]] = {
    state.__name__: state
    for state in (
        ok,
        warn,
        review,
        paused,
        stale,
        blind,
        denied,
        vdm_off,
        restored,
        empty,
        quiet,
        huge,
        hostile,
        demo,
    )
}
