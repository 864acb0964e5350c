"""``[[targets]]`` and ``[target_defaults]``: which accounts are watched, and how each is reached."""

from collections.abc import Iterable
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from ses_tui.core.fleet import in_regions
from ses_tui.core.model import ANY_REGION, Target
from ses_tui.settings.fields import Section, Text, one_line
from ses_tui.settings.secrets import Command, SecretFile


def _queue_url(value: str) -> str:
    if value and not (value.startswith(("https://", "http://")) and "/" in value.partition("//")[2]):
        raise ValueError("write the URL of a queue, https://sqs.REGION.amazonaws.com/ACCOUNT/NAME")
    return value


def _regions(value: object) -> object:
    if isinstance(value, str) and value != ANY_REGION:
        raise ValueError('write a list, such as ["eu-west-1"], or "auto"')
    return value


class TargetDefaults(Section):
    """What every target has unless it says otherwise."""

    profile: Annotated[
        str, Field(description="profile of the AWS configuration; empty: as the environment says")
    ] = ""
    role_arn: Annotated[str, Field(description="role to assume with these credentials")] = ""
    external_id: Annotated[
        str, Field(max_length=1224, description="external ID that the role's trust policy asks for")
    ] = ""
    role_session_name: Annotated[
        str,
        Field(
            pattern=r"^([\w+=,.@-]{2,64})?$",
            description="how the role's session is called in CloudTrail; empty: ses-tui",
        ),
    ] = ""
    region: Annotated[str, Field(description="AWS Region; empty: as the profile or environment says")] = ""
    regions: Annotated[
        tuple[Text, ...] | Literal["auto"],
        BeforeValidator(_regions),
        Field(
            description="instead of region: one target each, named prod/eu-west-1; auto: those where SES is "
            "in use, looked up once a day (a GetAccount in each, free)"
        ),
    ] = ()
    endpoint_url: Annotated[str, Field(description="where AWS is, if elsewhere; empty: AWS itself")] = ""
    group: Annotated[Text, Field(description="what targets are filtered and messages are routed by")] = ""
    account_id: Annotated[
        str,
        Field(
            pattern=r"^(\d{12})?$",
            description="the account's number, if you know it: credentials that lead to another are refused",
        ),
    ] = ""
    representative_volume: Annotated[
        int | None,
        Field(ge=100, description="messages that SES computes this account's rates over, if you know it"),
    ] = None
    events_queue_url: Annotated[
        str,
        AfterValidator(_queue_url),
        Field(description="SQS queue of your own that this account's events come to; empty: none is read"),
    ] = ""

    heartbeat_url_file: Annotated[
        SecretFile,
        Field(description="a file that holds a URL to GET after each cycle in which this target is seen"),
    ] = ""
    heartbeat_url_command: Annotated[Command, Field(description="a command that prints it")] = ()

    @model_validator(mode="after")
    def _heartbeat_one_way(self) -> Self:
        if self.heartbeat_url_file and self.heartbeat_url_command:
            raise ValueError("heartbeat_url_file and heartbeat_url_command are both set: keep one")
        return self

    @model_validator(mode="after")
    def _region_one_way(self) -> Self:
        if self.region and self.regions:
            raise ValueError("region and regions are both set: keep one")
        listed = self.regions if isinstance(self.regions, tuple) else ()
        if twice := {one for one in listed if listed.count(one) > 1}:
            raise ValueError(f"regions: {min(twice)!r} is in it twice")
        return self


class TargetSettings(TargetDefaults):
    """One AWS account in one Region, or in several."""

    name: Annotated[
        str,
        Field(min_length=1, description="what the target is called on the screen"),
        AfterValidator(one_line),
    ] = "default"

    def over(self, defaults: TargetDefaults) -> "TargetSettings":
        """What is set here over what every target has. One way here stands in place of another there."""
        own = {name: getattr(self, name) for name in self.model_fields_set}
        shared = {name: getattr(defaults, name) for name in defaults.model_fields_set}
        for ways in (("region", "regions"), ("heartbeat_url_file", "heartbeat_url_command")):
            if own.keys() & {*ways}:
                shared = {name: value for name, value in shared.items() if name not in ways}
        return TargetSettings(**shared | own)

    def as_targets(self) -> tuple[Target, ...]:
        """As the core names them: one per Region."""
        target = Target(
            self.name,
            self.profile,
            self.role_arn,
            ANY_REGION if self.regions == "auto" else self.region,
            self.endpoint_url,
            self.external_id,
            self.role_session_name,
            self.group,
            self.account_id,
        )
        return (
            in_regions(target, self.regions)
            if isinstance(self.regions, tuple) and self.regions
            else (target,)
        )


def with_defaults(targets: Iterable[TargetSettings], defaults: TargetDefaults) -> tuple[TargetSettings, ...]:
    """Each target with what all have; without any, the one that the AWS environment leads to."""
    return tuple(one.over(defaults) for one in targets) or (TargetSettings().over(defaults),)
