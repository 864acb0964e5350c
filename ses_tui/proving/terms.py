"""The words of a scenario, and its keys: ``account/bounce_rate``, ``isp:Hotmail/sends``."""

from fnmatch import fnmatchcase

from ses_tui.core.condition import Condition, Health
from ses_tui.core.errors import ErrorKind
from ses_tui.core.health import NO_DATA
from ses_tui.core.messages import Kind
from ses_tui.core.model import ACCOUNT, Metric, Subject, SubjectKind
from ses_tui.core.text import safe
from ses_tui.proving.problem import unknown

KINDS = tuple(kind.value for kind in Kind)
CONDITIONS = tuple(condition.word for condition in Condition)
HEALTHS = (Health.FRESH.value, Health.STALE.value, Health.BLIND.value)
ERRORS = tuple(kind.value for kind in ErrorKind)
CAUSES = (*ERRORS, NO_DATA)
SUBJECTS = tuple(kind.value for kind in SubjectKind)

COUNTS = ("sends", "bounces", "complaints")
COUNT_OF = {Metric.BOUNCE_RATE: "bounces", Metric.COMPLAINT_RATE: "complaints"}
"""Per rate of a row the counts that make it, over ``sends``."""

RATES = tuple(metric.value for metric in Metric if metric.value.endswith("_rate"))
WORDS = {
    Metric.ENFORCEMENT_STATUS.value: ("HEALTHY", "PROBATION", "SHUTDOWN"),
    Metric.SENDING_ENABLED.value: ("true", "false"),
}
SERIES = (*RATES, *COUNTS, *WORDS)
"""What a series may be of."""

METRICS = tuple(metric.value for metric in Metric)
"""What a key may be of."""

WILD = "*?["

FORM = "write account/METRIC or KIND:NAME/METRIC, such as isp:Hotmail/bounce_rate"


def split_key(text: str, metrics: tuple[str, ...]) -> tuple[Subject, str]:
    """Subject and metric of a key. ValueError, one line with the nearest known word, on anything else."""
    head, slash, metric = text.rpartition("/")
    if not slash:
        raise ValueError(f"{safe(text, 60)!r} is no key: {FORM}")
    if metric not in metrics:
        raise ValueError(unknown("metric", metric, metrics))
    kind, colon, name = head.partition(":")
    if kind not in SUBJECTS:
        raise ValueError(unknown("kind of subject", kind, SUBJECTS))
    if kind == ACCOUNT.kind.value:
        if colon:
            raise ValueError(f"the account has no name: write account/{metric}")
        return ACCOUNT, metric
    if not name:
        raise ValueError(f"{safe(text, 60)!r} names no {kind}: {FORM}")
    return Subject(SubjectKind(kind), safe(name)), metric


def check_pattern(text: str) -> None:
    """ValueError where no key can match it: one of its ends is no known word."""
    head, slash, metric = text.rpartition("/")
    if not slash:
        if "*" not in text:
            raise ValueError(f"{safe(text, 60)!r} matches no key: {FORM}")
        return
    kind = head.partition(":")[0]
    for what, pattern, known in (("metric", metric, METRICS), ("kind of subject", kind, SUBJECTS)):
        if not any(fnmatchcase(word, pattern) for word in known):
            raise ValueError(unknown(what, pattern, known))
