"""Before anything starts: what is wrong is found without the network, an MFA code is asked for."""

import json
import os
import re
from collections.abc import Callable, Iterable
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ses_tui.aws.profiles import Profile, UnreadableProfiles, profile_name, read_profiles, source_chain
from ses_tui.core.errors import ErrorKind, Misconfigured, SourceError
from ses_tui.core.model import ANY_REGION, Target
from ses_tui.core.partitions import partition_of
from ses_tui.core.record import replace
from ses_tui.core.text import MESSAGE_CAP, safe

if TYPE_CHECKING:
    from ses_tui.aws.credentials import StaticCredentials

_ROLE = re.compile(r"arn:aws[a-z-]*:iam::\d{12}:role/[\w+=,.@/-]+", re.ASCII)

_ENDPOINT_VARIABLES = (
    "AWS_ENDPOINT_URL",
    *(f"AWS_ENDPOINT_URL_{service}" for service in ("SESV2", "SES", "CLOUDWATCH", "STS")),
)


class Unresolved(Misconfigured):
    """A target that can't be reached as it is configured.

    ``setting``: which of its settings is wrong; ``what`` is wrong with it; ``hint``: what to do.
    """

    def __init__(self, setting: str, what: str, hint: str) -> None:
        super().__init__(f"{what}: {hint}")
        self.setting = setting
        kind = (
            ErrorKind.CREDENTIALS_MISSING if setting in ("profile", "role_arn") else ErrorKind.INVALID_REQUEST
        )
        self.error = SourceError("target", setting, kind, safe(what, MESSAGE_CAP), safe(hint, MESSAGE_CAP))
        """The same, as what every read of the target meets."""


def resolve(target: Target) -> Target:
    """The target with its Region filled in, or Unresolved.

    Precedence of the Region: the target's, AWS_REGION, AWS_DEFAULT_REGION, the profile's. Credentials
    that no file and no variable names may still come from instance metadata: the first call tells.
    """
    profile = _profile(target)
    endpoints = [url for url in (target.endpoint_url, *_configured_endpoints(profile)) if url]
    for url in endpoints:
        check_url(url)
    check_role(target)
    if target.region == ANY_REGION:
        raise Unresolved(
            "regions",
            "in which Regions SES is in use could not be found out",
            "start again once AWS can be reached, or name them: regions = [...]",
        )
    region = (
        target.region
        or os.environ.get("AWS_REGION")
        or os.environ.get("AWS_DEFAULT_REGION")
        or profile.get("region")
        or ""
    )
    if not region:
        raise Unresolved(
            "region",
            "no AWS Region",
            "give --region eu-west-1, set AWS_REGION, or put region into the profile",
        )
    if not endpoints:
        check_region(region)
    return replace(target, region=region)


def resolve_among(target: Target, count: int) -> tuple[Target, bool]:
    """As ``resolve`` where ``target`` is the only one; of several one that can't be resolved comes back as
    it is, with False, so that it does not hold up the others."""
    try:
        return resolve(target), True
    except Unresolved:
        if count == 1:
            raise
        return target, False


def _profile(target: Target) -> Profile:
    try:
        profiles = read_profiles()
    except UnreadableProfiles as error:
        raise Unresolved(
            "profile", str(error), "mend it, or name another file with AWS_CONFIG_FILE"
        ) from None
    name = profile_name(target.profile)
    if name in profiles:
        return profiles[name]
    named = target.profile or name != "default"
    if not named:
        return {}
    from ses_tui.core.nearest import did_you_mean

    known = f"known: {', '.join(sorted(profiles)[:8])}" if profiles else "there is no profile under ~/.aws"
    where = "" if target.profile else " (from AWS_PROFILE)"
    raise Unresolved(
        "profile", f"no AWS profile {name!r}{where}", f"{did_you_mean(name, profiles)} {known}".strip()
    )


def _configured_endpoints(profile: Profile) -> Iterable[str]:
    ignore = os.environ.get("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "").lower()
    if ignore == "true" or profile.get("ignore_configured_endpoint_urls", "").lower() == "true":
        return ()
    return (*(os.environ.get(name, "") for name in _ENDPOINT_VARIABLES), profile.get("endpoint_url", ""))


def check_role(target: Target) -> None:
    """Raises Unresolved."""
    if target.role_arn and not _ROLE.fullmatch(target.role_arn):
        raise Unresolved(
            "role_arn",
            f"role_arn {target.role_arn!r} is no ARN of a role",
            f"write arn:{partition_of(target.region)}:iam::123456789012:role/NAME",
        )


def check_url(url: str) -> None:
    """Raises Unresolved."""
    try:
        parts = urlsplit(url)
        well_formed = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        well_formed = False
    if not well_formed or any(char.isspace() for char in url):
        raise Unresolved(
            "endpoint_url", f"the endpoint URL {url!r} is malformed", "write http://HOST:PORT or https://HOST"
        )


def check_region(region: str) -> None:
    """Raises Unresolved."""
    known = known_regions()
    if known and region not in known:
        from ses_tui.core.nearest import did_you_mean

        raise Unresolved(
            "region",
            f"no AWS Region {region!r}",
            f"{did_you_mean(region, known)} with --endpoint-url or AWS_ENDPOINT_URL any name goes".strip(),
        )


@cache
def known_regions() -> frozenset[str]:
    """Every Region that the installed botocore knows; empty if its data cannot be found."""
    spec = find_spec("botocore")  # a top-level name: finds, does not import
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        try:
            data = json.loads((Path(folder) / "data" / "partitions.json").read_text(encoding="utf-8"))
            return frozenset(region for partition in data["partitions"] for region in partition["regions"])
        except (OSError, ValueError, KeyError):
            continue
    return frozenset()


def needs_mfa(profile: str) -> bool:
    """Whether botocore would ask for a code: a role with an ``mfa_serial``, or one behind it.

    Reads ~/.aws only (AWS_CONFIG_FILE honoured); "" means the profile of the environment. Keys in
    the environment win over a profile that was not asked for by name, and need no code.
    """
    if not profile and os.environ.get("AWS_ACCESS_KEY_ID"):
        return False
    try:
        chain = source_chain(profile)
    except UnreadableProfiles:
        return False
    return any("role_arn" in settings and "mfa_serial" in settings for settings in chain)


def ask(target: Target, prompt: Callable[[str], str] | None = None) -> "StaticCredentials":
    """Ask for the code on the terminal (blocks) and return the keys that it opens.

    Only before the screen starts. ``prompt``: None is getpass. Raises ReadError, with what to do, if
    AWS refuses.
    """
    from getpass import getpass

    import boto3
    from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError

    from ses_tui.aws.classify import classify
    from ses_tui.aws.credentials import StaticCredentials
    from ses_tui.aws.service_errors import Context
    from ses_tui.core.results import ReadError

    try:
        session = boto3.Session(profile_name=target.profile or None, region_name=target.region or None)
        # botocore offers no public way to say how it asks
        providers = session._session.get_component("credential_provider").providers
        for provider in providers:
            if provider.METHOD == "assume-role":
                provider._prompter = prompt or getpass
        credentials = session.get_credentials()
        if credentials is None:
            raise NoCredentialsError
        keys = credentials.get_frozen_credentials()
    except (BotoCoreError, ClientError) as error:
        context = Context("account", "sts", "AssumeRole", target.profile)
        raise ReadError(classify(error, context)) from None
    expires = getattr(credentials, "_expiry_time", None)
    return StaticCredentials(
        keys.access_key, keys.secret_key, keys.token, expires.timestamp() if expires else None
    )
