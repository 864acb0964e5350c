"""STS: whose credentials these are, and roles of any account."""

import re
import time
from itertools import count
from typing import Any

from ses_tui.simulator.account import Account
from ses_tui.simulator.resources import ACCOUNT_ID
from ses_tui.simulator.wire.errors import ApiError
from ses_tui.simulator.wire.signature import SIGNER, Signer

LASTS = 3600
"""Seconds, of the wall clock: signatures have its time."""

_ROLE = re.compile(r"arn:aws[a-z-]*:iam::(\d{12}):role/(?:[^/]+/)*([^/]+)")
_ASSUMED = re.compile(r"ASIA(\d{12})\d{4}")
_numbers = count(1)


def account_of(signer: Signer) -> str:
    """The 12 digits: they are in the access key of an assumed role."""
    assumed = _ASSUMED.fullmatch(signer.access_key)
    return assumed[1] if assumed else ACCOUNT_ID


def get_caller_identity(_account: Account, _request: dict[str, Any]) -> dict[str, Any]:
    """Of the credentials that signed it."""
    number = account_of(SIGNER.get())
    return {
        "UserId": "AROAEXAMPLEEXAMPLE:session",
        "Account": number,
        "Arn": f"arn:aws:sts::{number}:assumed-role/monitor/session",
    }


def assume_role(account: Account, request: dict[str, Any]) -> dict[str, Any]:
    """Everybody may, who knows the external ID if the account is set up to ask for one."""
    role, wanted = _ROLE.fullmatch(request["RoleArn"]), account.scenario.settings.external_id
    if role is None:
        raise ApiError("ValidationError", f"{request['RoleArn']} is invalid")
    if wanted and request.get("ExternalId") != wanted:
        raise ApiError(
            "AccessDenied",
            f"User: arn:aws:iam::{ACCOUNT_ID}:user/monitor is not authorized to perform: sts:AssumeRole on "
            f"resource: {request['RoleArn']}",
            403,
        )
    session = request["RoleSessionName"]
    return {
        "Credentials": {
            "AccessKeyId": f"ASIA{role[1]}{next(_numbers) % 10_000:04}",
            "SecretAccessKey": "simulated",
            "SessionToken": "simulated",
            "Expiration": time.time() + LASTS,
        },
        "AssumedRoleUser": {
            "AssumedRoleId": f"AROAEXAMPLEEXAMPLE:{session}",
            "Arn": f"arn:aws:sts::{role[1]}:assumed-role/{role[2]}/{session}",
        },
    }
