"""Snapshots for the lists and the fleet: every metric that is read, unusual rows, several targets."""

from collections.abc import Callable, Mapping
from math import sin

from ses_tui.core.clock import DAY, utc_day
from ses_tui.core.condition import Condition, Health
from ses_tui.core.isps import OTHER
from ses_tui.core.model import ACCOUNT, Metric, Series, Subject, SubjectKind
from ses_tui.core.record import replace
from ses_tui.core.snapshot import Alert, Note, Reading, Row, Snapshot, TargetSnapshot
from ses_tui.core.text import safe
from tests.tui.made import NOW, account_reading, alert, identity, isp, ordered, snapshot, target
from tests.tui.snapshots_data import HOSTILE_NAMES, STATES

HOTMAIL = Subject(SubjectKind.ISP, "Hotmail")
YAHOO = Subject(SubjectKind.ISP, "Yahoo")
NEWS = Subject(SubjectKind.IDENTITY, "news.example.org")
YAHOO_TEXT = "Yahoo: 41 of 512 bounced in 6 h (8.0 %, 6.0-10.7), usual 2.1 %"


def read_row(row: Row, transient: float = 0.012) -> Row:
    """As the engine makes it: an ISP has transient bounces, an identity no delivery; sends by day."""
    today = utc_day(NOW)
    sends = row.get(Metric.SENDS)
    total = sends.value if sends else None
    readings = []
    for reading in row.readings:
        if reading.metric is Metric.SENDS and total is not None:
            days = [(today - DAY * d, total / 2 * (1 + 0.2 * sin(d))) for d in range(14)]
            readings.append(replace(reading, daily=Series.of(days)))
        elif reading.metric is not Metric.DELIVERY_RATE or row.subject.kind is SubjectKind.ISP:
            readings.append(reading)
    if row.subject.kind is SubjectKind.ISP and total:
        value = transient
        daily = [(today - DAY * d, 0.012 * (1 + 0.3 * sin(d))) for d in range(1, 14)]
        readings.append(
            Reading(
                row.subject,
                Metric.TRANSIENT_BOUNCE_RATE,
                "vdm",
                value,
                at=NOW - 300,
                health=Health.FRESH,
                numerator=int(value * total),
                denominator=int(total),
                daily=Series.of([*daily, (today, value)]),
            )
        )
    return replace(row, readings=tuple(readings))


def as_read(one: TargetSnapshot) -> TargetSnapshot:
    """All rows as the engine makes them."""
    rows = {
        kind: tuple(read_row(row, 0.11 if row.subject == HOTMAIL else 0.012) for row in rows)
        for kind, rows in one.rows.items()
    }
    return replace(one, rows=rows)


def _of(state: str) -> TargetSnapshot:
    return as_read(STATES[state]().targets[0])


def ok() -> Snapshot:
    """All is well."""
    return snapshot(_of("ok"))


def trouble() -> Snapshot:
    """Hotmail blocks; Yahoo is unusual, and one identity too."""
    news = "news.example.org: 390 of 4,102 bounced in 6 h (9.5 %, 8.6-10.4), usual 0.9 %"
    unusual = (
        Note(YAHOO, Metric.BOUNCE_RATE, NOW - 12 * 3600, YAHOO_TEXT),
        Note(NEWS, Metric.BOUNCE_RATE, NOW - 12 * 3600, news),
    )
    return snapshot(replace(_of("warn"), unusual=unusual))


def quiet() -> Snapshot:
    """A few dozen mails; rows that were not read."""
    return snapshot(_of("quiet"))


def stale() -> Snapshot:
    """The rows were last read three quarters of an hour ago."""
    one = _of("warn")
    sources = tuple(
        replace(source, health=Health.STALE, last_success=NOW - 2820.0, last_success_mono=5000.0 - 2820.0)
        if source.name == "vdm"
        else source
        for source in one.sources
    )
    rows = {
        kind: tuple(
            replace(row, readings=tuple(replace(r, health=Health.STALE) for r in row.readings))
            for row in rows
        )
        for kind, rows in one.rows.items()
    }
    return snapshot(replace(one, rows=rows, sources=sources))


def no_identities() -> Snapshot:
    """An account without identities, and so without mail."""
    return snapshot(target(rows={}, identities_total=0))


def huge() -> Snapshot:
    """Ten thousand identities; few of them with rates, as where there are too many to read all of each."""
    one = STATES["huge"]().targets[0]
    rows = tuple(
        row if index < 250 else replace(row, readings=row.readings[:1])
        for index, row in enumerate(one.rows[SubjectKind.IDENTITY])
    )
    return snapshot(as_read(replace(one, rows={**one.rows, SubjectKind.IDENTITY: rows})))


def hostile() -> Snapshot:
    """Every outside string is chosen by somebody unkind."""
    one = STATES["hostile"]().targets[0]
    bad = Subject(SubjectKind.ISP, safe(HOSTILE_NAMES[2]))
    notes = (
        Note(bad, Metric.BOUNCE_RATE, NOW - 9000, safe("[/] \x1b[2J " + "z" * 400)),
        Note(Subject(SubjectKind.IDENTITY, safe(HOSTILE_NAMES[7])), Metric.COMPLAINT_RATE, NOW, "[bold"),
    )
    others = tuple(
        replace(
            one,
            name=safe(name),
            region=safe(name)[:40],
            account_id=safe(name)[:40],
            condition=Condition.REVIEW if index % 2 else Condition.OK,
        )
        for index, name in enumerate(HOSTILE_NAMES)
    )
    return snapshot(
        replace(as_read(one), unusual=notes), targets=(replace(as_read(one), unusual=notes), *others)
    )


def _named(name: str, region: str, state: str, alerts: tuple[Alert, ...] | None = None) -> TargetSnapshot:
    one = _of(state)
    kept = one.alerts if alerts is None else alerts
    return replace(
        one, name=name, region=region, account_id=f"{abs(len(name) * 10**11 + 77):012d}", alerts=kept
    )


def fleet() -> Snapshot:
    """Seven targets in every state that there is."""
    unread = TargetSnapshot(name="new", region="eu-north-1")
    calm = _named("marketing", "eu-west-1", "ok")
    near = replace(
        calm,
        name="shop",
        condition=Condition.NOTICE,
        readings=(
            account_reading(Metric.BOUNCE_RATE, 0.0231, 0.004, Condition.NOTICE, since=NOW - 7200),
            account_reading(Metric.COMPLAINT_RATE, 0.0005),
        ),
        alerts=(alert(Condition.WARN, HOTMAIL, Metric.BOUNCE_RATE, 0.031, 0.03),),
    )
    return snapshot(
        calm,
        targets=(
            calm,
            _named("prod", "us-east-1", "warn"),
            near,
            unread,
            _named("blind-one", "ap-southeast-2", "blind"),
            _named("old", "eu-central-1", "stale"),
            _named("paused", "us-west-2", "paused"),
        ),
    )


def one_target() -> Snapshot:
    """One target, as most people have."""
    return trouble()


def small_rows() -> tuple[Row, ...]:
    """A handful to filter and to sort."""
    rows = (
        isp("Gmail", 88_000, 700, 0),
        isp("Hotmail", 41_200, 3424, 60),
        isp("Yahoo", 30_100, 700, 4),
        isp(OTHER, 24_000, 200, 5),
        isp("Aol", 40, 2),
        isp("Gmx", 0),
        isp("Tencent", None),
    )
    return ordered(tuple(read_row(row) for row in rows))


def few_identities() -> tuple[Row, ...]:
    """Names that share parts."""
    names = ("news.example.org", "shop.example.org", "shop.example.net", "Billing.example.org")
    return ordered(tuple(read_row(identity(name, 5000 + i, 20 * i)) for i, name in enumerate(names)))


LISTS: Mapping[str, Callable[[], Snapshot]] = {
    **STATES,
    "ok": ok,
    "trouble": trouble,
    "quiet": quiet,
    "stale_rows": stale,
    "no_identities": no_identities,
    "huge": huge,
    "hostile": hostile,
    "fleet": fleet,
}

__all__ = ["ACCOUNT", "HOTMAIL", "LISTS", "NEWS", "YAHOO", "YAHOO_TEXT", "few_identities", "small_rows"]
