"""The open alerts of one target, for the screen: what the rules hold, who is behind it, what lies over it."""

from collections.abc import Mapping

from ses_tui.core.blame import Blame, PairBlame
from ses_tui.core.messages import Kind
from ses_tui.core.model import ACCOUNT, Key, Metric
from ses_tui.core.overlays import Overlays
from ses_tui.core.playbooks import playbook_for
from ses_tui.core.rules import TargetRules
from ses_tui.core.snapshot import Alert
from ses_tui.core.tiers import tier_text
from ses_tui.core.wording import identity
from ses_tui.core.words import alert_text, who_text


def open_alerts(
    rules: TargetRules,
    blames: Mapping[Metric, Blame],
    pairs: Mapping[Metric, PairBlame],
    overlays: Overlays,
) -> tuple[Alert, ...]:
    """All keys at warn or above, worst first; of equals the account first."""
    alerts = [
        _alert(
            rules,
            Key(rules.target, subject, metric),
            _who(rules, metric, blames, pairs) if subject == ACCOUNT else "",
            overlays,
        )
        for subject, metric in rules.tracker.loud
    ]
    alerts.sort(
        key=lambda alert: (-alert.condition, alert.key.subject != ACCOUNT, alert.since, str(alert.key))
    )
    return tuple(alerts)


def _who(
    rules: TargetRules, metric: Metric, blames: Mapping[Metric, Blame], pairs: Mapping[Metric, PairBlame]
) -> str:
    """Who is behind an alert of the account; of an early tier and of other numbers first what was seen."""
    on = rules.tier(metric)
    rate = metric if on is None else on.metric
    who = who_text(blames.get(rate), pairs.get(rate))
    seen = tier_text(on) if on else rules.made_of(ACCOUNT, metric)
    return " · ".join(part for part in (seen, who) if part)


def _alert(rules: TargetRules, key: Key, who: str, overlays: Overlays) -> Alert:
    now, known = rules.clock.now(), rules.tracker.state(key.subject, key.metric)
    condition, since = known.condition, known.since or 0.0
    value = rules.value(key.subject, key.metric)
    line = rules.bands.of(key.metric).enter(condition)
    text = alert_text(condition, key.subject, key.metric, value, line)
    ack, silence = overlays.acked(key, now), overlays.held(key, condition, now)
    return Alert(
        id=identity(key, known.began or since),
        kind="FIRING",
        condition=condition,
        key=key,
        value=value,
        line=line,
        since=since,
        summary=f"{text} · {who}" if who else text,
        blame=who,
        recovering=known.recovering,
        flapping=known.flapping,
        acked_until=ack.until if ack else None,
        acked_by=ack.who if ack else "",
        acked_why=ack.why if ack else "",
        silenced_until=silence.until if silence else None,
        playbook=playbook_for(Kind.FIRING, key, condition),
    )
