"""A program as a process of its own, its imports paid once: one process imports it and forks for each run.

Run as a module, with the program's name, this file is that process.
"""

import atexit
import gc
import json
import os
import pkgutil
import signal
import subprocess
import sys
import traceback
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryFile
from threading import Lock
from typing import NoReturn

SECONDS = 60
"""After which a child is ended by SIGALRM."""

INHERITED = ("PATH", "LANG", "LC_ALL", "TZ")
"""What the process that forks has of the environment; its children have exactly what they are given."""

_lock = Lock()


@cache
def _server(program: str) -> "subprocess.Popen[str]":
    server = subprocess.Popen(
        [sys.executable, "-m", "tests.forking", program],
        cwd=Path(__file__).parents[1],
        env={name: os.environ[name] for name in INHERITED if name in os.environ},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    atexit.register(server.kill)
    return server


def run(program: str, words: Sequence[str], environ: Mapping[str, str]) -> "subprocess.CompletedProcess[str]":
    """``aws`` or ``ses-tui`` with these words and exactly this environment."""
    server = _server(program)
    assert server.stdin is not None
    assert server.stdout is not None
    with _lock:
        print(json.dumps([list(words), dict(environ), str(Path.cwd())]), file=server.stdin, flush=True)
        code, out, err = json.loads(server.stdout.readline())
    return subprocess.CompletedProcess([program, *words], code, out, err)


def _aws() -> Callable[[], int]:
    from awscli.clidriver import main

    return main  # type: ignore[no-any-return]


def _ses_tui() -> Callable[[], int]:
    import ses_tui.cli
    from ses_tui.cli.main import program

    for module in pkgutil.iter_modules(ses_tui.cli.__path__):
        import_module(f"ses_tui.cli.{module.name}")
    for name in ("aws.start", "aws.reader", "engine.engine", "settings.load", "store.store"):
        import_module(f"ses_tui.{name}")
    return program


IMPORTED = {"aws": _aws, "ses-tui": _ses_tui}


def _child(main: Callable[[], int], program: str, request: list[object], out: int, err: int) -> NoReturn:
    words, environ, folder = request
    assert isinstance(words, list) and isinstance(environ, dict) and isinstance(folder, str)
    signal.alarm(SECONDS)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(out, 1)
    os.dup2(err, 2)
    os.chdir(folder)
    models = {name: os.environ[name] for name in ("AWS_DATA_PATH",) if name in os.environ}  # set by awscli
    os.environ.clear()
    os.environ.update(environ, **models)
    sys.argv = [program, *words]
    code = 1
    try:
        code = main()
    except SystemExit as exit_:
        code = exit_.code if isinstance(exit_.code, int) else 1
    except BaseException:  # noqa: BLE001  whatever it is, the caller reads it on standard error
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _serve(program: str) -> None:
    main = IMPORTED[program]()
    gc.freeze()
    for line in sys.stdin:
        with TemporaryFile() as out, TemporaryFile() as err:
            child = os.fork()
            if child == 0:
                _child(main, program, json.loads(line), out.fileno(), err.fileno())
            _, status = os.waitpid(child, 0)
            said = []
            for file in (out, err):
                file.seek(0)
                said.append(file.read().decode())
        sys.stdout.write(json.dumps([os.waitstatus_to_exitcode(status), *said]) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    _serve(sys.argv[1])
