"""Many accounts: Regions, what all targets have, and the first frame that must know the same."""

from collections.abc import Callable
from pathlib import Path

import pytest

from ses_tui.core.errors import Misconfigured
from ses_tui.core.fleet import choose
from ses_tui.core.model import ANY_REGION, Target
from ses_tui.settings.light import first_frame, state_directory
from ses_tui.settings.load import load_settings
from ses_tui.settings.regions import KEPT_SECONDS, load_regions, save_regions
from ses_tui.settings.targets import TargetDefaults, TargetSettings

ROLE = "arn:aws:iam::111111111111:role/monitor"
FLEET = f"""
[target_defaults]
role_session_name = "watch"
external_id = "shared"
regions = ["eu-west-1", "us-east-1"]
group = "shop"
[[targets]]
name = "a"
role_arn = "{ROLE}"
[[targets]]
name = "b"
region = "ap-south-1"
external_id = "own"
account_id = "222222222222"
"""

Write = Callable[[str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """A config.toml with this text."""

    def written(text: str) -> Path:
        path = tmp_path / "config.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return written


def targets_of(path: Path) -> tuple[Target, ...]:
    return tuple(target for one in load_settings(path).each_target() for target in one.as_targets())


def test_each_region_is_a_target_and_a_target_says_otherwise_than_the_defaults(write: Write) -> None:
    a = {"role_arn": ROLE, "external_id": "shared", "role_session_name": "watch", "group": "shop"}
    assert targets_of(write(FLEET)) == (
        Target("a/eu-west-1", region="eu-west-1", **a),
        Target("a/us-east-1", region="us-east-1", **a),
        Target(
            "b",
            region="ap-south-1",
            external_id="own",
            role_session_name="watch",
            group="shop",
            account_id="222222222222",
        ),
    )


@pytest.mark.parametrize(
    "text",
    [
        FLEET,
        '[target_defaults]\nregion = "eu-west-1"\n',
        '[[targets]]\nname = "x"\nregions = "auto"\n',
        '[target_defaults]\nregions = "auto"\n[[targets]]\nname = "x"\nregion = "eu-west-1"\n',
        '[[targets]]\nregions = []\ngroup = "\\u001b[31m"\n',
    ],
)
def test_the_first_frame_knows_the_same_targets(write: Write, text: str) -> None:
    path = write(text)
    assert first_frame(path).targets == targets_of(path)


def test_regions_that_were_found_are_those_of_the_first_frame(write: Write) -> None:
    path = write('[[targets]]\nname = "x"\nregions = "auto"\n')
    entry = Target("x", region=ANY_REGION)
    assert load_regions(state_directory(), entry) is None
    save_regions(state_directory(), entry, ("eu-west-1", "us-east-1"), 1000.0)
    save_regions(state_directory(), Target("y", region=ANY_REGION), ("ap-south-1",), 1000.0)
    assert [one.name for one in first_frame(path).targets] == ["x/eu-west-1", "x/us-east-1"]
    found = load_regions(state_directory(), entry)
    assert found is not None
    assert found.fresh(1000.0 + KEPT_SECONDS - 1)
    assert not found.fresh(1000.0 + KEPT_SECONDS)
    assert load_regions(state_directory(), Target("x", "other", region=ANY_REGION)) is None


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"x": 3}', "null"])
def test_a_broken_list_of_regions_is_as_none(content: str) -> None:
    state_directory().mkdir(parents=True)
    (state_directory() / "regions.json").write_text(content)
    entry = Target("x", region=ANY_REGION)
    assert load_regions(state_directory(), entry) is None
    save_regions(state_directory(), entry, ("eu-west-1",), 0.0)
    assert load_regions(state_directory(), entry) == (("eu-west-1",), 0.0)


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ('[[targets]]\nregion = "eu-west-1"\nregions = ["us-east-1"]\n', 1, "both set"),
        ('[[targets]]\nregions = ["eu-west-1", "eu-west-1"]\n', 1, "twice"),
        ('[[targets]]\nregions = "all"\n', 2, "auto"),
        ('[[targets]]\naccount_id = "12"\n', 2, "account_id"),
        ('[[targets]]\nrole_session_name = "two words"\n', 2, "role_session_name"),
        ('[target_defaults]\nname = "x"\n', 2, "unknown key 'target_defaults.name'"),
        ('[target_defaults]\nregoin = "x"\n', 2, "did you mean region?"),
        (
            '[[targets]]\nname = "a/eu-west-1"\n[[targets]]\nname = "a"\nregions = ["eu-west-1"]\n',
            None,
            "two targets are named 'a/eu-west-1'",
        ),
    ],
)
def test_what_can_not_be_is_refused_with_its_line(
    write: Write, text: str, line: int | None, said: str
) -> None:
    path = write(text)
    with pytest.raises(Misconfigured) as caught:
        load_settings(path)
    assert str(caught.value).startswith(f"{path}:{line}:" if line else f"{path}: ")
    assert said in str(caught.value)


A1, A2 = Target("a/eu-west-1", region="eu-west-1"), Target("a/us-east-1", region="us-east-1")
B = Target("b", region="ap-south-1")
ANY = Target("c", region=ANY_REGION)


@pytest.mark.parametrize(
    ("name", "region", "meant"),
    [
        (None, "", (A1, A2, B, ANY)),
        ("a", "", (A1, A2)),
        ("a/us-east-1", "", (A2,)),
        ("b", "", (B,)),
        ("nobody", "", ()),
        ("c/us-east-1", "", (Target("c/us-east-1", region="us-east-1"),)),
        ("a", "us-east-1", (A2,)),
        ("a", "ca-central-1", (Target("a/ca-central-1", region="ca-central-1"),)),
        ("b", "ca-central-1", (Target("b", region="ca-central-1"),)),
        ("c", "ca-central-1", (Target("c/ca-central-1", region="ca-central-1"),)),
    ],
)
def test_which_targets_the_command_line_means(
    name: str | None, region: str, meant: tuple[Target, ...]
) -> None:
    given = {"region": region} if region else {}
    assert choose((A1, A2, B, ANY), name, given) == meant


def test_a_targets_own_heartbeat_stands_in_place_of_the_one_for_all() -> None:
    shared = TargetDefaults(heartbeat_url_file="/run/all")
    assert TargetSettings(name="a").over(shared).heartbeat_url_file == "/run/all"
    own = TargetSettings(name="b", heartbeat_url_command=("pass", "b")).over(shared)
    assert (own.heartbeat_url_file, own.heartbeat_url_command) == ("", ("pass", "b"))
    with pytest.raises(ValueError, match="keep one"):
        TargetSettings(heartbeat_url_file="/run/b", heartbeat_url_command=("pass", "b"))
