"""``series``: one sample per poll of each key that is watched."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from yaml.nodes import Node, ScalarNode

from ses_tui.core.condition import Condition, Health
from ses_tui.core.errors import ErrorKind
from ses_tui.core.health import NO_DATA
from ses_tui.core.keys import OWN
from ses_tui.core.messages import Kind
from ses_tui.core.model import ACCOUNT, NUMBERS, Key, Metric, Subject, SubjectKind, SubjectMetric
from ses_tui.core.text import safe
from ses_tui.proving import expansion
from ses_tui.proving.problem import unknown
from ses_tui.proving.rules import CHANNELS, Rules
from ses_tui.proving.sheet import Sheet

Counts = dict[str, tuple[int | None, ...]]


@dataclass(slots=True)
class SeriesRead:
    """As in ``scenario.Scenario``."""

    rates: dict[tuple[Subject, Metric], tuple[float | None, ...]] = field(default_factory=dict)
    words: dict[SubjectMetric, tuple[str | None, ...]] = field(default_factory=dict)
    counts: dict[Subject, Counts] = field(default_factory=dict)
    quota: dict[Metric, tuple[float | None, ...]] = field(default_factory=dict)

    @property
    def subjects(self) -> set[Subject]:
        """All that something is said of."""
        return {subject for subject, _ in (*self.rates, *self.words)} | self.counts.keys() | {ACCOUNT}

    @property
    def watched(self) -> set[SubjectMetric]:
        """The keys whose reads are told where they fail: counts of a row as its rates, those of the account
        as sends."""
        counted = {
            (subject, metric)
            for subject, columns in self.counts.items()
            for metric, name in ((*COUNT_OF.items(), (Metric.SENDS, "sends")))
            if name in columns and (metric is Metric.SENDS) is (subject == ACCOUNT)
        }
        return {*self.rates, *(key for key in self.words if key in OWN), *counted}


def read_series(sheet: Sheet, node: Node) -> SeriesRead:
    """All series; what is wrong goes to the sheet."""
    found = SeriesRead()
    at: dict[tuple[Subject, str], Node] = {}
    for key, key_node, value in sheet.pairs(node, "series"):
        try:
            subject, metric = split_key(key, SERIES)
        except ValueError as error:
            sheet.wrong(key_node, str(error))
            continue
        at[subject, metric] = key_node
        if isinstance(value, ScalarNode) and value.value.strip():
            _read_one(sheet, found, (subject, metric), key_node, value)
        else:
            sheet.wrong(value, f"{key}: expected samples, such as 2.0% 2.9%x2 _ 3.1%")
    if not at and not sheet.problems:
        sheet.wrong(node, "series: is empty, nothing would be watched")
    _check_counts(sheet, found, at)
    return found


def _read_one(
    sheet: Sheet, found: SeriesRead, key: tuple[Subject, str], key_node: Node, value: ScalarNode
) -> None:
    subject, metric = key
    if metric in QUOTA:
        if subject == ACCOUNT:
            found.quota[QUOTA[metric]] = tuple(_numbers(sheet, value, most=None if metric == RATE else 1))
        else:
            sheet.wrong(key_node, f"only the account has {metric}: write account/{metric}")
    elif metric in WORDS:
        if (known := WORDS[metric].get(subject.kind)) is None:
            sheet.wrong(key_node, f"only {_whose(metric)} has {metric}")
        else:
            found.words[subject, Metric(metric)] = tuple(_words(sheet, value, metric, known))
    elif metric in OWN_COUNTS and subject != ACCOUNT:
        sheet.wrong(key_node, f"only the account has {metric}: write account/{metric}")
    elif metric in COUNTS:
        column = tuple(_counts(sheet, value, metric))
        found.counts.setdefault(subject, {})[metric] = column
    else:
        found.rates[subject, Metric(metric)] = tuple(_numbers(sheet, value))


def _check_counts(sheet: Sheet, found: SeriesRead, at: dict[tuple[Subject, str], Node]) -> None:
    """Events without messages have no rate, and no window."""
    for subject, columns in found.counts.items():
        for metric in ("bounces", "complaints", *OWN_COUNTS):
            if metric in columns and "sends" not in columns:
                sheet.wrong(at[subject, metric], f"{metric} need sends of the same subject beside them")


def _numbers(sheet: Sheet, node: ScalarNode, most: float | None = 1) -> list[float | None]:
    """``most``: of a fraction; None: any number."""
    samples: list[float | None] = []
    for token, line, column in sheet.tokens(node):
        try:
            values = expansion.numbers(token)
        except expansion.BadToken as error:
            sheet.add(line, column, str(error))
            continue
        if most and "%" not in token and any(value is not None and value > most for value in values):
            sheet.add(line, column, f"{token[:40]!r}: a rate is a fraction up to 1: write % for percent")
        samples += values
        if _too_many(sheet, samples, line, column):
            break
    return samples


def _counts(sheet: Sheet, node: ScalarNode, metric: str) -> list[int | None]:
    samples: list[int | None] = []
    for token, line, column in sheet.tokens(node):
        try:
            values = expansion.numbers(token)
        except expansion.BadToken as error:
            sheet.add(line, column, str(error))
            continue
        if "%" in token or any(value is not None and (value < 0 or value % 1) for value in values):
            sheet.add(line, column, f"{token[:40]!r}: {metric} are whole numbers from 0")
            continue
        samples += [None if value is None else int(value) for value in values]
        if _too_many(sheet, samples, line, column):
            break
    return samples


def _words(sheet: Sheet, node: ScalarNode, metric: str, known: tuple[str, ...]) -> list[str | None]:
    samples: list[str | None] = []
    for token, line, column in sheet.tokens(node):
        try:
            samples += expansion.words(token, known)
        except expansion.BadToken as error:
            sheet.add(line, column, str(error))
        except KeyError as error:
            sheet.add(line, column, unknown(f"word of {metric}", str(error.args[0]), known))
        if _too_many(sheet, samples, line, column):
            break
    return samples


def _too_many(sheet: Sheet, samples: object, line: int, column: int) -> bool:
    if isinstance(samples, list) and len(samples) > expansion.MOST_SAMPLES:
        sheet.add(line, column, f"a series has at most {expansion.MOST_SAMPLES:,} samples")
        return True
    return False


KINDS = tuple(kind.value for kind in Kind)
CONDITIONS = tuple(condition.word for condition in Condition)
HEALTHS = (Health.FRESH.value, Health.STALE.value, Health.BLIND.value)
ERRORS = tuple(kind.value for kind in ErrorKind)
CAUSES = (*ERRORS, NO_DATA)
SUBJECTS = tuple(kind.value for kind in SubjectKind)

OWN_COUNTS = ("rejects", "rendering_failures")
"""Of the account alone."""
COUNTS = ("sends", "bounces", "complaints", *OWN_COUNTS)
COUNT_OF = {Metric.BOUNCE_RATE: "bounces", Metric.COMPLAINT_RATE: "complaints"}
"""Per rate of a row the counts that make it, over ``sends``."""

RATES = tuple(metric.value for metric in Metric if metric.value.endswith("_rate") and metric not in NUMBERS)
RATE = "max_send_rate"
QUOTA = {Metric.QUOTA_USE.value: Metric.QUOTA_USE, RATE: Metric.SEND_RATE_USE}
"""What GetAccount says of the quota, each with the key that it decides."""

_FOUND = ("SUCCESS", "PENDING", "NOT_STARTED", "TEMPORARY_FAILURE", "FAILED")
_SWITCH = ("true", "false")
WORDS: Mapping[str, Mapping[SubjectKind, tuple[str, ...]]] = {
    Metric.ENFORCEMENT_STATUS.value: {SubjectKind.ACCOUNT: ("HEALTHY", "PROBATION", "SHUTDOWN")},
    Metric.SENDING_ENABLED.value: {SubjectKind.ACCOUNT: _SWITCH},
    Metric.ADVISOR.value: {SubjectKind.ACCOUNT: ("none", "LOW", "HIGH")},
    **{
        metric.value: {SubjectKind.IDENTITY: _FOUND}
        for metric in (Metric.VERIFICATION, Metric.DKIM, Metric.MAIL_FROM)
    },
    Metric.SENDING_STATUS.value: {
        SubjectKind.IDENTITY: _SWITCH,
        SubjectKind.CONFIGURATION_SET: _SWITCH,
        SubjectKind.TENANT: ("ENABLED", "REINSTATED", "DISABLED"),
    },
}
"""Words of AWS (SESv2 service model), by whom they are about."""

SERIES = (*RATES, *COUNTS, *QUOTA, *WORDS)
"""What a series may be of."""

METRICS = tuple(metric.value for metric in Metric)
"""What a key may be of."""


def _whose(metric: str) -> str:
    kinds = WORDS[metric]
    return " or ".join("the account" if one is SubjectKind.ACCOUNT else f"{one.value}:NAME" for one in kinds)


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


def key_of(sheet: Sheet, node: Node, series: SeriesRead) -> str | None:
    """A key as ``str(key)`` gives it."""
    text = sheet.text(node, "key")
    if text is None:
        return None
    try:
        subject, metric = split_key(text, METRICS)
    except ValueError as error:
        sheet.wrong(node, str(error))
        return None
    if subject != ACCOUNT and subject not in series.subjects:
        sheet.wrong(node, unknown("subject", _said(subject), map(_said, series.subjects)))
        return None
    return str(Key("", subject, Metric(metric)))


def watched_key_of(sheet: Sheet, node: Node, series: SeriesRead) -> SubjectMetric | None:
    """A key that the series have read."""
    text = sheet.text(node, "only")
    known = {str(Key("", *key)): key for key in series.watched}
    if text is not None and text not in known:
        sheet.wrong(node, unknown("key of series", text, known))
    return known.get(text or "")


def matcher_of(sheet: Sheet, node: Node, series: SeriesRead) -> str | None:
    """A key, or a pattern that some key may match."""
    text = sheet.text(node, "silence")
    if text is None:
        return None
    if not any(sign in text for sign in WILD):
        return key_of(sheet, node, series)
    try:
        check_pattern(text)
    except ValueError as error:
        sheet.wrong(node, str(error))
        return None
    return text


def channel_of(sheet: Sheet, node: Node, rules: Rules) -> str | None:
    """A channel of the run."""
    text = sheet.text(node, "channel")
    if text is None or text in rules.floors:
        return text
    if text in CHANNELS:
        sheet.wrong(node, f"{text} is no channel of this run: there are {', '.join(rules.floors)}")
    else:
        sheet.wrong(node, unknown("channel", text, rules.floors))
    return None


def _said(subject: Subject) -> str:
    return subject.kind.value if subject.name is None else f"{subject.kind.value}:{safe(subject.name)}"
