"""Which target it is, in every program and for everybody: its account and Region, once AWS has told."""

from collections.abc import Mapping
from hashlib import sha256

from ses_tui.core.model import Target
from ses_tui.core.way import NO_CREDENTIALS


def endpoint_of(target: Target, environ: Mapping[str, str]) -> str:
    """The stand-in for AWS that is asked instead, if any: what it says of an account is another account's."""
    return target.endpoint_url or environ.get("AWS_ENDPOINT_URL") or ""


def target_id(account_id: str, region: str, endpoint: str) -> str:
    """``123456789012/eu-west-1``, and the endpoint where AWS itself is not asked."""
    return f"{account_id}/{region}" + (f"@{endpoint}" if endpoint else "")


def account_of(target_id: str) -> str:
    """The account that this id names; empty for one of a target whose account is not known."""
    account = target_id.partition("/")[0]
    return account if account.isdecimal() and len(account) == 12 else ""


def provisional_id(target: Target, environ: Mapping[str, str]) -> str:
    """Until the account is known: the target's name and a fingerprint of how it is reached.

    ``target`` as configured, before its Region is looked up in a profile: the first frame, which
    reads no profile, must come to the same id.
    """
    reached = (
        target.profile or environ.get("AWS_PROFILE") or environ.get("AWS_DEFAULT_PROFILE") or "",
        target.role_arn,
        target.region or environ.get("AWS_REGION") or environ.get("AWS_DEFAULT_REGION") or "",
        endpoint_of(target, environ),
    )
    return f"{target.name}@{sha256(repr(reached).encode()).hexdigest()[:8]}"


def fingerprinted(provisional: str, credentials: str) -> str:
    """The provisional id for these credentials: a profile may lead to another account one day.

    ``credentials``: what tells them from those of another account; empty where nothing does.
    """
    mark = sha256(credentials.encode()).hexdigest()[:8] if credentials else NO_CREDENTIALS
    return f"{provisional}.{mark}"
