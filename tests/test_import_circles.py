"""No two modules need each other, not even inside a function or for their types alone; imports inside
functions save something."""

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

import ses_tui

ROOT = Path(ses_tui.__file__).parent

Graph = Mapping[str, set[str]]


def sources() -> dict[str, ast.Module]:
    """Every module of ours, parsed, by its name."""
    return {
        ".".join(("ses_tui", *path.relative_to(ROOT).with_suffix("").parts)).removesuffix(
            ".__init__"
        ): ast.parse(path.read_text(encoding="utf-8"))
        for path in ROOT.rglob("*.py")
    }


def imported(node: ast.AST, ours: Mapping[str, ast.Module]) -> Iterator[str]:
    """The modules of ours that one statement imports."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names if alias.name in ours)
    elif isinstance(node, ast.ImportFrom):
        assert node.level == 0, "imports are absolute"
        for alias in node.names:
            inner = f"{node.module}.{alias.name}"
            name = inner if inner in ours else node.module
            if name is not None and name in ours:
                yield name


def reach(start: str, graph: Graph) -> set[str]:
    """What ``start`` imports, at any distance."""
    seen, waiting = set[str](), [start]
    while waiting:
        fresh = graph[waiting.pop()] - seen
        seen |= fresh
        waiting += fresh
    return seen


def circles(graph: Graph) -> list[set[str]]:
    """The sets of modules that reach each other."""
    reached = {name: reach(name, graph) for name in graph}
    found = [
        {name, *(other for other in reached[name] if name in reached[other])}
        for name in graph
        if name in reached[name]
    ]
    return [circle for index, circle in enumerate(found) if circle not in found[:index]]


def needless(ours: Mapping[str, ast.Module]) -> Iterator[str]:
    """Imports inside functions of what the module's own imports load anyway."""
    graph = {
        name: {each for node in tree.body for each in imported(node, ours)} for name, tree in ours.items()
    }
    for name, tree in ours.items():
        at_once = reach(name, graph)
        for function in ast.walk(tree):
            if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
                inside = (each for node in ast.walk(function) for each in imported(node, ours))
                yield from (f"{name}.{function.name}: {each}" for each in inside if each in at_once)


def parsed(**texts: str) -> dict[str, ast.Module]:
    return {name: ast.parse(text) for name, text in texts.items()}


def test_the_checks_find_what_they_are_for() -> None:
    assert circles({"a": {"b"}, "b": {"c"}, "c": {"b"}, "d": {"a"}, "e": {"e"}}) == [{"b", "c"}, {"e"}]
    tree = ast.parse(
        "import a.b\nfrom a import c, name\nfrom other import a\n"
        "if TYPE_CHECKING:\n    from a.d import D\ndef late():\n    from a.e import E\n"
    )
    names = {"a", "a.b", "a.c", "a.d", "a.e"}
    assert {each for node in ast.walk(tree) for each in imported(node, dict.fromkeys(names, tree))} == names
    late = "from b import B\ndef late():\n    from c import C\n    from d import D\n"
    assert list(needless(parsed(a=late, b="import c", c="", d=""))) == ["a.late: c"]


def test_no_modules_import_each_other() -> None:
    ours = sources()
    graph = {
        name: {each for node in ast.walk(tree) for each in imported(node, ours)}
        for name, tree in ours.items()
    }
    found = [" <-> ".join(sorted(circle)) for circle in circles(graph)]
    assert not found, "these need each other: " + "; ".join(found)


def test_every_import_inside_a_function_saves_a_module() -> None:
    assert list(needless(sources())) == []
