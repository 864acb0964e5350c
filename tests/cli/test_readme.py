"""What the README promises is what the program does."""

import json
import re
from pathlib import Path

from tests.cli.conftest import Ses

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")


def test_the_policy_of_the_readme_is_the_one_that_is_printed(ses: Ses) -> None:
    (block,) = re.findall(r"```json\n(.*?)```", README, re.DOTALL)
    assert json.loads(block) == json.loads(ses("iam-policy").stdout)
