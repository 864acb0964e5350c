"""Profiles that want an MFA code: known before the screen starts, asked for on the terminal."""

import os
from collections.abc import Callable
from typing import TYPE_CHECKING

from ses_tui.aws.profiles import UnreadableProfiles, source_chain
from ses_tui.core.model import Target

if TYPE_CHECKING:
    from ses_tui.aws.credentials import StaticCredentials


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
