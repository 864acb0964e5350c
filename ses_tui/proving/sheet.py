"""A YAML file as nodes that know their place. Strict: what is wrong is collected, not guessed at.

Only nodes are made, never objects: no tag is acted on, no alias is followed, and a word such as
``true`` or a time stays the text that stands in the file.
"""

import re
from collections.abc import Collection, Iterator

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from ses_tui.core.clock import parse_duration
from ses_tui.core.text import safe
from ses_tui.proving.problem import Problem, unknown

MOST_CHARACTERS = 1_000_000
DEEPEST = 16

_TOKEN = re.compile(r"\S+")


class Sheet:
    """One file's text. ``problems``: all that was found so far."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.problems: list[Problem] = []

    def root(self) -> Node | None:
        """The document; None where there is none that can be read, and why is a problem."""
        if len(self._text) > MOST_CHARACTERS:
            self.add(1, 1, f"longer than {MOST_CHARACTERS:,} characters: split it")
            return None
        try:
            return yaml.compose(self._text, Loader=yaml.SafeLoader) if self._is_plain() else None
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
            self.add(line, column, f"no valid YAML: {error.problem or error.context}")
        except yaml.reader.ReaderError as error:
            before = self._text[: error.position]
            line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
            self.add(line, column, f"no valid YAML: {error.reason}")
        return None

    def _is_plain(self) -> bool:
        """Whether it is without anchors, aliases, tags and deep nesting; a problem where it is not."""
        depth = 0
        for event in yaml.parse(self._text, Loader=yaml.SafeLoader):
            depth += isinstance(event, yaml.CollectionStartEvent)
            depth -= isinstance(event, yaml.CollectionEndEvent)
            wrong = ""
            if getattr(event, "anchor", None) is not None:
                wrong = "anchors and aliases are no part of the format: write it out"
            elif isinstance(event, yaml.NodeEvent) and getattr(event, "tag", None) is not None:
                wrong = "tags are no part of the format: leave it out"
            elif depth > DEEPEST:
                wrong = f"nested deeper than {DEEPEST} levels"
            mark = event.start_mark
            if wrong and mark is not None:
                self.add(mark.line + 1, mark.column + 1, wrong)
                return False
        return True

    def add(self, line: int, column: int, text: str) -> None:
        """One more problem."""
        self.problems.append(Problem(line, column, text))

    def wrong(self, node: Node, text: str) -> None:
        """Something is wrong at the beginning of ``node``."""
        self.add(node.start_mark.line + 1, node.start_mark.column + 1, text)

    def pairs(self, node: Node, what: str) -> Iterator[tuple[str, ScalarNode, Node]]:
        """Key, its node and the value's of a mapping; keys that come twice are problems, and left out."""
        if not isinstance(node, MappingNode):
            self.wrong(node, f"{what}: expected KEY: VALUE pairs, found {_found(node)}")
            return
        seen: set[str] = set()
        for key, value in node.value:
            if not isinstance(key, ScalarNode):
                self.wrong(key, f"{what}: a key must be a word, not {_found(key)}")
            elif key.value in seen:
                self.wrong(key, f"{safe(key.value, 60)!r} stands twice: keep one")
            else:
                seen.add(key.value)
                yield key.value, key, value

    def mapping(self, node: Node, what: str, known: Collection[str]) -> dict[str, Node]:
        """The values by key; unknown keys are problems."""
        found = {}
        for key, at, value in self.pairs(node, what):
            if key in known:
                found[key] = value
            else:
                self.wrong(at, unknown(f"key of {what}", key, known))
        return found

    def items(self, node: Node, what: str) -> list[Node]:
        """The items of a list."""
        if isinstance(node, SequenceNode):
            return [*node.value]
        self.wrong(node, f"{what}: expected a list, found {_found(node)}")
        return []

    def text(self, node: Node, what: str) -> str | None:
        """A word or a line, as it stands in the file."""
        if not isinstance(node, ScalarNode):
            self.wrong(node, f"{what}: expected text, found {_found(node)}")
            return None
        if not node.value.strip():
            self.wrong(node, f"{what}: is empty")
            return None
        return str(node.value)

    def word(self, node: Node, what: str, known: Collection[str]) -> str | None:
        """One of the known words."""
        text = self.text(node, what)
        if text is None or text in known:
            return text
        self.wrong(node, unknown(what, text, known))
        return None

    def duration(self, node: Node, what: str) -> float | None:
        """Seconds of ``<int>(s|m|h|d)``, joined or not."""
        text = self.text(node, what)
        if text is None:
            return None
        try:
            return parse_duration(text)
        except ValueError as error:
            self.wrong(node, f"{what}: {error}")
            return None

    def span(self, node: Node, what: str) -> tuple[float, float] | None:
        """``[T, T]``, the first not after the second."""
        items = self.items(node, what)
        if len(items) != 2:
            if isinstance(node, SequenceNode):
                self.wrong(node, f"{what}: expected two times, [FROM, TO]")
            return None
        start, end = (self.duration(item, what) for item in items)
        if start is None or end is None:
            return None
        if start > end:
            self.wrong(node, f"{what}: begins after it ends")
            return None
        return start, end

    def tokens(self, node: ScalarNode) -> list[tuple[str, int, int]]:
        """The words of a text, each with its line and column."""
        words = node.value.split()
        raw = self._text[node.start_mark.index : node.end_mark.index]
        skip = raw.find("\n") if node.style in ("|", ">") else int(node.style in ("'", '"'))
        places = [match.start() for match in _TOKEN.finditer(raw, max(0, skip))]
        found = []
        for number, word in enumerate(words):
            offset = places[number] if number < len(places) else 0
            before = raw[:offset]
            line = node.start_mark.line + 1 + before.count("\n")
            own_line = before.rpartition("\n")[2]
            first = 0 if "\n" in before else node.start_mark.column
            found.append((word, line, first + len(own_line) + 1))
        return found


def _found(node: Node) -> str:
    if isinstance(node, MappingNode):
        return "KEY: VALUE pairs"
    if isinstance(node, SequenceNode):
        return "a list"
    return f"{safe(str(node.value), 40)!r}" if str(node.value).strip() else "nothing"
