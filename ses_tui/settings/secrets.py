"""Settings that are secrets: three ways to give each, none of which shows it.

``NAME`` comes from the environment alone, ``NAME_file`` names a file, ``NAME_command`` a command. Those of
``[[notify.webhooks]]`` are ``SES_TUI_NOTIFY__WEBHOOKS__NAME__URL`` and ``…__KEY`` in the environment.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, SecretStr

from ses_tui.core.text import safe

SECRETS = ("webhook_url", "apprise_urls", "heartbeat_url")
"""Keys of ``[notify]``."""


OF_WEBHOOKS = ("url", "key")
"""The same of each of ``[[notify.webhooks]]``."""

WEBHOOKS_VARIABLE = "NOTIFY__WEBHOOKS__"
"""What the variables of webhooks begin with, behind the prefix of all."""

_OPEN_FORMATS = ("pagerduty", "alertmanager")
"""Formats whose address is no secret, unless it holds a password."""


def ways_to(name: str) -> tuple[str, str, str]:
    """The keys that can give the secret ``name``."""
    return name, f"{name}_file", f"{name}_command"


def way_is_used(value: object) -> bool:
    """Whether a value of one of these keys gives anything."""
    return bool(value.get_secret_value() if isinstance(value, SecretStr) else value)


def is_secret(key: object) -> bool:
    """Whether the value of this key must not be repeated in a message, also where it is wrong."""
    return isinstance(key, str) and key.startswith(SECRETS)


def one_way_each(section: BaseModel, names: Iterable[str]) -> list[bool]:
    """Whether each of the secrets is given. Raises ValueError where one is given two ways."""
    found = []
    for name in names:
        given = [way for way in ways_to(name) if way_is_used(getattr(section, way))]
        if len(given) > 1:
            raise ValueError(f"{' and '.join(given)} are both set: keep one")
        found.append(bool(given))
    return found


def not_a_url(value: str) -> str:
    """A path; the URL itself, put there by mistake, is refused without repeating it."""
    if "://" in value:
        raise ValueError("write the path of a file that holds the URL, not the URL itself")
    return value


IN_FILE = "a secret does not belong in this file: put it into one of its own and name that in "


def secrets_in_file(notify: object) -> Iterator[list[str | int]]:
    """The keys of each secret in the configuration file, which ends up in backups and repositories."""
    if not isinstance(notify, Mapping):
        return
    for name in SECRETS:
        if notify.get(name):
            yield ["notify", name]
    webhooks = notify.get("webhooks")
    for number, one in enumerate(webhooks if isinstance(webhooks, list) else ()):
        for name in OF_WEBHOOKS:
            if isinstance(one, dict) and one.get(name) and not (name == "url" and _is_open(one)):
                yield ["notify", "webhooks", number, name]


def secrets_given(
    notify: Mapping[str, Any], variables: Mapping[str, str], prefix: str
) -> Iterator[tuple[list[str | int], str]]:
    """The keys and the text of each that is given by itself or as a file's path, in ``notify`` after
    ``environment_first``, or by one of ``variables`` (in capitals)."""
    webhooks = notify.get("webhooks")
    listed: list[tuple[list[str | int], object]] = [
        (["notify", "webhooks", number, way], one.get(way))
        for number, one in enumerate(webhooks if isinstance(webhooks, list) else ())
        if isinstance(one, dict)
        for name in OF_WEBHOOKS
        for way in (name, f"{name}_file")
    ]
    short: list[tuple[list[str | int], object]] = [
        (["notify", way], notify.get(way) or variables.get(f"{prefix}NOTIFY__{way.upper()}"))
        for name in SECRETS
        for way in (name, f"{name}_file")
    ]
    for keys, text in (*short, *listed):
        if isinstance(text, str) and text and not (str(keys[-1]).endswith("_file") and "://" in text):
            yield keys, text


def _is_open(webhook: Mapping[str, Any]) -> bool:
    """Whether its address may stand in the file."""
    return webhook.get("format") in _OPEN_FORMATS and "@" not in str(webhook["url"])


def environment_first(notify: object, environ: Mapping[str, str], prefix: str) -> list[str]:
    """Where the environment gives a secret one way, drop the ways of the file in ``notify``.

    Returns a line for each variable of no webhook.
    """
    given = {variable.upper() for variable, value in environ.items() if value}
    for name in SECRETS:
        if isinstance(notify, dict) and given & {f"{prefix}NOTIFY__{way.upper()}" for way in ways_to(name)}:
            for way in ways_to(name):
                notify.pop(way, None)
    webhooks = notify.get("webhooks") if isinstance(notify, dict) else None
    return _webhooks_first(
        webhooks if isinstance(webhooks, list) else [], environ, prefix + WEBHOOKS_VARIABLE
    )


def _webhooks_first(webhooks: list[Any], environ: Mapping[str, str], begin: str) -> list[str]:
    """Give each of ``webhooks`` what the variables of its name say."""
    wrong = []
    given = {name: value for name, value in environ.items() if value and name.upper().startswith(begin)}
    by_variable = {
        f"{begin}{str(one.get('name')).upper().replace('-', '_')}__{way.upper()}": (one, name, way)
        for one in webhooks
        if isinstance(one, dict)
        for name in OF_WEBHOOKS
        for way in (name, f"{name}_file")
    }
    for variable, value in given.items():
        if variable.upper() not in by_variable:
            wrong.append(
                f"environment: unknown variable {safe(variable)}: behind the name of one of "
                "[[notify.webhooks]] comes __URL, __URL_FILE, __KEY or __KEY_FILE"
            )
            continue
        webhook, name, way = by_variable[variable.upper()]
        for other in ways_to(name):
            webhook.pop(other, None)
        webhook[way] = value
    return wrong


SecretFile = Annotated[str, AfterValidator(not_a_url)]
Command = tuple[str, ...]
