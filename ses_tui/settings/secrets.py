"""Settings that are secrets: three ways to give each, none of which shows it.

``NAME`` comes from the environment alone, ``NAME_file`` names a file, ``NAME_command`` a command.
"""

from collections.abc import Callable, Mapping

from pydantic import SecretStr

from ses_tui.core.errors import Misconfigured

SECRETS = ("webhook_url", "apprise_urls", "heartbeat_url")
"""Keys of ``[notify]``."""


def ways_to(name: str) -> tuple[str, str, str]:
    """The keys that can give the secret ``name``."""
    return name, f"{name}_file", f"{name}_command"


def way_is_used(value: object) -> bool:
    """Whether a value of one of these keys gives anything."""
    return bool(value.get_secret_value() if isinstance(value, SecretStr) else value)


def is_secret(key: object) -> bool:
    """Whether the value of this key must not be repeated in a message, also where it is wrong."""
    return isinstance(key, str) and key.startswith(SECRETS)


def not_a_url(value: str) -> str:
    """A path; the URL itself, put there by mistake, is refused without repeating it."""
    if "://" in value:
        raise ValueError("write the path of a file that holds the URL, not the URL itself")
    return value


def refuse_in_file(notify: object, place: Callable[[str], str]) -> None:
    """A secret in the configuration file ends up in backups and repositories.

    ``place``: where a key stands, for the message. Raises Misconfigured.
    """
    for name in SECRETS:
        if isinstance(notify, Mapping) and notify.get(name):
            raise Misconfigured(
                f"{place(name)}: notify.{name}: a secret does not belong in this file: "
                f"put it into one of its own and name that in {name}_file"
            )


def environment_first(notify: object, environ: Mapping[str, str], prefix: str) -> None:
    """Where the environment gives a secret one way, drop the ways of the file in ``notify``."""
    given = {variable.upper() for variable, value in environ.items() if value}
    for name in SECRETS:
        if isinstance(notify, dict) and given & {f"{prefix}NOTIFY__{way.upper()}" for way in ways_to(name)}:
            for way in ways_to(name):
                notify.pop(way, None)
