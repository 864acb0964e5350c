"""What mode 6 shows: alerts with all that may be laid over them, messages, silences, channels."""

from collections.abc import Callable, Mapping

from ses_tui.core.condition import Condition, Health
from ses_tui.core.model import ACCOUNT, Key, Metric, Subject, SubjectKind
from ses_tui.core.overlays import Silence
from ses_tui.core.record import replace
from ses_tui.core.snapshot import AlertEvent, ChannelStatus, Posted, Snapshot
from ses_tui.core.text import safe
from tests.tui.made import NOW, alert, snapshot, target
from tests.tui.snapshots_data import HOTMAIL, NEWS, STATES, SUMMARY

BOUNCE = Key("prod", ACCOUNT, Metric.BOUNCE_RATE)
PROMO = Subject(SubjectKind.IDENTITY, "promo.example.net")
ACCOUNT_ALERT = str(BOUNCE)
HOTMAIL_KEY = Key("prod", HOTMAIL, Metric.BOUNCE_RATE)


def event(ago: float, kind: str, condition: Condition, key: Key, text: str) -> AlertEvent:
    return AlertEvent(NOW - ago, kind, condition, key, text, str(key))


def posted(ago: float, kind: str, condition: Condition, channel: str, name: str = ACCOUNT_ALERT) -> Posted:
    return Posted(name, kind, condition, channel, NOW - ago)


def trouble() -> Snapshot:
    """Open, acknowledged, silenced, flapping, recovering; a channel that fails; two silences."""
    one = STATES["warn"]().targets[0]
    review = Condition.REVIEW
    alerts = (
        replace(
            alert(review, ACCOUNT, Metric.BOUNCE_RATE, 0.0531, 0.05, SUMMARY, 7800.0),
            acked_until=NOW + 7200,
            acked_by="ann",
            acked_why="the stale list is being cleaned",
            playbook="bounce-rate",
        ),
        replace(
            alert(Condition.PAUSE, PROMO, Metric.BOUNCE_RATE, 0.1066, 0.1, "", 2400.0),
            flapping=True,
            playbook="stale-list",
        ),
        replace(
            alert(review, HOTMAIL, Metric.BOUNCE_RATE, 0.0831, 0.05, "", 2400.0),
            silenced_until=NOW + 2400,
            playbook="isp-block",
        ),
        replace(
            alert(Condition.WARN, NEWS, Metric.COMPLAINT_RATE, 0.00081, 0.0008, "", 200_000.0),
            recovering=True,
            playbook="complaint-rate",
        ),
    )
    return snapshot(
        replace(
            one,
            condition=review,
            alerts=alerts,
            recent=(
                event(
                    600,
                    "BLIND",
                    Condition.OK,
                    Key("prod", HOTMAIL, Metric.BOUNCE_RATE),
                    "15:10 BLIND ISPs and identities bounce: AWS throttles the calls",
                ),
                event(
                    1800, "REPEAT", review, BOUNCE, "14:50 REVIEW account bounce 5.31 % ≥ 5 %, for 100 min"
                ),
                event(2400, "FIRING", review, HOTMAIL_KEY, "14:40 REVIEW Hotmail bounce 8.31 % ≥ 5 %"),
                event(
                    3000,
                    "CHANNEL_FAILING",
                    Condition.OK,
                    Key("", ACCOUNT, Metric.MONITOR),
                    "14:30 CHANNEL_FAILING webhook",
                ),
                event(7800, "FIRING", review, BOUNCE, "13:10 REVIEW account bounce 5.03 % ≥ 5 %"),
                event(9000, "FIRING", Condition.WARN, BOUNCE, "12:50 WARN account bounce 3.12 % ≥ 3 %"),
                event(
                    200_000,
                    "RESOLVED",
                    Condition.OK,
                    BOUNCE,
                    "07:47 RESOLVED account bounce 1.90 % (was WARN)",
                ),
            ),
            posted=(
                posted(9000, "FIRING", Condition.WARN, "tui"),
                posted(8999, "FIRING", Condition.WARN, "desktop"),
                posted(7800, "FIRING", review, "tui"),
                posted(7795, "FIRING", review, "desktop"),
                posted(1800, "REPEAT", review, "tui"),
                posted(1790, "REPEAT", review, "desktop"),
                posted(2400, "FIRING", review, "tui", str(HOTMAIL_KEY)),
            ),
        ),
        channels=(
            ChannelStatus("desktop", "ok"),
            ChannelStatus("bell", "ready"),
            ChannelStatus("webhook", "failing", "webhook: answered 500", 12),
            ChannelStatus("tmux", "off", "not in tmux"),
        ),
        silences=(
            Silence("11111111", "isp:Hotmail/*", NOW + 2400, NOW, "prod", "bob", "Microsoft is slow today"),
            Silence(
                "22222222",
                "identity:*/complaint_rate",
                NOW + 6 * 86400,
                NOW,
                who="ann",
                also=frozenset({"blind", "pause"}),
            ),
        ),
    )


def calm() -> Snapshot:
    """Nothing open; something was."""
    told = event(5400, "RESOLVED", Condition.OK, BOUNCE, "13:50 RESOLVED account bounce 1.90 % (was WARN)")
    return snapshot(target(recent=(told,), posted=(posted(5400, "RESOLVED", Condition.OK, "desktop"),)))


def new() -> Snapshot:
    """Nothing open, nobody was ever told, no channel but the screen."""
    return snapshot(target(), channels=())


def unread() -> Snapshot:
    """Nothing was read."""
    return STATES["empty"]()


def blind() -> Snapshot:
    """Blind while something is open."""
    one = trouble().targets[0]
    return replace(
        trouble(),
        targets=(
            replace(
                one, health=Health.BLIND, health_reason="credentials expired: aws sso login --profile prod"
            ),
        ),
    )


EVIL = safe("[/] [red]x[/red] \x1b]0;title\x07\u202e @click=app.quit " + "y" * 300)


def hostile() -> Snapshot:
    """Every outside string is chosen by somebody unkind."""
    before = trouble()
    one = before.targets[0]
    bad = Subject(SubjectKind.IDENTITY, EVIL)
    key = Key("prod", bad, Metric.BOUNCE_RATE)
    alerts = tuple(
        replace(
            each,
            key=key,
            id=f"{EVIL}{index}",
            blame=EVIL,
            summary=EVIL,
            acked_by=EVIL,
            acked_why=EVIL,
            acked_until=NOW + 60,
        )
        for index, each in enumerate(one.alerts)
    )
    return replace(
        before,
        targets=(
            replace(
                one,
                name=EVIL,
                alerts=alerts,
                recent=tuple(replace(each, key=key, text=EVIL, alert=alerts[0].id) for each in one.recent),
                posted=tuple(replace(each, channel=EVIL[:60], alert=alerts[0].id) for each in one.posted),
            ),
        ),
        channels=(ChannelStatus(EVIL[:60], "failing", EVIL, 3), ChannelStatus("[/]", "ok", EVIL)),
        silences=(Silence("3", EVIL, NOW + 60, NOW, EVIL, EVIL, EVIL, frozenset({"pause"})),),
    )


ALERTS: Mapping[str, Callable[[], Snapshot]] = {
    state.__name__: state for state in (trouble, calm, new, unread, blind, hostile)
}
