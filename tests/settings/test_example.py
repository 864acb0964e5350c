"""The commented example and the schema say what the code does."""

import json
import re
import tomllib
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from pydantic import BaseModel

from ses_tui.core.errors import Misconfigured
from ses_tui.notify.hook import variables
from ses_tui.settings.light import HOOK_VARIABLES
from ses_tui.settings.load import load_settings
from ses_tui.settings.model import Settings
from ses_tui.settings.schema import LINE, schema
from ses_tui.settings.targets import TargetSettings
from tests.core.message import message

EXAMPLE = files("ses_tui.settings") / "example.toml"


def test_the_example_loads_and_equals_the_defaults(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(EXAMPLE.read_text(encoding="utf-8"), encoding="utf-8")
    assert load_settings(path) == Settings()


def test_the_example_at_the_top_is_the_one_that_init_writes() -> None:
    top = Path(__file__).parents[2] / "config.example.toml"
    assert top.read_text(encoding="utf-8") == EXAMPLE.read_text(encoding="utf-8")


def test_what_is_commented_out_is_valid_too(tmp_path: Path) -> None:
    text = re.sub(r"(?m)^# (\"?[\w.]+\"? = |\[)", r"\1", EXAMPLE.read_text(encoding="utf-8"))
    assert "[[targets]]" in tomllib.loads(text) or tomllib.loads(text)["targets"]
    path = tmp_path / "config.toml"
    path.write_text(text, encoding="utf-8")
    assert load_settings(path).targets[0].name == "prod"


def test_the_example_shows_every_setting() -> None:
    text = EXAMPLE.read_text(encoding="utf-8")

    def missing(model: type[BaseModel]) -> list[str]:
        found = []
        for name, field in model.model_fields.items():
            below = field.annotation
            if isinstance(below, type) and issubclass(below, BaseModel):
                found += missing(below)
            elif not re.search(rf"(?m)^(# )?{field.alias or name} = |^(# )?\[\[?(\w+\.)?{name}\]", text):
                found.append(name)
        return found

    assert missing(Settings) + missing(TargetSettings) == []


def test_the_schema_is_json_and_knows_the_names_of_the_file() -> None:
    made = json.loads(json.dumps(schema()))
    assert set(made["properties"]) == {
        "targets",
        "target_defaults",
        "poll",
        "store",
        "bands",
        "notify",
        "vdm",
        "cost",
        "prices",
        "screen",
        "wall",
        "keys",
        "time_zone",
    }
    assert "from" in made["$defs"]["NotifySettings"]["properties"]
    assert made["additionalProperties"] is False


def test_the_schema_accepts_our_own_example_with_all_that_is_commented_out() -> None:
    judge = Draft202012Validator(schema())
    judge.check_schema(schema())
    text = EXAMPLE.read_text(encoding="utf-8")
    assert text.startswith(f"{LINE}\n")
    of_the_file = "\n".join(line for line in text.splitlines() if "only as SES_TUI_" not in line)
    for each in (text, re.sub(r"(?m)^# (\"?[\w.]+\"? = |\[)", r"\1", of_the_file)):
        assert [error.message for error in judge.iter_errors(tomllib.loads(each))] == []


@pytest.mark.parametrize(
    "text",
    [
        "[poll]\nrates = 300\n",
        '[poll]\nrates = "5 minutes"\n',
        "[poll]\nraets = '5m'\n",
        "[bands.bounce_rate]\nwarn = 3\n",
        '[notify]\nwebhook_url = "https://hooks.example.net/x"\n',
        "[wall]\nseconds = 30\n",
        '[[targets]]\nregions = "all"\n',
    ],
)
def test_the_schema_refuses_what_the_program_refuses(text: str, tmp_path: Path) -> None:
    assert not Draft202012Validator(schema()).is_valid(tomllib.loads(text))
    path = tmp_path / "config.toml"
    path.write_text(text)
    with pytest.raises(Misconfigured):
        load_settings(path)


def test_every_field_of_the_schema_is_described_and_no_default_is_of_another_kind() -> None:
    made = schema()

    def undescribed(where: str, table: dict[str, Any]) -> Iterator[str]:
        for name, member in table.get("properties", {}).items():
            below = made["$defs"].get(str(member.get("$ref", "")).rpartition("/")[2], {})
            if not (member.get("description") or below.get("description")):
                yield f"{where}.{name}"
            if "default" in member and "$ref" not in member:
                judge = Draft202012Validator({**member, "$defs": made["$defs"]})
                assert judge.is_valid(member["default"]), (where, name)

    tables = {"config.toml": made, **made["$defs"]}
    assert [one for where, table in tables.items() for one in undescribed(where, table)] == []


def test_the_variables_of_a_hook_are_known_as_such() -> None:
    assert set(variables(message())) == set(HOOK_VARIABLES)
