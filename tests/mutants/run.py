"""Each mutant in a copy of the package, the alert tests on it. The work tree is never touched."""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from tempfile import TemporaryDirectory

from tests.mutants.mutant import Mutant

ROOT = Path(__file__).parents[2]
CORES = 2
RUNS = "60"
"""Runs of the stateful properties for each mutant; the plain tests come first and kill most."""

PLAIN = (
    *("ledger", "delivery", "overlays", "condition_tracker", "alerting", "flapping", "health", "rules"),
    *("incidents", "account_numbers", "mail_stopped", "verification", "sending_status", "advisor"),
)
TESTS = (
    *(f"tests/core/test_{name}.py" for name in PLAIN),
    "tests/core/test_alerting_properties.py",
    "tests/alerting",
)
ENGINE_TESTS = (
    "tests/engine/test_visibility.py",
    "tests/engine/test_delivery.py",
    "tests/proving/test_live.py",
)
"""For a mistake in the engine: every read, every message, every shipped scenario."""

UNUSED = ("cacheprovider", "textual-snapshot", "syrupy")
"""Plugins that would be loaded each time for nothing."""

CONFTEST = '''"""No search for a smaller example: that a test fails is enough."""

from hypothesis import Phase, settings

settings.register_profile(
    "mutants", phases=(Phase.explicit, Phase.generate), database=None, derandomize=True, deadline=None
)
settings.load_profile("mutants")
'''


@dataclass(frozen=True)
class Outcome:
    """``by``: the test that failed; empty where all passed. ``mutant``: None for the code as it is."""

    mutant: Mutant | None
    by: str

    @property
    def killed(self) -> bool:
        """Whether some test saw it."""
        return bool(self.by)


def in_engine(mutant: Mutant) -> bool:
    """Whether the mistake is in the engine and not in the rules."""
    return mutant.path.startswith("engine/")


class Copy:
    """A copy of package and tests in a directory of its own."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._second = 1_000_000_000
        ignored = shutil.ignore_patterns("__pycache__")
        for name in ("ses_tui", "tests"):
            shutil.copytree(ROOT / name, directory / name, ignore=ignored)
        shutil.copy(ROOT / "pyproject.toml", directory)
        (directory / "tests" / "conftest.py").write_text(CONFTEST)

    def test(self, mutant: Mutant | None) -> Outcome:
        """Put the mutant in, run the tests until one fails, take it out again."""
        if mutant is None:
            return Outcome(None, self._first_failure(TESTS) or self._first_failure(ENGINE_TESTS))
        path = self._directory / "ses_tui" / mutant.path
        healthy = path.read_text()
        self._write(path, mutant.of(healthy))
        try:
            return Outcome(mutant, self._first_failure(ENGINE_TESTS if in_engine(mutant) else TESTS))
        finally:
            self._write(path, healthy)

    def _write(self, path: Path, text: str) -> None:
        """With a second of its own: what was compiled of another text of that size is not taken for it."""
        path.write_text(text)
        self._second += 1
        os.utime(path, (self._second, self._second))

    def _first_failure(self, tests: Sequence[str]) -> str:
        environ = {**os.environ, "SES_TUI_ALERT_RUNS": RUNS, "PYTHONPATH": str(self._directory)}
        environ.pop("PYTHONDONTWRITEBYTECODE", None)
        if set(tests) <= set(ENGINE_TESTS):
            del environ["SES_TUI_ALERT_RUNS"]  # no configuration knows that variable
        unused = [word for name in UNUSED for word in ("-p", f"no:{name}")]
        command = [sys.executable, "-m", "pytest", "-x", "-q", "--tb=no", *unused, *tests]
        done = subprocess.run(
            command, cwd=self._directory, env=environ, capture_output=True, text=True, check=False
        )
        if done.returncode == 0:
            return ""
        lines = (done.stdout + done.stderr).splitlines()
        failed = [line for line in lines if line.startswith(("FAILED", "ERROR"))]
        return failed[0].split(" - ")[0] if failed else f"pytest ended with {done.returncode}: {lines[-1:]}"


def run(mutants: Sequence[Mutant | None]) -> list[Outcome]:
    """The outcome of each, in order. Raises NotApplicable where a line no longer fits the code."""
    for mutant in mutants:
        if mutant is not None:
            mutant.of((ROOT / "ses_tui" / mutant.path).read_text())
    with TemporaryDirectory(prefix="ses-tui-mutants-") as place:
        copies: SimpleQueue[Copy] = SimpleQueue()
        for number in range(CORES):
            copies.put(Copy(Path(place) / str(number)))

        def one(mutant: Mutant | None) -> Outcome:
            copy = copies.get()
            try:
                return copy.test(mutant)
            finally:
                copies.put(copy)

        with ThreadPoolExecutor(CORES) as workers:
            return list(workers.map(one, mutants))
