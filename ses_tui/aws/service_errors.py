"""Errors that a service (or whoever answered in its place) stated: ``botocore``'s ClientError."""

import re
import shlex
from dataclasses import dataclass

from botocore.exceptions import ClientError

from ses_tui.aws import shapes
from ses_tui.aws.operations import MESSAGE, iam_action
from ses_tui.core.errors import ErrorKind
from ses_tui.core.text import MESSAGE_CAP, safe

SKEW_LIMIT = 240.0
"""Seconds by which our clock may differ before it is held to be why a signature was refused.

AWS refuses from 300 s.
"""


@dataclass(frozen=True, slots=True)
class Context:
    """Which call an error belongs to."""

    source: str
    service: str
    """botocore's name."""
    operation: str
    profile: str = ""
    """Empty: what the environment says."""
    sso: bool = False
    """Whether the profile logs in with SSO."""
    asked_for_mfa: bool = False
    """Whether the keys come from an MFA code that was typed at the start."""
    skew: float | None = None
    """Seconds that our clock is ahead of AWS's; None: not known."""


Finding = tuple[ErrorKind, str, str]

_THROTTLED = frozenset(
    {
        "BandwidthLimitExceeded",
        "LimitExceededException",
        "PriorRequestNotComplete",
        "RequestLimitExceeded",
        "RequestThrottled",
        "RequestThrottledException",
        "SlowDown",
        "ThrottledException",
        "Throttling",
        "ThrottlingException",
        "TooManyRequestsException",
    }
)
_EXPIRED = frozenset(
    {"ExpiredToken", "ExpiredTokenException", "TokenRefreshRequired", "UnauthorizedException"}
)
_WEB_IDENTITY = frozenset({"ExpiredTokenException", "IDPRejectedClaim", "InvalidIdentityToken"})
_NOT_KNOWN = frozenset(
    {"InvalidClientTokenId", "UnrecognizedClientException", "InvalidAccessKeyId", "AuthFailure"}
)
_SKEWED = frozenset({"RequestTimeTooSkewed", "RequestInTheFuture", "RequestExpired"})
_SIGNATURE = frozenset(
    {
        "IncompleteSignature",
        "IncompleteSignatureException",
        "InvalidSignatureException",
        "MissingAuthenticationToken",
        "MissingAuthenticationTokenException",
        "SignatureDoesNotMatch",
    }
)
_DENIED = frozenset(
    {"AccessDenied", "AccessDeniedException", "AuthorizationError", "NotAuthorized", "UnauthorizedOperation"}
)
_NOT_SUBSCRIBED = frozenset({"OptInRequired", "SubscriptionRequiredException"})
_UNKNOWN_OPERATION = frozenset(
    {
        "InvalidAction",
        "NotImplemented",
        "UnknownOperation",
        "UnknownOperationException",
        "UnrecognizedOperation",
    }
)
_TIME_WORDS = re.compile(r"expired|not yet current|clock|skew", re.IGNORECASE)
_VDM_OFF = re.compile(
    r"(vdm|virtual deliverability)[^.]*(enabl|disabl|subscri|not available|off)"
    r"|(enabl|disabl|subscri)[^.]*(vdm|virtual deliverability)",
    re.IGNORECASE,
)
_EXPLICIT = re.compile(r"explicit deny in an? ([\w -]*?(?:policy|permissions boundary))", re.IGNORECASE)
_LACKS = re.compile(r"because no ([\w -]*?(?:policy|permissions boundary)) allows", re.IGNORECASE)
"""AWS's words (IAM user guide, troubleshooting access denied error messages)."""
_OF_VDM = frozenset({"BatchGetMetricData", "ListRecommendations"})
_REQUEST_ID = re.compile(r"\s*\(?(Service:[^)]*?)?request ?id:?\s*[\w-]+[^)]*\)?", re.IGNORECASE)
_ENCODED = re.compile(r"\s*Encoded authorization failure message:.*", re.IGNORECASE | re.DOTALL)


def login_hint(context: Context, command: str) -> str:
    """What to type to log in again: ``aws sso login --profile prod``."""
    if context.asked_for_mfa:
        return "quit and start ses-tui again in a terminal: it asks for a new MFA code"
    if not command.startswith("aws "):
        return f"{command}{f' (profile {context.profile})' if context.profile else ''}"
    return f"{command} --profile {shlex.quote(context.profile)}" if context.profile else command


def classify_service_error(error: ClientError, context: Context) -> Finding:
    """Kind, message and hint for what a service stated."""
    response: shapes.Answer = error.response
    stated = shapes.struct(response, "Error")
    code = shapes.raw_text(stated, "Code").rpartition("#")[2]
    status = shapes.number(shapes.struct(response, "ResponseMetadata"), "HTTPStatusCode") or 0
    raw = shapes.raw_text(stated, "Message") or shapes.raw_text(response, "message")
    operation = str(getattr(error, "operation_name", "") or context.operation)
    return (
        _provider(code, operation, context)
        or _credentials(code, raw, context)
        or _answered_by_other(code, int(status), raw, operation)
        or _stated(code, int(status), raw, operation, context)
    )


def _provider(code: str, operation: str, context: Context) -> Finding | None:
    """What a service says that gives credentials out."""
    if operation == "GetRoleCredentials" and code == "ForbiddenException":
        return (
            ErrorKind.ACCESS_DENIED,
            "SSO gives no access to this role of this account",
            f"check sso_account_id and sso_role_name of profile {context.profile or 'default'!r}",
        )
    if operation == "AssumeRoleWithWebIdentity" and code in _WEB_IDENTITY:
        return (
            ErrorKind.CREDENTIALS_EXPIRED,
            f"AWS does not accept the web identity token ({code})",
            "check what writes the file of AWS_WEB_IDENTITY_TOKEN_FILE, or of web_identity_token_file",
        )
    return None


def _credentials(code: str, raw: str, context: Context) -> Finding | None:
    skewed = context.skew is not None and abs(context.skew) > SKEW_LIMIT
    if code in _SKEWED or (code in _SIGNATURE and (skewed or _TIME_WORDS.search(raw))):
        by = f" by {abs(context.skew or 0):.0f} s" if skewed else ""
        return (
            ErrorKind.CLOCK_SKEW,
            f"AWS refuses the signature: this machine's clock is wrong{by}",
            "set the clock (timedatectl set-ntp true, or sntp)",
        )
    if code in _EXPIRED:
        kind = ErrorKind.MFA_REQUIRED if context.asked_for_mfa else ErrorKind.CREDENTIALS_EXPIRED
        command = "aws sso login" if context.sso else "log in again"
        return kind, "the credentials have expired", login_hint(context, command)
    if code in _NOT_KNOWN:
        command = "aws sso login" if context.sso else "log in again, or check the access key and the Region"
        return (
            ErrorKind.CREDENTIALS_EXPIRED,
            "AWS does not accept the credentials (no longer valid)",
            login_hint(context, command),
        )
    if code in _SIGNATURE:
        return (
            ErrorKind.CREDENTIALS_MISSING,
            "AWS refuses the signature: the secret key does not fit the access key",
            "check the credentials; a proxy that changes requests does this too",
        )
    return None


_MARKUP = re.compile(r"<\s*(?:!|\?|/|html|head|body|title|center|h1|script|meta)", re.IGNORECASE)
"""A page where an answer should be; AWS's own sentences have names in such brackets."""


def _answered_by_other(code: str, status: int, raw: str, operation: str) -> Finding | None:
    if status == 407:
        return ErrorKind.PROXY, "the proxy wants a login", "put user and password into HTTPS_PROXY"
    if code in _UNKNOWN_OPERATION or (status in (404, 501) and not code.endswith("Exception")):
        return (
            ErrorKind.SERVICE,
            f"this endpoint does not know {operation}",
            "check the Region and --endpoint-url; a stand-in for AWS may lack it",
        )
    if status < 500 and status != 429 and (not code or code.isdecimal() or _MARKUP.search(raw[:256])):
        return (
            ErrorKind.SERVICE,
            f"the answer is not from AWS (HTTP {status})",
            "a proxy or captive portal may have answered: check the network, HTTPS_PROXY, AWS_ENDPOINT_URL",
        )
    return None


def _stated(code: str, status: int, raw: str, operation: str, context: Context) -> Finding:
    message = _tidy(raw)
    if code in _THROTTLED or status == 429:
        return (
            ErrorKind.THROTTLED,
            f"AWS throttles {operation}",
            "something else may use the same quota; read less often under [poll]",
        )
    if code in _DENIED:
        action = iam_action(context.service, operation)
        return ErrorKind.ACCESS_DENIED, message or f"{action} is not allowed", _allowing(action, raw)
    if code in _NOT_SUBSCRIBED:
        return (
            ErrorKind.NOT_ENABLED,
            message or "the account is not signed up for this",
            "enable it in the AWS console",
        )
    if status >= 500:
        return (
            ErrorKind.SERVICE,
            f"AWS answers {status} ({safe(code, 60)})",
            "AWS has trouble of its own: https://health.aws.amazon.com",
        )
    return _refused(code, message, raw, operation)


def _refused(code: str, message: str, raw: str, operation: str) -> Finding:
    """The request as it was made."""
    if operation == MESSAGE.name and code == "NotFoundException":
        return (
            ErrorKind.INVALID_REQUEST,
            "no such message in this Region in the days that VDM keeps",
            "check the id, the Region, and that VDM was on when it was sent",
        )
    if operation in _OF_VDM and _VDM_OFF.search(raw):
        return (
            ErrorKind.NOT_ENABLED,
            "Virtual Deliverability Manager is off in this Region",
            "turn it on in the SES console for rows per ISP and identity; ses-tui doctor says what it costs",
        )
    return (
        ErrorKind.INVALID_REQUEST,
        f"{safe(code, 60)}: {message}" if message else safe(code, 60),
        "the Region or this account may lack it",
    )


def _allowing(action: str, raw: str) -> str:
    """What helps: AWS says which policy denies, or which lacks the allowance."""
    if denies := _EXPLICIT.search(raw):
        return f"the {denies[1]} denies it: remove that deny of {action}; allowing it elsewhere does not help"
    if action == "sts:AssumeRole":
        return (
            "allow sts:AssumeRole on that role (ses-tui iam-policy --base); "
            "its trust policy must name these credentials, and their external_id if it asks for one"
        )
    lacks = _LACKS.search(raw)
    if lacks and lacks[1] not in ("identity-based policy", "resource-based policy"):
        return f"allow {action} in the {lacks[1]} too"
    return f"allow {action} (ses-tui iam-policy)"


def _tidy(raw: str) -> str:
    """AWS's text on one line, without request ids, encoded blobs and the last period: a hint may follow."""
    return safe(_REQUEST_ID.sub("", _ENCODED.sub("", raw)).rstrip(" .").lstrip(), MESSAGE_CAP)
