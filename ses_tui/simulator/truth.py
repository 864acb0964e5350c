"""What the numbers were drawn from: the object that GET /_truth shows."""

from datetime import UTC, datetime
from typing import Any

from ses_tui.simulator import isps
from ses_tui.simulator.account import DAY, Account
from ses_tui.simulator.hours import STEP
from ses_tui.simulator.mail import EVERYTHING, Kind, Where
from ses_tui.simulator.rates import Rate
from ses_tui.simulator.services import advisor, alarms, identities, ips, sending, tenants, vdm

FIELDS = {
    "sends": "SEND",
    "deliveries": "DELIVERY",
    "permanent_bounces": "PERMANENT_BOUNCE",
    "transient_bounces": "TRANSIENT_BOUNCE",
    "complaints": "COMPLAINT",
    "delivery_complaints": "DELIVERY_COMPLAINT",
    "opens": "OPEN",
    "delivery_opens": "DELIVERY_OPEN",
    "clicks": "CLICK",
    "delivery_clicks": "DELIVERY_CLICK",
}
"""Fields of a row of sums, and the VDM metric that each is."""


def truth(account: Account) -> dict[str, Any]:
    """All of it, as of the simulator's now. Sums of rows are VDM's, over today and yesterday, UTC."""
    now = account.clock.now()
    step = account.step
    total = _row(account, EVERYTHING)
    named = {isp: _row(account, Where(isp=isp)) for isp in isps.NAMED}
    culprit = account.scenario.culprit
    statistics = sending.send_statistics(account)
    return {
        "scenario": account.scenario.name,
        "about": account.scenario.about,
        "seed": account.seed,
        "speed": account.clock.speed,
        "start": account.start,
        "now": now,
        "now_iso": datetime.fromtimestamp(now, UTC).isoformat(),
        "counted_to": step * STEP,
        "culprit": {"kind": culprit.kind, "name": culprit.name} if culprit else None,
        "account": sending.get_account(account, {}),
        "rates": _rate(account.rates.at(step)),
        "rates_history": [_rate(rate) for rate in account.rates.run(step - DAY // STEP, step)],
        "total": total,
        "isps": named,
        "other": {field: total[field] - sum(row[field] for row in named.values()) for field in FIELDS},
        "identities": {name: _row(account, Where(identity=name)) for name in account.resources.identities},
        "configuration_sets": {
            name: _row(account, Where(configuration_set=name))
            for name in account.resources.configuration_sets
        },
        "tenants": {
            name: {**_row(account, Where(tenant=name)), **tenants.reputation_entity(account, name)}
            for name in account.resources.tenants
        },
        "identity_status": {
            name: identities.get_email_identity(account, {"EmailIdentity": name})["VerificationStatus"]
            for name in account.resources.identities
        },
        "daily": _daily(account),
        "pools": dict(account.resources.pools),
        "ips": ips.dedicated_ips(account),
        "recommendations": advisor.recommendations(account),
        "alarms": {
            alarm["AlarmName"]: alarm["StateValue"]
            for alarm in (*alarms.metric_alarms(account), *alarms.composite_alarms(account))
        },
        "last_hour": statistics[-4:],
        "rendering_failures": account.mail.between("rendering", account.first_step, step),
        "send_statistics": {
            key: sum(point[key] for point in statistics)
            for key in ("DeliveryAttempts", "Bounces", "Complaints", "Rejects")
        },
    }


def _row(account: Account, where: Where) -> dict[str, int]:
    """The sums of one subject; each mail is counted once, the rest follows from it."""
    step = account.step
    yesterday = step * STEP // DAY * DAY // STEP - DAY // STEP

    def recent(kind: Kind, place: Where = where) -> int:
        return account.mail.between(kind, yesterday, step, place, vdm=True)

    delivered, permanent, transient = recent("delivered"), recent("permanent"), recent("transient")
    if where.isp is None:
        heard = delivered - sum(recent("delivered", where._replace(isp=isp)) for isp in isps.NO_FEEDBACK_LOOP)
    else:
        heard = 0 if where.isp in isps.NO_FEEDBACK_LOOP else delivered
    if where.identity in account.mail.members:
        tracked = delivered if account.mail.members[where.identity][0].open else 0
    else:
        tracked = recent("delivered", where._replace(tracked=True))
    return {
        "sends": delivered + permanent + transient,
        "deliveries": delivered,
        "permanent_bounces": permanent,
        "transient_bounces": transient,
        "complaints": recent("complaint"),
        "delivery_complaints": heard,
        "opens": recent("open"),
        "delivery_opens": tracked,
        "clicks": recent("click"),
        "delivery_clicks": tracked,
    }


def _rate(rate: Rate | None) -> dict[str, Any] | None:
    if rate is None:
        return None
    return {
        "bounce_rate": rate.bounce_rate,
        "complaint_rate": rate.complaint_rate,
        "at": rate.at,
        "representative_volume": rate.volume,
    }


def _daily(account: Account) -> dict[str, dict[str, int]]:
    """The account's VDM sums by UTC day, oldest first."""
    today = account.step * STEP // DAY
    columns = {f: vdm.daily(account, metric, EVERYTHING, 0, today) for f, metric in FIELDS.items()}
    return {
        datetime.fromtimestamp(day * DAY, UTC).date().isoformat(): {
            f: column[day] for f, column in columns.items()
        }
        for day in columns["sends"]
    }
