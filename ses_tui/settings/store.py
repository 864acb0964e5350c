"""``[store]``: where history and alert state are kept."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Self

from pydantic import Field, SecretStr, model_validator

from ses_tui.core.store_url import has_password, is_url
from ses_tui.settings.fields import Duration, Section
from ses_tui.settings.secrets import Command, SecretFile, one_way_each, ways_to

URL = "url"


class StoreSettings(Section):
    """SQLite in the state directory, unless a URL is given."""

    url: Annotated[
        SecretStr, Field(description="postgresql://user@host/database; a password only from the environment")
    ] = SecretStr("")
    url_file: Annotated[SecretFile, Field(description="a file that holds it")] = ""
    url_command: Annotated[Command, Field(description="a command that prints it")] = ()
    installation: Annotated[
        str,
        Field(pattern=r"^[a-z_][a-z0-9_]{0,40}$", description="the schema of the database with the tables"),
    ] = "ses_tui"
    solo_after: Annotated[
        Duration | None,
        Field(
            description="how long the database may be away before targets are read without its word; "
            "not set: those that this process does not own yet never are"
        ),
    ] = None

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        one_way_each(self, (URL,))
        if (url := self.url.get_secret_value()) and not is_url(url):
            raise ValueError("url: write postgresql://user@host/database")
        return self


def store_environment_first(store: object, environ: Mapping[str, str], prefix: str) -> None:
    """Where the environment gives the URL one way, drop the ways of the file in ``store``."""
    given = {variable.upper() for variable, value in environ.items() if value}
    ways = ways_to(URL)
    if isinstance(store, dict) and given & {f"{prefix}STORE__{way.upper()}" for way in ways}:
        for way in ways:
            store.pop(way, None)


def password_in_file(store: object) -> Iterator[list[str | int]]:
    """The key of a URL whose password stands in the configuration file."""
    if isinstance(store, Mapping) and isinstance(url := store.get(URL), str) and url and has_password(url):
        yield ["store", URL]
