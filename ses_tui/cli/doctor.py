"""``ses-tui doctor``: checks that everything is in place, and prints the command that mends what is not."""

import argparse
import asyncio
import json
import os
import sys
import time
from collections.abc import Mapping, Sequence

from ses_tui.cli.loop import run_loop
from ses_tui.cli.stores import examined
from ses_tui.core.clock import iso
from ses_tui.core.doctor_telling import TELLING
from ses_tui.core.findings import Finding, Level, worst

COLOURS: Mapping[Level, str] = {Level.PASS: "32", Level.WARN: "33", Level.FAIL: "31"}
"""The SGR code of each level. Colour never stands alone: the level is printed as a word too."""

MACHINE = "this machine"

Sections = Mapping[str, Sequence[Finding]]
"""Target's name, or MACHINE -> its findings."""


def run(options: argparse.Namespace) -> int:
    """The exit code of the worst finding: 0 pass, 1 warn, 2 fail. Misconfigured is 3."""
    targets, machine = run_loop(_examine(options), "reading AWS")
    printer = _as_json if options.format == "json" else _as_text
    sys.stdout.write(printer(targets, machine) + "\n")
    return worst(one for found in (*targets.values(), machine) for one in found).value


async def _examine(options: argparse.Namespace) -> tuple[Sections, Sequence[Finding]]:
    from ses_tui.cli.diary import noted, since_then
    from ses_tui.cli.doctor_facts import channels, configuration, gather, one_each, terminal
    from ses_tui.cli.reading import chosen, opened
    from ses_tui.core.doctor import examine
    from ses_tui.store.diary import DRILL, LOOK

    setup, done = chosen(options), since_then()
    targets, looked = {}, []
    for target, plan in setup.targets:
        async with opened(target, plan) as one:
            facts = await gather(one, done.get(f"{LOOK}{plan.target_id or target.name}"))
            targets[target.name] = examine(facts)
            if facts.account is not None:
                looked.append(f"{LOOK}{plan.target_id or target.name}")
    noted(looked)
    drilled = {name.removeprefix(DRILL): at for name, at in done.items() if name.startswith(DRILL)}
    machine = (*channels(setup.telling, drilled), terminal())
    store = await asyncio.to_thread(examined)
    return targets, (*machine, *store, *configuration(options.config), *one_each(setup))


def _as_text(targets: Sections, machine: Sequence[Finding]) -> str:
    coloured = (
        sys.stdout.isatty() and os.environ.get("TERM", "dumb") != "dumb" and not os.environ.get("NO_COLOR")
    )
    lines = []
    for name, found in (*targets.items(), (MACHINE, machine)):
        lines.append(name)
        for one in found:
            lines += _lines(one, coloured)
        lines.append("")
    return "\n".join([*lines, _in_short([one for found in (*targets.values(), machine) for one in found])])


def _in_short(found: Sequence[Finding]) -> str:
    warned = {one.check for one in found if one.level is Level.WARN}
    if worst(found) is Level.WARN and warned <= TELLING:
        return "all is well at AWS; what is marked warn is who would be told of trouble"
    return {
        Level.PASS: "everything is there",
        Level.WARN: "it works; what is marked warn should be mended",
        Level.FAIL: "what is marked fail must be mended",
    }[worst(found)]


def _lines(one: Finding, coloured: bool) -> list[str]:
    word = f"{one.level.word:<4}"
    if coloured:
        word = f"\x1b[{COLOURS[one.level]}m{word}\x1b[0m"
    lines = [f"  {word}  {one.check}: {one.summary}"]
    lines += [f"          $ {command}" for command in one.mend]
    if one.actions:
        lines.append(f"          allow {json.dumps(_statement(one))}")
    return lines


def _statement(one: Finding) -> dict[str, object]:
    from ses_tui.aws.permissions import statement

    return statement(one.actions)


def _as_json(targets: Sections, machine: Sequence[Finding]) -> str:
    everything = [one for found in (*targets.values(), machine) for one in found]
    return json.dumps(
        {
            "schema": 1,
            "generated_at": iso(time.time()),
            "result": worst(everything).word,
            "targets": [
                {"name": name, "result": worst(found).word, "findings": [_json(one) for one in found]}
                for name, found in targets.items()
            ],
            "machine": [_json(one) for one in machine],
        }
    )


def _json(one: Finding) -> dict[str, object]:
    return {
        "check": one.check,
        "level": one.level.word,
        "summary": one.summary,
        "mend": list(one.mend),
        "wanted": list(one.wanted),
        "policy": _statement(one) if one.actions else None,
    }
