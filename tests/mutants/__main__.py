"""``python -m tests.mutants [WORD]``: every mutant of the list (whose line holds WORD), killed or survived.

Exit 1 if one survives or a line no longer fits the code.
"""

import sys

from tests.mutants.mutant import LIST, NotApplicable, read
from tests.mutants.run import run


def _say(line: object) -> None:
    sys.stdout.write(f"{line}\n")


def main(words: list[str]) -> int:
    """Print one line a mutant and a sum."""
    try:
        mutants = [one for one in read(LIST.read_text()) if all(word in str(one) for word in words)]
        outcomes = run([None, *mutants])
    except NotApplicable as error:
        _say(error)
        return 1
    healthy, *rest = outcomes
    if healthy.killed:
        _say(f"the code as it is fails: {healthy.by}")
        return 1
    for outcome in rest:
        _say(f"{'killed  ' if outcome.killed else 'SURVIVED'} {outcome.mutant}  {outcome.by}")
    killed = sum(outcome.killed for outcome in rest)
    _say(f"{killed} of {len(rest)} mutants killed")
    return 0 if killed == len(rest) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
