"""Keys, matchers and channels within a scenario: known words, and subjects that the series name."""

from yaml.nodes import Node

from ses_tui.core.model import ACCOUNT, Key, Metric, Subject, SubjectMetric
from ses_tui.core.text import safe
from ses_tui.proving.parse_series import METRICS, WILD, SeriesRead, check_pattern, split_key
from ses_tui.proving.problem import unknown
from ses_tui.proving.rules import CHANNELS, Rules
from ses_tui.proving.sheet import Sheet


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
