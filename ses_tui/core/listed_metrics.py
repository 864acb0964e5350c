"""Metrics of the namespace AWS/SES as CloudWatch lists them, and what each is about.

AWS documents the dimension keys of configuration sets and tenants, not those of managed pools and of
SNDS (SES.md). So a dimension is read by the words in its key and by what its value is known to
be, never by one key.
"""

import re
from collections.abc import Iterable, Mapping
from ipaddress import ip_address

from ses_tui.core.isps import DEFAULT_ISPS
from ses_tui.core.model import Subject, SubjectKind
from ses_tui.core.record import Record

Dimensions = tuple[tuple[str, str], ...]
"""(key, value), sorted by key: a metric is addressed by all of them."""


class ListedMetric(Record, frozen=True):
    """One metric with its complete dimension set, as ListMetrics gave it, safe to print."""

    name: str
    dimensions: Dimensions = ()

    @property
    def statistic(self) -> str:
        """The statistic that means something: rates are averaged, gauges kept, counts summed."""
        if self.name.endswith(("Rate", "Percentage")):
            return "Average"
        return "Maximum" if "24Hour" in self.name else "Sum"


class Known(Record, frozen=True):
    """Names that the lists gave: they tell what a dimension's value is where its key does not."""

    configuration_sets: frozenset[str] = frozenset()
    tenants: frozenset[str] = frozenset()
    pools: frozenset[str] = frozenset()
    ips: frozenset[str] = frozenset()
    isps: frozenset[str] = frozenset(DEFAULT_ISPS)


NOTHING_KNOWN = Known()

_WORDS = re.compile(r"[a-z]+")

_SENDERS = frozenset({"caller", "domain", "identity", "source"})
"""Words in the keys of event dimensions about the sender: their values may be equal to a name of ours."""

_MEMBERS = (
    ("tenants", SubjectKind.TENANT),
    ("configuration_sets", SubjectKind.CONFIGURATION_SET),
    ("pools", SubjectKind.POOL),
    ("ips", SubjectKind.IP),
    ("isps", SubjectKind.ISP),
)


def kind_of(key: str, value: str, known: Known = NOTHING_KNOWN) -> SubjectKind | None:
    """What one dimension names; None where neither key nor value tells."""
    words = set(_WORDS.findall(re.sub(r"([a-z])([A-Z])", r"\1 \2", key).lower()))
    if words & _SENDERS:
        return None
    for kind, needed in (
        (SubjectKind.TENANT, {"tenant"}),
        (SubjectKind.CONFIGURATION_SET, {"configuration", "set"}),
        (SubjectKind.POOL, {"pool"}),
        (SubjectKind.ISP, {"isp"}),
    ):
        if needed <= words:
            return kind
    if value in known.ips or ("ip" in words and _is_ip(value)):
        return SubjectKind.IP
    return next((kind for member, kind in _MEMBERS if value in getattr(known, member)), None)


MANAGED = frozenset({"SentLast24Hours", "Available24HourSend", "ApproximateDedicatedSendingPercentage"})
"""Of managed pools (developer guide, managed dedicated IPs): of all of them where they name none."""


def subject_of(metric: ListedMetric, known: Known = NOTHING_KNOWN) -> tuple[Subject, str | None] | None:
    """Whose row a metric belongs to, and the ISP that it is about where it names one.

    None: the account itself, or dimensions that name no subject of ours (one of several too).
    """
    kinds = {kind_of(key, value, known): value for key, value in metric.dimensions}
    if len(kinds) < len(metric.dimensions):
        return None  # two of a kind
    isp = kinds.pop(SubjectKind.ISP, None)
    if isp is not None and not kinds and metric.name in MANAGED:
        return Subject(SubjectKind.POOL), isp
    if len(kinds) != 1:
        return None
    ((kind, name),) = kinds.items()
    return (Subject(kind, name), isp) if kind is not None else None


def rows_of(
    metrics: Iterable[ListedMetric], known: Known = NOTHING_KNOWN
) -> Mapping[Subject, Mapping[str | None, tuple[ListedMetric, ...]]]:
    """Subject -> ISP (None: all of its mail) -> its metrics, in the order found."""
    rows: dict[Subject, dict[str | None, list[ListedMetric]]] = {}
    for metric in dict.fromkeys(metrics):
        about = subject_of(metric, known)
        if about is not None:
            rows.setdefault(about[0], {}).setdefault(about[1], []).append(metric)
    return {subject: {isp: tuple(found) for isp, found in by_isp.items()} for subject, by_isp in rows.items()}


def _is_ip(value: str) -> bool:
    try:
        ip_address(value)
    except ValueError:
        return False
    return True
