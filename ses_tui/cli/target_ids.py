"""Under which id a target is kept, for the credentials of this process."""

import os

from ses_tui.aws.profiles import credentials_of
from ses_tui.core.model import Target
from ses_tui.core.target_id import endpoint_of, fingerprinted, provisional_id, target_id


def id_of(target: Target) -> str:
    """``target`` as configured, with the command line's overrides. Provisional, unless its account and
    Region are configured."""
    if target.account_id and target.region:
        return target_id(target.account_id, target.region, endpoint_of(target, os.environ))
    return fingerprinted(provisional_id(target, os.environ), credentials_of(target.profile))
