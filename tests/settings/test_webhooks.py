"""``[[notify.webhooks]]``: what is taken, what is refused, and no word of an address or key."""

from pathlib import Path

import pytest

from ses_tui.cli.setup import Telling, from_settings
from ses_tui.cli.wiring import ways_out
from ses_tui.core.condition import Condition
from ses_tui.core.digest import Digest, Schedule
from ses_tui.core.errors import Misconfigured
from ses_tui.engine.delivery import RETRY_SECONDS
from ses_tui.notify.alertmanager import Alertmanager
from ses_tui.notify.secret import Secret, SecretSource
from ses_tui.notify.webhook import WebhookWay
from ses_tui.proving.rules import configured
from ses_tui.settings.load import load_settings, read_settings

TOKEN = "aVerySecretToken/B4567890"
URL = f"https://hooks.example.net/services/{TOKEN}"
PAGER = '[[notify.webhooks]]\nname = "pager"\n'


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "config.toml"


def telling(path: Path, text: str) -> Telling:
    path.write_text(text)
    return from_settings(load_settings(path)).telling


def refused(path: Path, text: str) -> str:
    path.write_text(text)
    with pytest.raises(Misconfigured) as caught:
        load_settings(path)
    assert not Secret(TOKEN).is_in(caught.value.line)
    return caught.value.line


def test_each_is_a_channel_beside_the_short_form(path: Path) -> None:
    told = telling(
        path,
        '[notify]\nwebhook_url_file = "/run/url"\n'
        + PAGER
        + 'format = "pagerduty"\nkey_file = "/run/key"\nfrom = "pause"\ngroups = ["shop-*"]\n'
        + '[[notify.webhooks]]\nname = "am"\nformat = "alertmanager"\nurl = "http://am:9093"\n',
    )
    assert told.webhooks == (
        WebhookWay(SecretSource("webhook_url", file="/run/url")),
        WebhookWay(
            None,
            "pager",
            "pagerduty",
            SecretSource("webhooks.pager.key", file="/run/key"),
            "[[notify.webhooks]]",
        ),
        WebhookWay(
            SecretSource("webhooks.am.url", Secret("http://am:9093")),
            "am",
            "alertmanager",
            None,
            "[[notify.webhooks]]",
        ),
    )
    assert (told.routes["pager"], told.routes["am"]) == (Condition.PAUSE, Condition.REVIEW)
    assert told.groups == {"pager": ("shop-*",)}
    assert configured(path).floors["pager"] is Condition.PAUSE


def test_channels_have_the_names_of_the_settings(path: Path, tmp_path: Path) -> None:
    (tmp_path / "key").write_text(f"{TOKEN}\n")
    (tmp_path / "key").chmod(0o600)
    channels, choices = ways_out(
        telling(
            path,
            PAGER + f'format = "pagerduty"\nkey_file = "{tmp_path}/key"\n'
            '[[notify.webhooks]]\nname = "am"\nformat = "alertmanager"\nurl = "http://127.0.0.1:9093"\n',
        ),
        None,
        {},
    )
    assert [one.name for one in channels if one.name in ("pager", "am")] == ["pager", "am"]
    reasons = {one.channel: one.reason for one in choices}
    assert reasons["pager"] == "pagerduty, [[notify.webhooks]] in the settings"
    assert "webhook" not in reasons


def test_the_environment_gives_what_is_secret(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SES_TUI_NOTIFY__WEBHOOKS__PAGER_EU__KEY", TOKEN)
    monkeypatch.setenv("SES_TUI_NOTIFY__WEBHOOKS__CHAT__URL_FILE", "/run/url")
    told = telling(
        path,
        '[[notify.webhooks]]\nname = "pager-eu"\nformat = "pagerduty"\nkey_command = ["pass"]\n'
        '[[notify.webhooks]]\nname = "chat"\nformat = "slack"\n',
    )
    assert told.webhooks[0].key == SecretSource("webhooks.pager-eu.key", Secret(TOKEN))
    assert told.webhooks[1].url == SecretSource("webhooks.chat.url", file="/run/url")
    assert TOKEN not in repr(told)


def test_what_alertmanager_is_told_outlives_the_next_time_it_is_told(path: Path) -> None:
    short = '[poll]\naccount = "1s"\nrates = "1s"\n'
    told = telling(
        path, short + '[[notify.webhooks]]\nname = "am"\nformat = "alertmanager"\nurl = "http://am"\n'
    )
    (channel,) = (one for one in ways_out(told, None, {})[0] if isinstance(one, Alertmanager))
    assert channel.ahead > 2 * RETRY_SECONDS


@pytest.mark.parametrize("variable", ["PAGR__URL", "PAGER__ULR", "PAGER__FORMAT"])
def test_a_variable_of_no_webhook_is_refused(
    variable: str, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"SES_TUI_NOTIFY__WEBHOOKS__{variable}", URL)
    assert f"unknown variable SES_TUI_NOTIFY__WEBHOOKS__{variable}" in refused(
        path, PAGER + 'url_file = "/x"\n'
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (PAGER, "there is no address: set url_file or url_command"),
        (
            PAGER + f'url = "{URL}"\n',
            ":3:1: the 1st [[notify.webhooks]]: url: a secret does not belong in this file",
        ),
        (
            PAGER + f'format = "pagerduty"\nkey = "{TOKEN}"\n',
            ":4:1: the 1st [[notify.webhooks]]: key: a secret does not",
        ),
        (
            PAGER + f'format = "alertmanager"\nurl = "https://u:{TOKEN}@am"\n',
            ":4:1: the 1st [[notify.webhooks]]: url: a",
        ),
        (PAGER + 'format = "pagerduty"\n', "pagerduty needs its integration key"),
        (PAGER + 'url_file = "/x"\nkey_file = "/y"\n', 'only format = "pagerduty" has a key'),
        (PAGER + 'url_file = "/x"\nurl_command = ["y"]\n', "url_file and url_command are both set"),
        (
            PAGER + f'url_file = "{URL}"\n',
            ":3:1: the 1st [[notify.webhooks]]: url_file: write the path of a file",
        ),
        (
            PAGER + 'format = "teams"\nurl_file = "/x"\n',
            ':3:1: the 1st [[notify.webhooks]]: format = "teams" is not',
        ),
        (
            '[[notify.webhooks]]\nurl_file = "/x"\n',
            'the 1st [[notify.webhooks]]: name is missing: add name = "…"',
        ),
        (
            PAGER + 'form = "json"\n',
            ":3:1: the 1st [[notify.webhooks]]: unknown key 'form': did you mean format?",
        ),
        (
            PAGER + 'url_file = "/x"\nfrom = "wran"\n',
            ':4:1: the 1st [[notify.webhooks]]: from = "wran" is not one of warn, review, pause',
        ),
        ('[[notify.webhooks]]\nname = "hook"\nurl_file = "/x"\n', "'hook' is the name of a channel"),
        (
            '[[notify.webhooks]]\nname = "a b"\nurl_file = "/x"\n',
            ":2:1: the 1st [[notify.webhooks]]: name is refused: write at most 20",
        ),
        ((PAGER + 'url_file = "/x"\n') * 2, "two webhooks are named 'pager'"),
        (
            f'[[targets]]\nname = "a"\n{PAGER}url_file = "/x"\n[[notify.webhooks]]\nname = "b"\nx = 1\n',
            ":8:1: the 2nd [[notify.webhooks]]: unknown key 'x'",
        ),
    ],
)
def test_what_can_not_be_is_refused_with_its_line(text: str, said: str, path: Path) -> None:
    assert said in refused(path, text)


def test_a_digest_is_for_channels_that_there_are_and_for_no_pager(path: Path) -> None:
    chat = '[[notify.webhooks]]\nname = "chat"\nurl_file = "/x"\n'
    pager = PAGER + 'format = "pagerduty"\nkey_file = "/y"\n'
    digest = '[notify.digest]\nwhen = "monday 08:00"\nchannels = ["{}"]\n'
    told = telling(path, digest.format("chat") + chat + pager)
    assert told.digest == Digest(Schedule.of("monday 08:00"), ("chat",))
    assert "pager keeps incidents" in refused(path, digest.format("pager") + pager)
    assert "there is no channel 'chta'" in refused(path, digest.format("chta") + chat)
    assert "write 'daily 08:00'" in refused(path, '[notify.digest]\nwhen = "8 am"\n')


def test_a_secret_in_the_file_hides_nothing_else_that_is_wrong(path: Path) -> None:
    path.write_text(
        f'{PAGER}url = "{URL}"\nfrom = "wran"\n[[notify.webhooks]]\nurl = "{URL}"\n[poll]\nraets = "1m"\n'
    )
    _, wrong = read_settings(path, {"SES_TUI_NOTIFY__WEBHOOKS__PAGR__URL": URL})
    assert not any(Secret(TOKEN).is_in(line) for line in wrong)
    for said in (
        ":3:1: the 1st [[notify.webhooks]]: url: a secret does not belong",
        ":4:1: the 1st [[notify.webhooks]]: from = ",
        ":5:3: the 2nd [[notify.webhooks]]: name is missing",
        ":6:1: the 2nd [[notify.webhooks]]: url: a secret does not belong",
        ":8:1: unknown key 'poll.raets'",
        "unknown variable SES_TUI_NOTIFY__WEBHOOKS__PAGR__URL",
    ):
        assert len([line for line in wrong if said in line]) == 1, said
    assert len(wrong) == 6


@pytest.mark.parametrize("key", ["format", "from", "name"])
def test_an_address_or_key_in_a_wrong_place_is_not_repeated(key: str, path: Path) -> None:
    for secret in (URL, TOKEN, "R03ABCDEFGHIJKLMNOPQRSTUVWXYZ012"):
        path.write_text(f'[[notify.webhooks]]\n{key} = "{secret}"\n')
        assert not any(Secret(secret).is_in(line) for line in read_settings(path, {})[1])
