"""The commented example and the schema say what the code does."""

import json
import re
import tomllib
from importlib.resources import files
from pathlib import Path

from pydantic import BaseModel

from ses_tui.notify.hook import variables
from ses_tui.settings.light import HOOK_VARIABLES
from ses_tui.settings.load import load_settings
from ses_tui.settings.model import Settings
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
    schema = json.loads(json.dumps(Settings.model_json_schema()))
    assert set(schema["properties"]) == {
        "targets",
        "target_defaults",
        "poll",
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
    assert "from" in schema["$defs"]["NotifySettings"]["properties"]
    assert schema["additionalProperties"] is False


def test_the_variables_of_a_hook_are_known_as_such() -> None:
    assert set(variables(message())) == set(HOOK_VARIABLES)
