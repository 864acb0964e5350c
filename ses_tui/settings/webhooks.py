"""``[[notify.webhooks]]``: addresses that alerts are POSTed to, each a channel of its own."""

from typing import Annotated, Literal, Self

from pydantic import Field, SecretStr, model_validator

from ses_tui.core.condition import Condition
from ses_tui.settings.fields import Section
from ses_tui.settings.secrets import Command, SecretFile, one_way_each

Told = Literal["warn", "review", "pause"]

CHANNELS = ("desktop", "terminal", "tmux", "bell", "hook", "webhook", "apprise")
"""Names that channels have by themselves."""

RESERVED = (*CHANNELS, "tui", "heartbeat")

PAGERS = ("pagerduty", "alertmanager")
"""Formats that keep an incident open until they are told that it is over."""


class WebhookSettings(Section):
    """One address."""

    name: Annotated[
        str,
        Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,19}$", description="what the channel is called"),
    ]
    format: Annotated[
        Literal["auto", "json", "slack", "discord", "pagerduty", "alertmanager"],
        Field(description="what is POSTed; auto: by the host"),
    ] = "auto"
    lowest: Annotated[Told, Field(alias="from", description="the lowest condition that it is told")] = (
        "review"
    )
    groups: Annotated[
        tuple[str, ...],
        Field(min_length=1, description="groups of the targets that it is told of; * stands for any text"),
    ] = ("*",)
    url: Annotated[
        SecretStr,
        Field(description="where to; only from the environment but for pagerduty and alertmanager"),
    ] = SecretStr("")
    url_file: Annotated[SecretFile, Field(description="a file that holds it")] = ""
    url_command: Annotated[Command, Field(description="a command that prints it")] = ()
    key: Annotated[
        SecretStr, Field(description="integration key of pagerduty; a secret: only from the environment")
    ] = SecretStr("")
    key_file: Annotated[SecretFile, Field(description="a file that holds it")] = ""
    key_command: Annotated[Command, Field(description="a command that prints it")] = ()

    @property
    def floor(self) -> Condition:
        """The lowest condition that it is told."""
        return Condition.of(self.lowest)

    @model_validator(mode="after")
    def _usable(self) -> Self:
        if self.name in RESERVED:
            raise ValueError(f"{self.name!r} is the name of a channel that there is: choose another")
        address, key = one_way_each(self, ("url", "key"))
        if self.format == "pagerduty" and not key:
            raise ValueError(f"{self.name}: pagerduty needs its integration key: set key_file or key_command")
        if self.format != "pagerduty" and key:
            raise ValueError(f'{self.name}: only format = "pagerduty" has a key')
        if self.format != "pagerduty" and not address:
            raise ValueError(f"{self.name}: there is no address: set url_file or url_command")
        return self
