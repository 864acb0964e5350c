"""A snapshot as the JSON of ``check`` and ``watch`` (schema 1, API)."""

import json
from collections.abc import Callable, Collection

from ses_tui.core.clock import iso
from ses_tui.core.condition import Condition, Health
from ses_tui.core.delivery import TOLD_ONCE
from ses_tui.core.model import Metric, Subject
from ses_tui.core.report_parts import part_errors, parts
from ses_tui.core.snapshot import AccountStatus, Alert, Reading, Snapshot, TargetSnapshot

SCHEMA = 1
UNLIMITED = -1
"""Max24HourSend of an account without a limit, as AWS writes it."""


def printed_health(health: Health) -> Health:
    """``init`` is printed as ``blind``: nothing was read yet."""
    return Health.BLIND if health is Health.INIT else health


def reading_condition(reading: Reading) -> Condition | None:
    """None for a number that was never read: it is in no band, and least of all ok; for a word not judged."""
    read = reading.value is not None or (reading.status is not None and reading.judged)
    return None if not read and reading.condition is Condition.OK else reading.condition


def target_condition(target: TargetSnapshot) -> Condition | None:
    """None where none of the account's own keys was ever read."""
    known = target.account is not None or target.condition is not Condition.OK
    return target.condition if known or any(rate is not None for rate in _rates(target)) else None


def _rates(target: TargetSnapshot) -> list[float | None]:
    readings = (target.reading(metric) for metric in (Metric.BOUNCE_RATE, Metric.COMPLAINT_RATE))
    return [reading.value for reading in readings if reading is not None]


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


def as_json(snapshot: Snapshot, wanted: Collection[str] = ()) -> str:
    """One line, ASCII only. ``wanted``: of what the account has besides mail (``report_parts``)."""
    return _line(report(snapshot, wanted))


def _line(whole: dict[str, object]) -> str:
    return json.dumps(whole, ensure_ascii=True, allow_nan=False)


def standing(target: TargetSnapshot) -> object:
    """What of a target is news to somebody who waits for alerts: no number, and no age."""
    alerts = tuple((one.id, one.kind, one.condition, one.acked_until) for one in target.alerts)
    return target_condition(target), printed_health(target.health), alerts


def changed_as_json(snapshot: Snapshot, targets: list[TargetSnapshot]) -> str:
    """The whole with ``targets`` alone; its condition and health are of all."""
    return _line(_all(snapshot, [_target(target) for target in targets]))


def _numbers(target: TargetSnapshot) -> object:
    """All but what it costs to read: a call more is no news."""
    return {**_target(target), "usage": None}


class Changes:
    """Lines for a reader who has all that came before: only the targets that changed.

    ``compared``: what of a target counts as a change; ``printed``: how those that did are written.
    """

    def __init__(
        self,
        compared: Callable[[TargetSnapshot], object] | None = None,
        printed: Callable[[Snapshot, list[TargetSnapshot]], str] = changed_as_json,
    ) -> None:
        self._compared = compared or _numbers
        self._printed = printed
        self._known: dict[str, tuple[TargetSnapshot, object]] = {}
        """By name the target as it came last, and what of it is compared."""

    def line(self, snapshot: Snapshot) -> str | None:
        """None where no target changed."""
        before, self._known = self._known, {}
        changed = []
        for one in snapshot.targets:
            known = before.get(one.name)
            if known is None or known[0] != one:
                compared = self._compared(one)
                if known is None or known[1] != compared:
                    changed.append(one)
                known = one, compared
            self._known[one.name] = known
        if not changed and before.keys() == self._known.keys():
            return None
        return self._printed(snapshot, changed)

    def forget(self) -> None:
        """Lines were lost on their way: the next has every target."""
        self._known = {}


def report(snapshot: Snapshot, wanted: Collection[str] = ()) -> dict[str, object]:
    """The whole object. Rates are fractions; what was not read is None, and so is its condition."""
    return _all(snapshot, [_target(target, wanted) for target in snapshot.targets])


def _all(snapshot: Snapshot, targets: list[dict[str, object]]) -> dict[str, object]:
    conditions = [known for one in snapshot.targets if (known := target_condition(one)) is not None]
    return {
        "schema": SCHEMA,
        "generated_at": iso(snapshot.generated_at),
        "condition": _word(max(conditions, default=None)),
        "health": printed_health(snapshot.health).value,
        "targets": targets,
    }


def _word(condition: Condition | None) -> str | None:
    return None if condition is None else condition.word


def _target(target: TargetSnapshot, wanted: Collection[str] = ()) -> dict[str, object]:
    readings = [
        *target.readings,
        *target.statuses,
        *(
            reading
            for rows in target.rows.values()
            for row in rows
            for reading in row.readings
            if reading.metric not in TOLD_ONCE
        ),
    ]
    return {
        "name": target.name,
        "account_id": target.account_id or None,
        "region": target.region,
        "condition": _word(target_condition(target)),
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
            for error in (*target.errors, *part_errors(target.inventory, wanted))
        ],
        **parts(target.inventory, wanted),
        "usage": {
            "api_calls": target.usage.api_calls,
            "metrics_requested": target.usage.metrics_requested,
            "vdm_queries": target.usage.vdm_queries,
            "estimated_monthly_usd": round(target.usage.estimated_monthly_usd, 2),
        },
    }


def _account(account: AccountStatus | None) -> dict[str, object]:
    quota = account.quota if account else None
    return {
        "enforcement_status": account.enforcement_status if account else None,
        "sending_enabled": account.sending_enabled if account else None,
        "production_access": account.production_access if account else None,
        "sandbox": not account.production_access if account else None,
        "vdm_enabled": account.vdm_enabled if account else None,
        "plan": (account.plan or None) if account else None,
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
        "status": reading.status,
        "condition": _word(reading_condition(reading)),
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
