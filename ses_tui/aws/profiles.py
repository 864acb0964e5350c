"""The profiles under ~/.aws, read with the standard library alone: a millisecond, no botocore.

Good for looking before anything starts (preflight, MFA); the credentials themselves always come
from botocore's own providers.
"""

import os
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

Profile = Mapping[str, str]


class UnreadableProfiles(Exception):
    """A file under ~/.aws is there and cannot be read; the text names it."""


def profile_name(asked: str) -> str:
    """The profile that botocore would take: the one asked for, AWS_PROFILE, or ``default``."""
    return asked or os.environ.get("AWS_DEFAULT_PROFILE") or os.environ.get("AWS_PROFILE") or "default"


def config_file() -> str:
    """Where profiles are configured, as the environment says it."""
    return os.environ.get("AWS_CONFIG_FILE") or "~/.aws/config"


def read_profiles() -> Mapping[str, Profile]:
    """Profile name -> its settings, of both files. UnreadableProfiles if one cannot be parsed."""
    profiles: dict[str, dict[str, str]] = {}
    credentials = _sections(os.environ.get("AWS_SHARED_CREDENTIALS_FILE") or "~/.aws/credentials")
    for section, settings in credentials.items():
        profiles.setdefault(section, {}).update(settings)
    for section, settings in _sections(config_file()).items():
        if section == "default":
            name = section
        elif section.startswith("profile "):
            name = section.removeprefix("profile ").strip().strip("\"'")
        else:
            continue  # sso-session, services, plugins
        profiles.setdefault(name, {}).update(settings)
    return profiles


def uses_sso(asked: str) -> bool:
    """Whether that profile, or the one it takes its credentials from, logs in with SSO."""
    try:
        chain = source_chain(asked)
    except UnreadableProfiles:
        return False
    return any("sso_session" in profile or "sso_start_url" in profile for profile in chain)


def source_chain(asked: str) -> tuple[Profile, ...]:
    """The profile's settings, then those of its ``source_profile`` and so on."""
    profiles = read_profiles()
    chain: list[Profile] = []
    name: str | None = profile_name(asked)
    seen: set[str] = set()
    while name and name not in seen and name in profiles:
        seen.add(name)
        chain.append(profiles[name])
        name = profiles[name].get("source_profile")
    return tuple(chain)


_TELLING = ("role_arn", "sso_account_id", "credential_process", "source_profile", "credential_source")
"""Settings that lead to another account when they change, the key itself aside."""


def credentials_of(asked: str) -> str:
    """What tells a profile's credentials from those of another account; empty where nothing names any.

    No secret is in it. Keys that take turns within an account leave it as it is.
    """
    if not asked and (key := os.environ.get("AWS_ACCESS_KEY_ID")):
        return _account_part(key)
    try:
        chain = source_chain(asked)
    except UnreadableProfiles:
        return ""
    told = [
        (_account_part(profile.get("aws_access_key_id", "")), *(profile.get(name, "") for name in _TELLING))
        for profile in chain
    ]
    told.append(("" if asked else os.environ.get("AWS_ROLE_ARN", ""),))
    return repr(told) if any(any(one) for one in told) else ""


def _account_part(key: str) -> str:
    """Of an access key ID of AWS's own the letters that hold the account's number, else all of it.

    They stand behind the prefix, in base 32; STS's GetAccessKeyInfo reads them, too.
    """
    return key[4:12] if len(key) == 20 and key.startswith(("AKIA", "ASIA")) else key


def _sections(path: str) -> Mapping[str, Mapping[str, str]]:
    file = Path(os.path.expandvars(path)).expanduser()
    try:
        stat = file.stat()
    except OSError:
        return {}
    return _parsed(file, stat.st_mtime_ns, stat.st_size)


@lru_cache(maxsize=8)
def _parsed(file: Path, _changed: int, _size: int) -> Mapping[str, Mapping[str, str]]:
    # Looked at before the first paint: not imported where there is no such file.
    from configparser import Error, RawConfigParser

    parser = RawConfigParser(strict=False, default_section="\0none")
    try:
        text = file.read_text(encoding="utf-8")
        if text.startswith("\ufeff"):  # botocore and the AWS CLI can't read it either
            raise UnreadableProfiles(f"{file} begins with a byte order mark (BOM): save it as UTF-8 without")
        parser.read_string(text, str(file))
    except UnicodeDecodeError:
        raise UnreadableProfiles(f"{file} is not in UTF-8") from None
    except (OSError, Error) as error:
        why = getattr(error, "strerror", None) or str(error).partition("\n")[0]
        raise UnreadableProfiles(f"{file} cannot be read: {why}") from error
    return {section: dict(parser.items(section)) for section in parser.sections()}
