"""``ses-tui``: the live screen. The screen comes first, AWS and the settings right after it."""

import argparse
import logging
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from ses_tui.cli.options import overrides
from ses_tui.cli.parser import MISCONFIGURED
from ses_tui.cli.remembered import read, write
from ses_tui.cli.stores import open_store, store_directory
from ses_tui.cli.target_ids import id_of
from ses_tui.core.clock import Clock, SystemClock
from ses_tui.core.errors import Misconfigured
from ses_tui.core.fleet import choose
from ses_tui.core.model import Target
from ses_tui.core.snapshot import Snapshot
from ses_tui.core.text import safe
from ses_tui.settings.light import FirstFrame, first_frame, state_directory
from ses_tui.tui.uicontext import RememberedChoices, UiContext

if TYPE_CHECKING:
    from ses_tui.aws.credentials import StaticCredentials
    from ses_tui.engine.engine import Engine
    from ses_tui.tui.run import Frontend, Monitor, StartMonitor


def run(options: argparse.Namespace) -> int:
    """Show the screen until it is left."""
    if _refused():
        return MISCONFIGURED
    light = first_frame(options.config)
    targets = choose(light.targets, options.target, overrides(options))
    credentials = _ask_for_codes(targets)
    clock = SystemClock()
    remembered, wrong = read(state_directory())

    def start(frontend: "Frontend") -> "Monitor":
        def build() -> "Engine":
            return _build(options, clock, frontend, credentials, wrong)

        return start_engine(build, frontend)

    return show(
        options,
        clock,
        _last_known(targets),
        light,
        start,
        choices=RememberedChoices(remembered, partial(write, state_directory())),
        reached={target.name: _way_to(target) for target in targets},
    )


def show(
    options: argparse.Namespace,
    clock: Clock,
    initial: Snapshot | None,
    light: FirstFrame,
    start: "StartMonitor",
    demo: bool = False,
    choices: RememberedChoices | None = None,
    reached: Mapping[str, str] | None = None,
) -> int:
    """Refuse where no screen is possible; else run it. Settles the terminal before Textual is imported."""
    if _refused():
        return MISCONFIGURED
    from ses_tui.tui.environment import prepare

    terminal = prepare(
        os.environ, mouse=False if options.no_mouse or options.wall else None, ascii=options.ascii
    )
    from ses_tui.tui.run import ScreenOptions, run_screen

    return run_screen(
        ScreenOptions(
            clock=clock,
            initial=initial,
            time_zone=light.time_zone,
            mouse=terminal.mouse,
            ascii=terminal.ascii,
            braille=terminal.braille,
            demo=demo,
            wall=light.wall if options.wall else None,
            mode=options.mode or "",
            theme=options.theme or light.theme,
            graph=light.graph,
            depth=terminal.depth,
            on_light=terminal.on_light,
            ui_context=UiContext(
                state_directory() / "exports",
                _through,
                # the console of Linux has no title, and older ones print what they do not know
                light.title and os.environ.get("TERM") != "linux",
                light.keys,
                choices,
                first=initial is None,
                reached=reached or {},
            ),
        ),
        start,
    )


def _way_to(target: Target) -> str:
    if target.role_arn:
        return safe(f"role {target.role_arn.rpartition('/')[2]}")
    return safe(f"profile {target.profile}") if target.profile else "the default credentials"


def _through(data: bytes) -> bytes:
    """Bytes in what they need to get to the outer terminal; imported when there are some to send."""
    from ses_tui.notify.terminal import wrapper

    return wrapper(os.environ)(data)


def _refused() -> bool:
    """Whether no screen is possible here, said on standard error; before anybody is asked for a code."""
    from ses_tui.tui.environment import refusal

    reason = refusal(os.environ, sys.stdin.isatty(), sys.stdout.isatty(), sys.stderr.isatty())
    if reason:
        sys.stderr.write(f"ses-tui: {reason}\n")
    return bool(reason)


def start_engine(build: "Callable[[], Engine]", frontend: "Frontend", demo: bool = False) -> "Monitor":
    """The engine in its thread; what stops it leaves the screen with one line that names the log."""
    from ses_tui.cli.acting import ActingMonitor
    from ses_tui.cli.log import log_file
    from ses_tui.engine.thread import EngineThread

    def failed(error: BaseException) -> None:
        if isinstance(error, Misconfigured):
            frontend.fail(f"ses-tui: {error.line}", MISCONFIGURED)
        else:
            logging.getLogger(__name__).error("the monitor stopped", exc_info=error)
            where = log_file(state_directory(), demo)
            frontend.fail(f"ses-tui: the monitor stopped: {type(error).__name__} (see {where})", 1)

    thread = EngineThread(build, failed)
    thread.start()
    return ActingMonitor(thread)


def _build(
    options: argparse.Namespace,
    clock: Clock,
    frontend: "Frontend",
    credentials: "Mapping[str, StaticCredentials]",
    wrong: str,
) -> "Engine":
    """``wrong``: what is to be said in the log, once there is one."""
    from ses_tui.cli.keys import check_keys
    from ses_tui.cli.log import log_to
    from ses_tui.cli.setup import setup_of
    from ses_tui.cli.wiring import herald_of, intakes, watched
    from ses_tui.engine.engine import Engine

    log_to(state_directory())
    if wrong:
        logging.getLogger(__name__).warning("%s", wrong)
    setup = setup_of(options)
    check_keys(setup.keys, options.config)
    targets = watched(setup, credentials)
    store = open_store()
    return Engine(
        targets,
        clock,
        store,
        herald_of(setup.telling, frontend.write),
        frontend,
        intakes=intakes(targets, store.directory, credentials),
    )


def _last_known(targets: Sequence[Target]) -> Snapshot | None:
    from ses_tui.store.last import load_last

    return load_last(store_directory(), {id_of(target): target.name for target in targets})


def _ask_for_codes(targets: Sequence[Target]) -> "dict[str, StaticCredentials]":
    """MFA codes are asked for before the screen starts: botocore would block on it under the screen."""
    from ses_tui.aws.preflight import needs_mfa

    asked: dict[str, StaticCredentials] = {}
    for target in targets:
        if target.profile not in asked and needs_mfa(target.profile):
            from ses_tui.aws.preflight import ask
            from ses_tui.core.results import ReadError

            try:
                asked[target.profile] = ask(target)
            except ReadError as failure:
                line = failure.error.line
                if len(targets) == 1:
                    raise Misconfigured(line) from None
                sys.stderr.write(f"ses-tui: {target.name}: {line}\n")  # its row will say that it is blind
    return asked
