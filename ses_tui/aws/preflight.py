"""What can be known to be wrong before anything starts, without the network and without botocore."""

import json
import os
from collections.abc import Iterable
from difflib import get_close_matches
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

from ses_tui.aws.profiles import Profile, UnreadableProfiles, profile_name, read_profiles
from ses_tui.core.errors import Misconfigured
from ses_tui.core.model import Target
from ses_tui.core.partitions import partition_of
from ses_tui.core.record import replace

_ENDPOINT_VARIABLES = (
    "AWS_ENDPOINT_URL",
    *(f"AWS_ENDPOINT_URL_{service}" for service in ("SESV2", "SES", "CLOUDWATCH", "STS")),
)


def resolve(target: Target) -> Target:
    """The target with its Region filled in, or Misconfigured.

    Precedence of the Region: the target's, AWS_REGION, AWS_DEFAULT_REGION, the profile's. Credentials
    that no file and no variable names may still come from instance metadata: the first call tells.
    """
    profile = _profile(target)
    endpoints = [url for url in (target.endpoint_url, *_configured_endpoints(profile)) if url]
    for url in endpoints:
        _check_url(url)
    if target.role_arn and not target.role_arn.startswith("arn:"):
        raise Misconfigured(
            f"role_arn {target.role_arn!r} is no ARN: "
            f"write arn:{partition_of(target.region)}:iam::123456789012:role/NAME"
        )
    region = (
        target.region
        or os.environ.get("AWS_REGION")
        or os.environ.get("AWS_DEFAULT_REGION")
        or profile.get("region")
        or ""
    )
    if not region:
        raise Misconfigured(
            "no AWS Region: give --region eu-west-1, set AWS_REGION, or put region into the profile"
        )
    if not endpoints:
        _check_region(region)
    return replace(target, region=region)


def _profile(target: Target) -> Profile:
    try:
        profiles = read_profiles()
    except UnreadableProfiles as error:
        raise Misconfigured(f"{error}: mend it, or name another file with AWS_CONFIG_FILE") from None
    name = profile_name(target.profile)
    if name in profiles:
        return profiles[name]
    named = target.profile or name != "default"
    if not named:
        return {}
    known = f"known: {', '.join(sorted(profiles)[:8])}" if profiles else "there is no profile under ~/.aws"
    where = "" if target.profile else " (from AWS_PROFILE)"
    raise Misconfigured(f"no AWS profile {name!r}{where}{_nearest(name, profiles)}; {known}")


def _configured_endpoints(profile: Profile) -> Iterable[str]:
    ignore = os.environ.get("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "").lower()
    if ignore == "true" or profile.get("ignore_configured_endpoint_urls", "").lower() == "true":
        return ()
    return (*(os.environ.get(name, "") for name in _ENDPOINT_VARIABLES), profile.get("endpoint_url", ""))


def _check_url(url: str) -> None:
    try:
        parts = urlsplit(url)
        well_formed = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        well_formed = False
    if not well_formed or any(char.isspace() for char in url):
        raise Misconfigured(f"the endpoint URL {url!r} is malformed: write http://HOST:PORT or https://HOST")


def _check_region(region: str) -> None:
    known = _regions()
    if known and region not in known:
        raise Misconfigured(
            f"no AWS Region {region!r}{_nearest(region, known)}; "
            "with --endpoint-url or AWS_ENDPOINT_URL any name goes"
        )


def _nearest(name: str, known: Iterable[str]) -> str:
    match = get_close_matches(name, known, n=1, cutoff=0.6)
    return f": did you mean {match[0]!r}?" if match else ""


def _regions() -> frozenset[str]:
    """Every Region that the installed botocore knows; empty if its data cannot be found."""
    spec = find_spec("botocore")  # a top-level name: finds, does not import
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        try:
            data = json.loads((Path(folder) / "data" / "partitions.json").read_text(encoding="utf-8"))
            return frozenset(region for partition in data["partitions"] for region in partition["regions"])
        except (OSError, ValueError, KeyError):
            continue
    return frozenset()
