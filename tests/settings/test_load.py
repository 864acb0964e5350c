"""Precedence, and one line for everything that is wrong: where, what, what to write instead."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from ses_tui.core.condition import Condition
from ses_tui.core.errors import Misconfigured
from ses_tui.core.model import Metric
from ses_tui.core.text import safe
from ses_tui.settings.explain import ordinal
from ses_tui.settings.light import FLAG_VARIABLES, HOOK_VARIABLES
from ses_tui.settings.load import load_settings, read_settings
from ses_tui.settings.model import Settings

Write = Callable[[str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """A config.toml with this text."""

    def written(text: str) -> Path:
        path = tmp_path / "config.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return written


def refused(path: Path | None) -> str:
    """The one line with which it is refused."""
    with pytest.raises(Misconfigured) as caught:
        load_settings(path)
    line = str(caught.value)
    assert line == safe(line, 10_000), "one line, no control characters"
    return line


def place_in(said: str, path: Path) -> int | None:
    """The line that is named behind the file, with a column; None where there is neither."""
    found = re.match(rf"{re.escape(str(path))}(?::(\d+):\d+)?: ", said)
    assert found, said
    return int(found[1]) if found[1] else None


def test_environment_wins_over_file_wins_over_default(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write('[poll]\nrates = "2m"\nvdm = "30m"\n')
    monkeypatch.setenv("SES_TUI_POLL__RATES", "1m")
    poll = load_settings(path).poll
    assert (poll.rates, poll.vdm, poll.account, poll.lists) == (60.0, 1800.0, 60.0, 3600.0)


def test_a_byte_order_mark_is_no_part_of_the_file(write: Write) -> None:
    assert load_settings(write('\ufeff[poll]\nrates = "2m"\n')).poll.rates == 120.0


def test_the_file_of_xdg_is_read_and_may_be_absent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert load_settings() == Settings()
    (tmp_path / "ses-tui").mkdir()
    (tmp_path / "ses-tui" / "config.toml").write_text("[cost]\nmax_monthly_usd = 1\n")
    assert load_settings().cost.max_monthly_usd == 1.0


def test_an_empty_variable_is_as_if_unset(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SES_TUI_POLL__RATES", "")
    assert load_settings(write('[poll]\nrates = "2m"\n')).poll.rates == 120.0


def test_targets_bands_and_routes_arrive_where_they_are_used(write: Write) -> None:
    settings = load_settings(
        write(
            '[[targets]]\nname = "prod"\nprofile = "p"\nregion = "eu-west-1"\n'
            '[[targets]]\nname = "dev"\nrole_arn = "arn:aws:iam::1:role/r"\n'
            "[bands.bounce_rate]\nwarn = 0.025\n"
            '[notify.from]\nbell = "warn"\nhook = "pause"\n'
        )
    )
    assert [target.name for one in settings.each_target() for target in one.as_targets()] == ["prod", "dev"]
    lines = settings.bands.as_bands().of(Metric.BOUNCE_RATE)
    assert (lines.notice, lines.warn, lines.review, lines.pause) == (0.02, 0.025, 0.05, 0.1)
    routes = settings.notify.routes.as_routes()
    assert routes["bell"] is Condition.WARN
    assert routes["hook"] is Condition.PAUSE
    assert routes["webhook"] is routes["apprise"] is Condition.REVIEW
    assert "bell" not in Settings().notify.routes.as_routes()


@pytest.mark.parametrize(
    ("text", "line", "key", "nearest"),
    [
        ('tme_zone = "UTC"\n', 1, "tme_zone", "time_zone"),
        ("[pol]\n", 1, "pol", "poll"),
        ('\n[poll]\nraets = "5m"\n', 3, "poll.raets", "rates"),
        ("[bands]\n[bands.bounce_rat]\nwarn = 0.03\n", 2, "bands.bounce_rat", "bounce_rate"),
        ("[bands.bounce_rate]\nwarm = 0.03\n", 2, "bands.bounce_rate.warm", "warn"),
        ('[notify.from]\ndesktp = "warn"\n', 2, "notify.from.desktp", "desktop"),
        ("[notify]\nform = {}\n", 2, "notify.form", "from"),
        ('[[targets]]\nname = "a"\n[[targets]]\nname = "b"\nregoin = "x"\n', 5, "regoin", "region"),
        ("poll = { raets = 1 }\n", 1, "poll.raets", "rates"),
        ('_env_file = "/etc/passwd"\n', 1, "_env_file", "known are"),
        ('"" = 1\n', 1, "", "known are"),
    ],
)
def test_unknown_keys_are_refused_with_file_line_and_nearest_name(
    write: Write, text: str, line: int | None, key: str, nearest: str
) -> None:
    path = write(text)
    said = refused(path)
    assert place_in(said, path) == line
    assert f": unknown key {key!r}: " in said
    assert nearest in said


@pytest.mark.parametrize(
    ("variable", "nearest"),
    [
        ("SES_TUI_POL__RATES", "SES_TUI_POLL"),
        ("SES_TUI_POLL__RAETS", "SES_TUI_POLL__RATES"),
        ("SES_TUI_BANDS__BOUNCE_RATE__WARM", "SES_TUI_BANDS__BOUNCE_RATE__WARN"),
        ("SES_TUI_REGON", "SES_TUI_REGION"),
        ("SES_TUI_NOTIFY__FROM__DESKTP", "SES_TUI_NOTIFY__FROM__DESKTOP"),
    ],
)
def test_unknown_variables_are_refused_with_the_nearest_name(
    variable: str, nearest: str, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, "1")
    assert refused(write("")) == f"environment: unknown variable {variable}: did you mean {nearest}?"


@pytest.mark.parametrize("variable", sorted({*FLAG_VARIABLES, *HOOK_VARIABLES}))
def test_flags_and_what_a_hook_is_given_are_no_settings(
    variable: str, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, "anything")
    assert load_settings(write("")) == Settings()


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ('[poll]\nrates = "5 minutes"\n', 2, "such as 60s, 5m, 1h30m"),
        ("[poll]\nrates = 300\n", 2, "write a duration as text"),
        ("[poll]\nrates = 300.0\n", 2, "write a duration as text"),
        ('[poll]\nrates = "0s"\n', 2, "the shortest is '1s'"),
        (f'[poll]\nrates = "{"9" * 500}d"\n', 2, "is no duration"),
        ("[bands.bounce_rate]\nwarn = 3\n", 2, "fraction between 0 and 1: 0.03 for 3 %"),
        ("[bands.bounce_rate]\nwarn = 0\n", 2, "fraction between 0 and 1"),
        ("[bands.bounce_rate]\nwarn = nan\n", 2, "fraction between 0 and 1"),
        ("[bands.bounce_rate]\nwarn = -0.1\n", 2, "fraction between 0 and 1"),
        ("[bands.bounce_rate]\nwarn = 0.06\n", 1, "warn (0.06) must be below review (0.05)"),
        ("[bands.complaint_rate]\nreview = 0.005\n", 1, "review (0.005) must be below pause (0.005)"),
        ('[[targets]]\nname = "a"\n[[targets]]\nname = "a"\n', None, "two targets are named 'a'"),
        ('[[targets]]\nname = "a"\n[[targets]]\nname = ""\n', 4, "at least 1 character"),
        ('[notify]\ndesktop = "loud"\n', 2, 'notify.desktop = "loud" is not one of auto, on, off'),
        (
            '[notify.from]\nhook = "notice"\n',
            2,
            'notify.from.hook = "notice" is not one of warn, review, pause',
        ),
        ('[notify]\non_alert = "a command"\n', 2, "notify.on_alert"),
        (
            '[notify]\nwebhook_format = "teams"\n',
            2,
            'notify.webhook_format = "teams" is not one of auto, json',
        ),
        ("[cost]\nmax_monthly_usd = 0\n", 2, "max_monthly_usd = 0 is not above 0"),
        ('time_zone = "Europe/Berlni"\n', 1, "IANA name"),
        ('time_zone = "../../etc/passwd"\n', 1, "IANA name"),
        ("[vdm]\nisps = []\n", 2, "vdm.isps is too short: at least 1 item"),
        ('[vdm]\nisps = ["Gmail", 5]\n', 2, "the 2nd of vdm.isps = 5 is no text"),
        ('[cost]\nmax_monthly_usd = "much"\n', 2, 'cost.max_monthly_usd = "much" is no number'),
        ("[[targets]]\nprofile = 5\n", 2, "the 1st [[targets]]: profile = 5 is no text"),
        ("[[targets]]\nregions = 5\n", 2, "the 1st [[targets]]: regions = 5 is no list"),
        ('[[targets]]\naccount_id = "12"\n', 2, 'account_id = "12" is refused: write the twelve digits'),
        ("[[targets]]\nrepresentative_volume = 5\n", 2, "representative_volume = 5 is less than 100"),
        ("poll = 5\n", 1, "poll = 5 is no table"),
        ("targets = 5\n", 1, "targets"),
        ("[poll\n", 1, "no valid TOML"),
        ("a = 1\na = 2\n", 2, "no valid TOML"),
    ],
)
def test_bad_values_are_refused_with_file_line_and_what_to_write(
    write: Write, text: str, line: int | None, said: str
) -> None:
    path = write(text)
    message = refused(path)
    assert place_in(message, path) == line
    assert said in message


def test_a_bad_variable_is_named_and_not_the_file_it_overrides(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SES_TUI_POLL__RATES", "soon")
    said = refused(write('[poll]\nrates = "5m"\n'))
    assert said.startswith("environment SES_TUI_POLL__RATES: poll.rates: ")


@pytest.mark.parametrize("variable", ["SES_TUI_TARGETS", "SES_TUI_NOTIFY__ON_ALERT", "SES_TUI_VDM__ISPS"])
def test_a_variable_that_is_no_json_is_named(
    variable: str, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, "not json")
    said = refused(write(""))
    assert said.startswith(f"environment {variable}: ")
    assert "JSON" in said


def test_lists_come_from_the_environment_as_json(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SES_TUI_NOTIFY__ON_ALERT", '["logger", "-t", "ses"]')
    monkeypatch.setenv("SES_TUI_TARGETS", '[{"name": "prod"}]')
    settings = load_settings(write('[[targets]]\nname = "file"\n'))
    assert settings.notify.on_alert == ("logger", "-t", "ses")
    assert [target.name for target in settings.targets] == ["prod"]


def test_a_file_that_was_named_must_be_there(tmp_path: Path) -> None:
    path = tmp_path / "none.toml"
    assert refused(path) == f"{path}: no such file: write one, or leave --config out"


def test_files_that_cannot_be_read_say_why(tmp_path: Path) -> None:
    assert "cannot be read: Is a directory" in refused(tmp_path)
    latin = tmp_path / "latin.toml"
    latin.write_bytes('time_zone = "é"'.encode("latin-1"))
    assert "not UTF-8" in refused(latin)


HOSTILE = "\\u001b[31m\\n\\u202e[/x]"


@pytest.mark.parametrize(
    "text",
    [
        f'"{HOSTILE}" = 1\n',
        f'[poll]\nrates = "{HOSTILE}"\n',
        f'[poll]\n"{HOSTILE}" = 1\n',
        f'[[targets]]\nname = "{HOSTILE}"\n[[targets]]\nname = "{HOSTILE}"\n',
        f'[notify]\ndesktop = "{HOSTILE}"\n',
        f'time_zone = "{HOSTILE}"\n',
        "a = \x1b[31m\n",
    ],
)
def test_hostile_content_stays_one_harmless_line(write: Write, text: str) -> None:
    refused(write(text))


def test_hostile_names_of_files_and_variables_stay_one_harmless_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused(tmp_path / "\x1b[31m\n.toml")
    monkeypatch.setenv("SES_TUI_\x1b[31m\nX", "1")
    refused(None)


def test_names_of_targets_and_isps_are_made_safe(write: Write) -> None:
    settings = load_settings(write(f'[[targets]]\nname = "{HOSTILE}"\n[vdm]\nisps = ["{HOSTILE}"]\n'))
    assert settings.targets[0].name == safe(settings.targets[0].name)
    assert settings.vdm.isps[0].startswith("␛[31m")


@pytest.mark.parametrize(
    "text",
    [
        "[[targets]]\nprofile = {0}\nregion = {0}\nregions = {0}\naccount_id = {0}\n"
        "representative_volume = {0}\nrole_session_name = {0}\nexternal_id = {0}\n",
        "[cost]\nmax_monthly_usd = {0}\n[vdm]\nisps = {0}\n[screen]\ntheme = {0}\n[wall]\npages = {0}\n",
        "[bands.bounce_rate]\nwarn = {0}\n[poll]\nrates = {0}\n[keys]\nquit = {0}\n[prices]\nas_of = {0}\n",
        "[notify]\non_alert = {0}\n[notify.from]\nbell = {0}\n",
        "[notify]\nwebhook_url_command = {0}\nwebhook_url_file = {0}\n",
        "[[notify.webhooks]]\nname = {0}\nformat = {0}\nfrom = {0}\ngroups = {0}\nkey_file = {0}\n",
        "[[prices.plans]]\nname = {0}\nmonthly = {0}\nvdm_included = {0}\nsending = {0}\n",
    ],
)
@pytest.mark.parametrize(
    "value", ["5", '"x"', "[]", "[5]", "[[5]]", "true", "-1", "nan", "1.5", "{}", '"\u2022"']
)
def test_no_word_of_the_validator_reaches_the_user(write: Write, text: str, value: str) -> None:
    _, wrong = read_settings(write(text.format(value)), {})
    raw = re.compile(r"should (be|have|match)|Field required|(function|tuple|literal)[\[-]|\.\d+[.:]")
    assert not [line for line in wrong if raw.search(line)]


def test_the_first_of_several_says_how_many_more_and_how_to_list_them(write: Write) -> None:
    path = write('[poll]\nraets = "5m"\n[cost]\nmax_monthly_usd = 0\n[wall]\nsecond = 1\n')
    said = refused(path)
    assert said.startswith(f"{path}:2:1: unknown key 'poll.raets'")
    assert said.endswith(f"; and 2 more: ses-tui config validate --config {path}")
    assert len(read_settings(path)[1]) == 3


def test_that_there_are_more_is_said_of_the_longest_line_too(write: Write) -> None:
    said = refused(write(f'[poll]\n"{"x" * 600}" = 1\n[cost]\nmax_monthly_usd = 0\n'))
    assert "; and 1 more: ses-tui config validate --config " in said


@pytest.mark.parametrize(
    ("place", "word"), [(0, "1st"), (1, "2nd"), (2, "3rd"), (3, "4th"), (10, "11th"), (21, "22nd")]
)
def test_entries_are_counted_from_one(place: int, word: str) -> None:
    assert ordinal(place) == word
