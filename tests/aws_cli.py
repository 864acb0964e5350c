"""The AWS CLI of the dev extra: a client of AWS that nobody here wrote.

One process imports it once and forks a child for each command: half a second less a command.
Run as a module this file is that process.
"""

import atexit
import json
import os
import subprocess
import sys
import traceback
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryFile
from threading import Lock
from typing import Any, NoReturn

_lock = Lock()


@cache
def _server() -> "subprocess.Popen[str]":
    server = subprocess.Popen(
        [sys.executable, "-m", "tests.aws_cli"],
        cwd=Path(__file__).parents[1],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    atexit.register(server.kill)
    return server


def run(words: Sequence[str], environ: Mapping[str, str]) -> "subprocess.CompletedProcess[str]":
    """``aws WORDS…`` with exactly this environment."""
    server = _server()
    assert server.stdin is not None
    assert server.stdout is not None
    with _lock:
        print(json.dumps([list(words), dict(environ)]), file=server.stdin, flush=True)
        code, out, err = json.loads(server.stdout.readline())
    return subprocess.CompletedProcess(["aws", *words], code, out, err)


def answer(words: Sequence[str], url: str, environ: Mapping[str, str]) -> Any:
    """What AWS at ``url`` answers, read as JSON; ``{}`` for nothing. Asserts that the command went well."""
    done = run(["--endpoint-url", url, "--output", "json", *words], {**os.environ, **environ})
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout) if done.stdout.strip() else {}


def _child(words: list[str], environ: dict[str, str], out: int, err: int) -> NoReturn:
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(out, 1)
    os.dup2(err, 2)
    models = os.environ["AWS_DATA_PATH"]  # which awscli sets when it is imported
    os.environ.clear()
    os.environ.update(environ, AWS_DATA_PATH=models)
    sys.argv = ["aws", *words]
    code = 1
    try:
        from awscli.clidriver import main

        code = main()
    except SystemExit as exit_:
        code = exit_.code if isinstance(exit_.code, int) else 1
    except Exception:  # noqa: BLE001  whatever it is, the caller reads it on standard error
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _serve() -> None:
    import awscli.clidriver  # noqa: F401  so that each child has it already

    for line in sys.stdin:
        words, environ = json.loads(line)
        with TemporaryFile() as out, TemporaryFile() as err:
            child = os.fork()
            if child == 0:
                _child(words, environ, out.fileno(), err.fileno())
            _, status = os.waitpid(child, 0)
            said = []
            for file in (out, err):
                file.seek(0)
                said.append(file.read().decode())
        sys.stdout.write(json.dumps([os.waitstatus_to_exitcode(status), *said]) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    _serve()
