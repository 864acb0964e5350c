"""SESv2 BatchGetMetricData: Virtual Deliverability Manager's daily sums."""

from typing import Any

from ses_tui.simulator import isps
from ses_tui.simulator.account import DAY, Account
from ses_tui.simulator.hours import STEP
from ses_tui.simulator.mail import EVERYTHING, SENT, Kind, Where
from ses_tui.simulator.wire.errors import ApiError, invalid

LONGEST_DAYS = 60
_STEPS_A_DAY = DAY // STEP
_KINDS: dict[str, Kind] = {
    "DELIVERY": "delivered",
    "PERMANENT_BOUNCE": "permanent",
    "TRANSIENT_BOUNCE": "transient",
    "COMPLAINT": "complaint",
    "OPEN": "open",
    "CLICK": "click",
}
METRICS = ("SEND", *_KINDS, "DELIVERY_OPEN", "DELIVERY_CLICK", "DELIVERY_COMPLAINT")
_SILENTLY_EMPTY = "ExchangeOnline"
_REFUSED_ISP = "Unknown ISP"


def total(account: Account, metric: str, step: int, where: Where) -> int:
    """A VDM running total up to a step. The DELIVERY_* ones are the denominators of the rates."""
    mail = account.mail
    if metric == "SEND":
        return sum(mail.total(kind, step, where, vdm=True) for kind in SENT)
    if metric in ("DELIVERY_OPEN", "DELIVERY_CLICK"):
        return mail.total("delivered", step, where._replace(tracked=True), vdm=True)
    if metric == "DELIVERY_COMPLAINT":
        # Only mail to an ISP that reports complaints counts.
        if where.isp is not None:
            return 0 if where.isp in isps.NO_FEEDBACK_LOOP else mail.total("delivered", step, where, vdm=True)
        silent = sum(
            mail.total("delivered", step, where._replace(isp=isp), vdm=True) for isp in isps.NO_FEEDBACK_LOOP
        )
        return mail.total("delivered", step, where, vdm=True) - silent
    return mail.total(_KINDS[metric], step, where, vdm=True)


def daily(account: Account, metric: str, where: Where, first_day: int, last_day: int) -> dict[int, int]:
    """Sums by UTC day (days since the epoch), both ends included; today's holds what is known by now."""
    step = account.step
    first_day = max(first_day, -(-account.mail.first_step // _STEPS_A_DAY))
    last_day = min(last_day, step // _STEPS_A_DAY)
    bounds = [min(day * _STEPS_A_DAY, step) for day in range(first_day, last_day + 2)]
    totals = [total(account, metric, bound, where) for bound in bounds]
    return {first_day + n: totals[n + 1] - totals[n] for n in range(len(totals) - 1)}


def recent(account: Account, metric: str, where: Where = EVERYTHING) -> int:
    """The sum over today and yesterday, UTC."""
    step = account.step
    yesterday = (step // _STEPS_A_DAY - 1) * _STEPS_A_DAY
    return total(account, metric, step, where) - total(account, metric, yesterday, where)


def batch_get_metric_data(account: Account, request: dict[str, Any]) -> dict[str, Any]:
    queries = request["Queries"]
    if len({query["Id"] for query in queries}) < len(queries):
        raise invalid("sesv2", "Query ids must be unique")
    # One bad query fails the whole request, so all are looked at before any is answered.
    places = [_where(query) for query in queries]
    return {
        "Results": [_result(account, query, where) for query, where in zip(queries, places, strict=True)],
        "Errors": [],
    }


def _where(query: dict[str, Any]) -> Where:
    begin, end = query["StartDate"], query["EndDate"]
    if end < begin:
        raise invalid("sesv2", "EndDate must not be before StartDate")
    if end - begin > LONGEST_DAYS * DAY:
        raise invalid("sesv2", f"The time range must not exceed {LONGEST_DAYS} days")
    dimensions = query.get("Dimensions", {})
    isp = dimensions.get("ISP")
    if isp is not None and (isp == _REFUSED_ISP or "." in isp or "&" in isp):
        raise ApiError("BadRequestException", f"Invalid value for dimension ISP: {isp}")
    return Where(
        identity=dimensions.get("EMAIL_IDENTITY"),
        isp=isp,
        configuration_set=dimensions.get("CONFIGURATION_SET"),
        tenant=dimensions.get("TENANT_NAME"),
    )


def _result(account: Account, query: dict[str, Any], where: Where) -> dict[str, Any]:
    if where.isp == _SILENTLY_EMPTY:
        return {"Id": query["Id"], "Timestamps": [], "Values": []}
    days = daily(
        account, query["Metric"], where, int(query["StartDate"] // DAY), int(query["EndDate"] // DAY)
    )
    if where.isp is not None and where.isp not in isps.NAMED:
        days = dict.fromkeys(days, 0)
    return {
        "Id": query["Id"],
        "Timestamps": [float(day * DAY) for day in days],
        "Values": list(days.values()),
    }
