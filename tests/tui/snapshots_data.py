"""One snapshot per state of the screen, the same on every run."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from math import sin

from ses_tui.core.blame import Blame
from ses_tui.core.clock import DAY, HOUR, utc_day
from ses_tui.core.condition import BOUNCE_LINES, COMPLAINT_LINES, NO_LINES, Condition, Health, Lines
from ses_tui.core.errors import ErrorKind, SourceError
from ses_tui.core.interval import too_few
from ses_tui.core.isps import DEFAULT_ISPS, OTHER
from ses_tui.core.model import ACCOUNT, Key, Metric, Series, Subject, SubjectKind
from ses_tui.core.snapshot import (
    AccountStatus,
    Alert,
    AlertEvent,
    Budget,
    ChannelStatus,
    Quota,
    Reading,
    Row,
    Snapshot,
    SourceStatus,
    TargetSnapshot,
    Usage,
)
from ses_tui.core.text import safe

NOW = 1795530031.0  # 2026-11-24T14:20:31Z
MONO = 5000.0
ZONE = "Europe/Berlin"
VALUES: Mapping[Metric, Lines] = {
    Metric.BOUNCE_RATE: BOUNCE_LINES,
    Metric.COMPLAINT_RATE: COMPLAINT_LINES,
}


def wave(value: float, rise: float, index: int, count: int, seed: int = 0) -> float:
    """A rate that ends at ``value`` and lay ``rise`` lower before its last eighth."""
    climb = max(0.0, index / count - 0.875) * 8
    return max(0.0, value - rise + rise * climb + 0.03 * value * sin(index / 3 + seed))


def account_series(value: float, rise: float, hole: tuple[float, float] | None = None) -> Series:
    """Fourteen days at five minutes; ``hole``: hours before now without points, from-to."""
    start, count = NOW - 14 * DAY - NOW % 300, int(14 * DAY / 300)
    day = int(DAY / 300)
    pairs = []
    for index in range(count + 1):
        at = start + 300 * index
        if hole and NOW - hole[0] * HOUR <= at <= NOW - hole[1] * HOUR:
            continue
        within = index - (count - day)
        pairs.append((at, wave(value, rise, max(0, within), day)))
    pairs[-1] = (pairs[-1][0], value)
    return Series.of(pairs)


def account_reading(
    metric: Metric,
    value: float | None,
    rise: float = 0.0,
    condition: Condition | None = None,
    health: Health = Health.FRESH,
    since: float | None = None,
    hole: tuple[float, float] | None = None,
    recovering: bool = False,
) -> Reading:
    lines = VALUES.get(metric, NO_LINES)
    series = Series() if value is None else account_series(value, rise, hole)
    return Reading(
        ACCOUNT,
        metric,
        "rates",
        value,
        lines.band(value) if condition is None else condition,
        series.last_at,
        health,
        series=series,
        lines=lines,
        since=since,
        recovering=recovering,
    )


def row(
    subject: Subject,
    sends: int | None,
    bounces: int = 0,
    complaints: int = 0,
    usual: float = 0.008,
    seed: int = 1,
    feedback: bool = True,
) -> Row:
    """Two days of mail; the 13 days before went at ``usual``."""
    if sends is None:
        unread = tuple(
            Reading(subject, metric, "vdm", lines=VALUES.get(metric, NO_LINES))
            for metric in (Metric.SENDS, Metric.BOUNCE_RATE, Metric.COMPLAINT_RATE, Metric.DELIVERY_RATE)
        )
        return Row(subject, unread)
    today = utc_day(NOW)
    readings = [Reading(subject, Metric.SENDS, "vdm", float(sends), at=NOW - 300, health=Health.FRESH)]
    delivered = max(0, sends - bounces - sends // 90)
    complained = (complaints, delivered, 0.0003) if feedback else (0, 0, 0.0)
    rates = {
        Metric.BOUNCE_RATE: (bounces, sends, usual),
        Metric.COMPLAINT_RATE: complained,
        Metric.DELIVERY_RATE: (delivered, sends, 0.985),
    }
    for metric, (above, below, before) in rates.items():
        value = above / below if below else None
        lines = VALUES.get(metric, NO_LINES)
        few = too_few(metric, lines, above, below)
        daily: list[tuple[float, float]] = []
        intraday: list[tuple[float, float]] = []
        if value is not None:
            daily = [(today - DAY * (13 - d), before * (1 + 0.2 * sin(d * seed + seed))) for d in range(12)]
            daily += [(today - DAY, (before + value) / 2), (today, value)]
            intraday = [
                (NOW - 900 * (57 - i), wave(value, value - before if value > before else 0.0, i, 57, seed))
                for i in range(58)
            ]
        readings.append(
            Reading(
                subject,
                metric,
                "vdm",
                value,
                Condition.OK if few else lines.band(value),
                NOW - 300,
                Health.FRESH,
                above,
                below or None,
                Series.of(intraday),
                Series.of(daily),
                lines,
                few,
                NOW - 1800 if lines.band(value) > Condition.OK and not few else None,
            )
        )
    return Row(subject, tuple(readings), no_feedback_loop=not feedback)


def isp(name: str, sends: int | None, bounces: int = 0, complaints: int = 0, seed: int = 1) -> Row:
    return row(
        Subject(SubjectKind.ISP, name), sends, bounces, complaints, 0.009, seed, feedback=name != "Gmail"
    )


def identity(name: str, sends: int | None, bounces: int = 0, complaints: int = 0, seed: int = 1) -> Row:
    return row(Subject(SubjectKind.IDENTITY, safe(name)), sends, bounces, complaints, 0.007, seed)


CALM_ISPS = tuple(
    isp(name, sends, int(sends * 0.008), int(sends * 0.0002), seed)
    for seed, (name, sends) in enumerate(
        zip(
            (*DEFAULT_ISPS, OTHER),
            (88_000, 41_200, 30_100, 12_400, 6_020, 3_000, 2_100, 1_400, 900, 24_000),
            strict=True,
        ),
        1,
    )
)
CALM_IDENTITIES = tuple(
    identity(f"{name}.example.org", sends, int(sends * 0.006), int(sends * 0.0003), seed)
    for seed, (name, sends) in enumerate(
        {
            "news": 61_000,
            "shop": 40_300,
            "billing": 22_000,
            "app": 18_000,
            "alerts": 9_100,
            "support": 5_200,
            "hr": 2_900,
            "status": 2_050,
            "eu": 1_200,
            "legal": 640,
            "jobs": 260,
            "beta": 210,
        }.items(),
        1,
    )
)


def ordered(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    return tuple(sorted(rows, key=Row.order))


def sources(
    health: Health = Health.FRESH, ago: float = 40.0, error: SourceError | None = None
) -> tuple[SourceStatus, ...]:
    return (
        SourceStatus("bounce_rate", health, 300.0, NOW - ago, MONO - ago, error),
        SourceStatus("complaint_rate", health, 300.0, NOW - ago, MONO - ago, error),
        SourceStatus("account", Health.FRESH, 60.0, NOW - 20, MONO - 20),
        SourceStatus("vdm", Health.FRESH, 900.0, NOW - 300, MONO - 300),
    )


HEALTHY = AccountStatus("HEALTHY", True, True, True, Quota(500_000.0, 120.0, 208_400.0))


def target(**changes: object) -> TargetSnapshot:
    base = TargetSnapshot(
        name="prod",
        region="us-east-1",
        account_id="123456789012",
        health=Health.FRESH,
        account=HEALTHY,
        readings=(
            account_reading(Metric.BOUNCE_RATE, 0.0081),
            account_reading(Metric.COMPLAINT_RATE, 0.00021),
        ),
        rows={SubjectKind.ISP: ordered(CALM_ISPS), SubjectKind.IDENTITY: ordered(CALM_IDENTITIES)},
        budgets={
            Metric.BOUNCE_RATE: Budget(Metric.BOUNCE_RATE, 10_030, volume=239_000),
            Metric.COMPLAINT_RATE: Budget(Metric.COMPLAINT_RATE, 188, volume=239_000),
        },
        sources=sources(),
        usage=Usage(31, 12, 24, 0.17),
        identities_total=12,
    )
    return replace(base, **changes)  # type: ignore[arg-type]  # test data: checked by the tests themselves


def snapshot(one: TargetSnapshot, **changes: object) -> Snapshot:
    base = Snapshot(
        NOW,
        (one,),
        channels=(ChannelStatus("terminal", "ready"), ChannelStatus("desktop", "ok")),
        sequence=7,
    )
    return replace(base, **changes)  # type: ignore[arg-type]  # test data: checked by the tests themselves


def alert(
    condition: Condition,
    subject: Subject,
    metric: Metric,
    value: float | str | None,
    line: float | None,
    who: str = "",
    ago: float = 1800.0,
) -> Alert:
    key = Key("prod", subject, metric)
    return Alert(str(key), "FIRING", condition, key, value, line, NOW - ago, "", who)


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
    account = replace(
        HEALTHY, enforcement_status="PROBATION", review_status="PENDING", review_case="176000001"
    )
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
    return snapshot(replace(one, readings=readings, sources=sources(Health.BLIND, 3900.0, EXPIRED)))


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
    budget = Budget(Metric.BOUNCE_RATE, None, note="too little mail for an honest budget")
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


def huge() -> Snapshot:
    """Ten thousand identities."""
    guilty = identity("guilty.example.net", 61_000, 3900, 44)
    many = tuple(
        identity(f"customer-{index:05}.example.net", 20_000 - index, 70, 2, 1 + index % 9)
        for index in range(9_999)
    )
    one = warn().targets[0]
    rows = {SubjectKind.ISP: one.rows[SubjectKind.ISP], SubjectKind.IDENTITY: ordered((guilty, *many))}
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
