"""A snapshot as the JSON of ``check`` and ``watch`` (schema 1, API)."""

import json

from ses_tui.core.clock import iso
from ses_tui.core.condition import Condition, Health
from ses_tui.core.model import Subject
from ses_tui.core.snapshot import AccountStatus, Alert, Reading, Snapshot, TargetSnapshot

SCHEMA = 1
UNLIMITED = -1
"""Max24HourSend of an account without a limit, as AWS writes it."""


def printed_health(health: Health) -> Health:
    """``init`` is printed as ``blind``: nothing was read yet."""
    return Health.BLIND if health is Health.INIT else health


def exit_code(snapshot: Snapshot) -> int:
    """0 ok or notice, 1 warn, 2 review or pause, 3 blind.

    With several targets one that is blind does not hide that another is at review or pause.
    """
    seen = [target for target in snapshot.targets if printed_health(target.health) is not Health.BLIND]
    worst = max((target.condition for target in seen), default=Condition.OK)
    if worst >= Condition.REVIEW:
        return 2
    if len(seen) < len(snapshot.targets) or not snapshot.targets:
        return 3
    return 1 if worst is Condition.WARN else 0


def as_json(snapshot: Snapshot) -> str:
    """One line, ASCII only."""
    return json.dumps(report(snapshot), ensure_ascii=True, allow_nan=False)


def report(snapshot: Snapshot) -> dict[str, object]:
    """The whole object. Rates are fractions; what was not read is None."""
    return {
        "schema": SCHEMA,
        "generated_at": iso(snapshot.generated_at),
        "condition": snapshot.condition.word,
        "health": printed_health(snapshot.health).value,
        "targets": [_target(target) for target in snapshot.targets],
    }


def _target(target: TargetSnapshot) -> dict[str, object]:
    readings = [
        *target.readings,
        *(reading for rows in target.rows.values() for row in rows for reading in row.readings),
    ]
    return {
        "name": target.name,
        "account_id": target.account_id or None,
        "region": target.region,
        "condition": target.condition.word,
        "health": printed_health(target.health).value,
        "account": _account(target.account),
        "metrics": [_reading(reading) for reading in readings],
        "alerts": [alert_as_json(alert) for alert in target.alerts],
        "errors": [
            {
                "source": error.source,
                "operation": error.operation,
                "kind": error.kind.value,
                "message": error.message,
                "hint": error.hint,
            }
            for error in target.errors
        ],
        "usage": {
            "api_calls": target.usage.api_calls,
            "metrics_requested": target.usage.metrics_requested,
            "estimated_monthly_usd": round(target.usage.estimated_monthly_usd, 2),
        },
    }


def _account(account: AccountStatus | None) -> dict[str, object]:
    quota = account.quota if account else None
    return {
        "enforcement_status": account.enforcement_status if account else None,
        "sending_enabled": account.sending_enabled if account else None,
        "production_access": account.production_access if account else None,
        "vdm_enabled": account.vdm_enabled if account else None,
        "quota": None
        if quota is None
        else {
            "max_24_hour_send": UNLIMITED
            if quota.max_24_hour_send is None
            else _whole(quota.max_24_hour_send),
            "max_send_rate": _whole(quota.max_send_rate),
            "sent_last_24_hours": _whole(quota.sent_last_24_hours),
        },
    }


def _whole(number: float) -> float:
    """500000 where AWS writes 500000.0, which counts messages."""
    return int(number) if float(number).is_integer() else number


def _subject(subject: Subject) -> dict[str, object]:
    return {"kind": subject.kind.value, "name": subject.name}


def _reading(reading: Reading) -> dict[str, object]:
    interval = reading.interval
    return {
        "subject": _subject(reading.subject),
        "metric": reading.metric.value,
        "source": reading.source,
        "value": reading.value,
        "condition": reading.condition.word,
        "at": None if reading.at is None else iso(reading.at),
        "health": printed_health(reading.health).value,
        "numerator": reading.numerator,
        "denominator": reading.denominator,
        "interval": None if interval is None else [round(bound, 6) for bound in interval],
    }


def alert_as_json(alert: Alert) -> dict[str, object]:
    """One entry of ``alerts[]``."""
    return {
        "id": alert.id,
        "kind": alert.kind,
        "condition": alert.condition.word,
        "subject": _subject(alert.key.subject),
        "metric": alert.key.metric.value,
        "value": alert.value,
        "since": iso(alert.since),
        "acked_until": None if alert.acked_until is None else iso(alert.acked_until),
        "summary": alert.summary,
    }
