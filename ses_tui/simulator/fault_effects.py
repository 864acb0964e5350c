"""What faults do to an answer that AWS would otherwise have given."""

from collections.abc import Callable, Sequence
from typing import Any

from ses_tui.simulator.wire import errors
from ses_tui.simulator.wire.errors import ApiError

Result = dict[str, Any]


def refusal(faults: Sequence[str], service: str, operation: str) -> ApiError | None:
    """The error that a refusing fault stands for in this service's protocol."""
    for fault in faults:
        if fault == "access_denied":
            return errors.access_denied(service, operation)
        made = _REFUSALS.get(fault)
        if made is not None:
            return made(service)
    return None


def _not_found(service: str) -> ApiError:
    return ApiError("NotFoundException", "The requested resource was not found", 404)


def _disabled(service: str) -> ApiError:
    return errors.invalid(service, "This feature is not enabled for this account")


_REFUSALS: dict[str, Callable[[str], ApiError]] = {
    "expired_token": errors.expired,
    "throttling": errors.throttled,
    "internal_error": errors.internal,
    "unavailable": errors.unavailable,
    "disabled": _disabled,
    "not_found": _not_found,
}


def disturb(faults: Sequence[str], operation: str, result: Result) -> Result:
    """The result with the faults in it; may raise ApiError (VDM off)."""
    for fault in faults:
        effect = _EFFECTS.get(fault)
        if effect is not None:
            result = effect(operation, result)
    return result


def _each_metric(change: Callable[[Result], None]) -> Callable[[str, Result], Result]:
    def effect(_operation: str, result: Result) -> Result:
        for series in result["MetricDataResults"]:
            change(series)
        return result

    return effect


def _partial(series: Result) -> None:
    half = len(series["Values"]) // 2
    series.update(
        StatusCode="PartialData", Timestamps=series["Timestamps"][:half], Values=series["Values"][:half]
    )


def _failed(code: str) -> Callable[[Result], None]:
    def change(series: Result) -> None:
        series.update(StatusCode=code, Timestamps=[], Values=[])

    return change


def _values(change: Callable[[float], float]) -> Callable[[Result], None]:
    """Changes every second value, beginning with the first one listed."""

    def effect(series: Result) -> None:
        series["Values"] = [v if n % 2 else change(v) for n, v in enumerate(series["Values"])]

    return effect


def _duplicates(series: Result) -> None:
    series["Timestamps"] = [t for t in series["Timestamps"] for _ in range(2)]
    series["Values"] = [v for v in series["Values"] for _ in range(2)]


def _out_of_order(series: Result) -> None:
    for key in ("Timestamps", "Values"):
        series[key] = series[key][1::2] + series[key][::2]


def _future(series: Result) -> None:
    series["Timestamps"] = [t + 3_600 for t in series["Timestamps"]]


def _rewritten(series: Result) -> None:
    if series["Timestamps"]:
        oldest = min(range(len(series["Timestamps"])), key=lambda n: float(series["Timestamps"][n]))
        series["Values"][oldest] *= 1.5


def _vdm_error(code: str) -> Callable[[str, Result], Result]:
    """The first query fails and says so."""

    def effect(_operation: str, result: Result) -> Result:
        failed = result["Results"][:1]
        found = [
            {"Id": row["Id"], "Code": code, "Message": "The query could not be answered"} for row in failed
        ]
        return {"Results": result["Results"][1:], "Errors": result["Errors"] + found}

    return effect


def _vdm_missing(_operation: str, result: Result) -> Result:
    return {**result, "Results": result["Results"][1:]}


def _vdm_off(operation: str, result: Result) -> Result:
    if operation == "GetAccount":
        return {**result, "VdmAttributes": {"VdmEnabled": "DISABLED"}}
    raise errors.invalid("sesv2", "Virtual Deliverability Manager is not enabled for this account")


def _no_identities(_operation: str, result: Result) -> Result:
    return {"EmailIdentities": []}


_EFFECTS: dict[str, Callable[[str, Result], Result]] = {
    "partial_data": _each_metric(_partial),
    "result_internal_error": _each_metric(_failed("InternalError")),
    "result_forbidden": _each_metric(_failed("Forbidden")),
    "nan_values": _each_metric(_values(lambda _v: float("nan"))),
    "negative_values": _each_metric(_values(lambda v: -v - 0.01)),
    "over_one_values": _each_metric(_values(lambda v: v + 1.5)),
    "duplicate_timestamps": _each_metric(_duplicates),
    "out_of_order": _each_metric(_out_of_order),
    "future_timestamps": _each_metric(_future),
    "rewritten_past": _each_metric(_rewritten),
    "vdm_query_error": _vdm_error("INTERNAL_FAILURE"),
    "vdm_access_denied": _vdm_error("ACCESS_DENIED"),
    "vdm_missing_id": _vdm_missing,
    "vdm_off": _vdm_off,
    "zero_identities": _no_identities,
}
