"""``expect`` and ``never``: what must be told, when, and what must not."""

import re
from collections.abc import Mapping

from yaml.nodes import MappingNode, Node, ScalarNode

from ses_tui.core.condition import Condition, Health
from ses_tui.core.messages import Kind
from ses_tui.core.text import safe
from ses_tui.proving.parse_series import CAUSES, CONDITIONS, HEALTHS, KINDS, SeriesRead, channel_of, key_of
from ses_tui.proving.rules import Rules
from ses_tui.proving.scenario import Expect, Never, Partial, Span
from ses_tui.proving.sheet import Sheet

PARTIAL = ("kind", "condition", "key", "channel", "cause", "text~")
EXPECT = ("at", "within", "notify", "state", "health")
LONGEST_PATTERN = 200


def read_expect(sheet: Sheet, node: Node, series: SeriesRead, rules: Rules) -> tuple[Expect, ...]:
    """All items; what is wrong goes to the sheet."""
    return tuple(_expect(sheet, item, series, rules) for item in sheet.items(node, "expect"))


def read_never(sheet: Sheet, node: Node, series: SeriesRead, rules: Rules) -> tuple[Never, ...]:
    """All items; what is wrong goes to the sheet."""
    found = []
    for item in sheet.items(node, "never"):
        parts = sheet.mapping(item, "never", (*PARTIAL, "during"))
        during = sheet.span(parts["during"], "during") if "during" in parts else None
        if not parts and not sheet.problems:
            sheet.wrong(item, "never: say which messages")
        found.append(Never(_line(item), _partial(sheet, _written(item), parts, series, rules), during))
    return tuple(found)


def _expect(sheet: Sheet, node: Node, series: SeriesRead, rules: Rules) -> Expect:
    parts = sheet.mapping(node, "expect", EXPECT)
    span = _when(sheet, node, parts)
    asked = [key for key in ("notify", "state", "health") if key in parts]
    if isinstance(node, MappingNode) and not asked:
        sheet.wrong(node, "expect: say what: notify, state or health")
    if "within" in parts and asked != ["notify"]:
        sheet.wrong(node, "expect: state and health are looked at one moment: write at")
    partials = []
    if "notify" in parts:
        items = sheet.items(parts["notify"], "notify")
        for item in items:
            given = sheet.mapping(item, "a message", PARTIAL)
            partials.append(_partial(sheet, _written(item), given, series, rules))
        if not items:
            sheet.wrong(parts["notify"], "notify: lists no message")
    health = sheet.word(parts["health"], "health", HEALTHS) if "health" in parts else None
    return Expect(
        _line(node),
        span,
        tuple(partials),
        _states(sheet, parts["state"], series) if "state" in parts else {},
        None if health is None else Health(health),
    )


def _when(sheet: Sheet, node: Node, parts: Mapping[str, Node]) -> Span:
    if isinstance(node, MappingNode) and ("at" in parts) == ("within" in parts):
        sheet.wrong(node, "expect: say when: either at or within")
    elif "at" in parts:
        at = sheet.duration(parts["at"], "at") or 0.0
        return at, at
    elif "within" in parts:
        return sheet.span(parts["within"], "within") or (0.0, 0.0)
    return 0.0, 0.0


def _states(sheet: Sheet, node: Node, series: SeriesRead) -> dict[str, Condition]:
    states = {}
    pairs = [*sheet.pairs(node, "state")]
    for _, key_node, value in pairs:
        key = key_of(sheet, key_node, series)
        word = sheet.word(value, "condition", CONDITIONS)
        if key is not None and word is not None:
            states[key] = Condition.of(word)
    if not pairs and isinstance(node, MappingNode):
        sheet.wrong(node, "state: names no key")
    return states


def _partial(
    sheet: Sheet, written: str, parts: Mapping[str, Node], series: SeriesRead, rules: Rules
) -> Partial:
    kind = sheet.word(parts["kind"], "kind", KINDS) if "kind" in parts else None
    condition = sheet.word(parts["condition"], "condition", CONDITIONS) if "condition" in parts else None
    return Partial(
        written,
        None if kind is None else Kind(kind),
        None if condition is None else Condition.of(condition),
        key_of(sheet, parts["key"], series) if "key" in parts else None,
        channel_of(sheet, parts["channel"], rules) if "channel" in parts else None,
        sheet.word(parts["cause"], "cause", CAUSES) if "cause" in parts else None,
        _pattern(sheet, parts["text~"]) if "text~" in parts else None,
    )


def _pattern(sheet: Sheet, node: Node) -> re.Pattern[str] | None:
    text = sheet.text(node, "text~")
    if text is None:
        return None
    if len(text) > LONGEST_PATTERN:
        sheet.wrong(node, f"text~: longer than {LONGEST_PATTERN} characters")
        return None
    try:
        return re.compile(text)
    except (re.error, OverflowError) as error:
        sheet.wrong(node, f"text~: no regular expression: {safe(error)}")
        return None


def _line(node: Node) -> int:
    return int(node.start_mark.line) + 1


def _written(node: Node) -> str:
    """``{kind: FIRING, condition: warn}``: for messages about it."""
    if not isinstance(node, MappingNode):
        return "{}"
    pairs = ", ".join(
        f"{key.value}: {value.value}"
        for key, value in node.value
        if isinstance(key, ScalarNode) and isinstance(value, ScalarNode)
    )
    return safe(f"{{{pairs}}}", 200)
