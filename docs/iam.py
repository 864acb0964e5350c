"""Writes the table of docs/iam.md from the features and their operations: ``python -m docs.iam``."""

import re
import sys
from pathlib import Path

from ses_tui.aws.permissions import FEATURES, QUEUE_FEATURE, actions

PAGE = Path(__file__).with_name("iam.md")
MADE = re.compile(r"(?<=<!-- made: features -->\n).*?(?=<!-- /made -->)", re.DOTALL)


def page() -> str:
    """The page with the table as the code has it."""
    rows = [
        f"| `{name}` | {feature.about}{' (on its own queue)' * (name == QUEUE_FEATURE)} "
        f"| {', '.join(f'`{action}`' for action in actions((name,)))} |"
        for name, feature in FEATURES.items()
    ]
    table = "\n".join(["| feature | what for | actions |", "| --- | --- | --- |", *rows])
    return MADE.sub(lambda _: f"\n{table}\n\n", PAGE.read_text(encoding="utf-8"))


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    sys.stderr.write(f"{PAGE}: written\n")
