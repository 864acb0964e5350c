"""Under which id a target is kept until its account is known, for the credentials of this process."""

import os

from ses_tui.aws.profiles import credentials_of
from ses_tui.core.model import Target
from ses_tui.core.target_id import fingerprinted, provisional_id


def id_of(target: Target) -> str:
    """``target`` as configured, with the command line's overrides."""
    return fingerprinted(provisional_id(target, os.environ), credentials_of(target.profile))
