"""Which request meets which fault. What a fault does is in fault_effects.py and server.py."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

from ses_tui.simulator.scenarios.model import FaultSpan

REFUSALS = ("expired_token", "access_denied", "throttling", "internal_error", "unavailable")
"""The service answers, with an error."""
TRANSPORT = ("connection_refused", "connection_reset", "hang", "not_json", "empty_body", "html")
"""No usable answer arrives."""
ABSENCE = ("absent", "disabled", "not_found")
"""The operation is not there (404 with an HTML body, as a stand-in for AWS lacks it), or refused because
the account does not have what it is about (BadRequestException, NotFoundException)."""
CLOCK = ("clock_skew",)
"""The Date header is wrong."""
METRIC_FAULTS = (
    *("partial_data", "result_internal_error", "result_forbidden"),
    *("nan_values", "negative_values", "over_one_values"),
    *("duplicate_timestamps", "out_of_order", "future_timestamps", "rewritten_past"),
)
"""GetMetricData answers 200, and the results are not what they should be."""
VDM_FAULTS = ("vdm_query_error", "vdm_access_denied", "vdm_missing_id")
"""BatchGetMetricData answers 200, and some queries have no result."""

_CONCERNS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(METRIC_FAULTS, ("GetMetricData",)),
    **dict.fromkeys(VDM_FAULTS, ("BatchGetMetricData",)),
    "vdm_off": ("GetAccount", "BatchGetMetricData", "ListRecommendations"),
    "zero_identities": ("ListEmailIdentities",),
}
NAMES = (*REFUSALS, *ABSENCE, *TRANSPORT, *CLOCK, *_CONCERNS)


@dataclass(slots=True)
class Fault:
    """One injected fault: for one operation or "*", for a number of requests or until a moment."""

    operation: str
    name: str
    count: int | None
    until: float | None  # time.monotonic

    def concerns(self, operation: str) -> bool:
        return self.operation in ("*", operation) and operation in _CONCERNS.get(self.name, (operation,))


class Faults:
    """The injected faults and those of the scenario."""

    def __init__(self, spans: Sequence[FaultSpan] = (), period: float | None = None) -> None:
        self._spans = tuple(spans)
        self._period = period
        self._injected: list[Fault] = []

    def inject(
        self, fault: str, operation: str = "*", *, count: int | None = None, seconds: float | None = None
    ) -> None:
        """Let requests for `operation` ("*": all) meet a fault: `count` of them, or for so many seconds of
        the wall clock, or until `clear`. ValueError if there is no such fault."""
        if fault not in NAMES:
            raise ValueError(f"no fault {fault!r}: choose one of {', '.join(NAMES)}")
        until = None if seconds is None else time.monotonic() + seconds
        self._injected.append(Fault(operation, fault, count, until))

    def clear(self, operation: str | None = None) -> None:
        """Take back what was injected, for one operation or for all."""
        self._injected = [f for f in self._injected if operation is not None and f.operation != operation]

    def take(self, operation: str, minute: float) -> list[str]:
        """The faults that this request meets; counted ones are used up by it."""
        now = time.monotonic()
        self._injected = [
            fault
            for fault in self._injected
            if (fault.until is None or now < fault.until) and (fault.count is None or fault.count > 0)
        ]
        met = [fault for fault in self._injected if fault.concerns(operation)]
        for fault in met:
            if fault.count is not None:
                fault.count -= 1
        at = minute if self._period is None else minute % self._period
        spans = [span for span in self._spans if span.begin <= at < span.end]
        scripted = [
            span.fault for span in spans if Fault(span.operation, span.fault, None, None).concerns(operation)
        ]
        return [fault.name for fault in met] + scripted

    def holds(self, fault: str, operation: str) -> bool:
        """Whether an injected fault is still in force (a hanging request asks, to know when to let go)."""
        now = time.monotonic()
        return any(
            f.name == fault
            and f.concerns(operation)
            and f.count is None
            and (f.until is None or now < f.until)
            for f in self._injected
        )
