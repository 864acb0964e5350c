"""What went wrong with the credentials, in a line that names the provider, file or variable to mend.

Texts of botocore about its own settings are shown; of what a provider said, nothing: it may hold secrets.
"""

import os
from collections.abc import Callable, Mapping

from botocore import exceptions as boto

from ses_tui.aws.credential_process import ProcessExpired, ProcessFailed
from ses_tui.aws.credentials import CredentialsFailed, MfaNeeded, ProviderSilent, RenewedExpired
from ses_tui.aws.profiles import UnreadableProfiles, config_file, profile_name, source_chain
from ses_tui.aws.service_errors import Context, Finding, login_hint
from ses_tui.core.errors import ErrorKind

Types = type[BaseException] | tuple[type[BaseException], ...]

_PROVIDERS: Mapping[str, str] = {
    "assume-role": "AWS STS (AssumeRole)",
    "assume-role-with-web-identity": "AWS STS (AssumeRoleWithWebIdentity)",
    "sso": "AWS SSO",
    "login": "AWS login",
    "container-role": "the container's credential endpoint",
    "iam-role": "the instance metadata service (IMDS)",
    "Environment": "the environment",
    "Ec2InstanceMetadata": "the instance metadata service (IMDS)",
    "EcsContainer": "the container's credential endpoint",
}
"""botocore's name, or a ``credential_source`` -> what it is."""

_MENDING: Mapping[str, str] = {
    "container-role": "check AWS_CONTAINER_CREDENTIALS_FULL_URI or _RELATIVE_URI, and the role of the task",
    "iam-role": "check the role of the instance, and AWS_EC2_METADATA_SERVICE_ENDPOINT",
    "Environment": "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY",
    "Ec2InstanceMetadata": "check the role of the instance, and AWS_EC2_METADATA_DISABLED",
    "EcsContainer": "check AWS_CONTAINER_CREDENTIALS_FULL_URI or _RELATIVE_URI, and the role of the task",
}

_PROCESS_HINT = "run it by hand to see why; what it said is not shown, since it may hold secrets"

_RULES: tuple[tuple[Types, ErrorKind, str, str], ...] = (
    (
        (MfaNeeded, boto.RefreshWithMFAUnsupportedError),
        ErrorKind.MFA_REQUIRED,
        "{profile} needs an MFA code",
        "quit and start ses-tui again in a terminal: it asks for the code before the screen starts",
    ),
    (ProcessExpired, ErrorKind.CREDENTIALS_EXPIRED, "{error}", _PROCESS_HINT),
    (ProcessFailed, ErrorKind.CREDENTIALS_MISSING, "{error}", _PROCESS_HINT),
    (
        boto.SSOTokenLoadError,
        ErrorKind.CREDENTIALS_EXPIRED,
        "the SSO session has expired or was never opened: {profile} has no token in ~/.aws/sso/cache",
        "{sso_login}",
    ),
    (
        (boto.SSOError, boto.TokenRetrievalError),
        ErrorKind.CREDENTIALS_EXPIRED,
        "the SSO session of {profile} has expired",
        "{sso_login}",
    ),
    (boto.NoAuthTokenError, ErrorKind.CREDENTIALS_MISSING, "{profile} has no SSO token", "{sso_login}"),
    (
        boto.LoginError,
        ErrorKind.CREDENTIALS_EXPIRED,
        "the login session of {profile} has expired",
        "{aws_login}",
    ),
    (
        boto.MetadataRetrievalError,
        ErrorKind.CREDENTIALS_MISSING,
        "the metadata service of the container or instance gave no credentials",
        "check the role of the instance or task",
    ),
    (
        boto.MissingDependencyException,
        ErrorKind.CREDENTIALS_MISSING,
        "{error}",
        "pip install 'botocore[crt]' beside ses-tui",
    ),
    (
        boto.ProfileNotFound,
        ErrorKind.CREDENTIALS_MISSING,
        "{error}",
        "check --profile, AWS_PROFILE and {file}",
    ),
    (
        (boto.InfiniteLoopConfigError, boto.InvalidConfigError, boto.UnknownCredentialError),
        ErrorKind.CREDENTIALS_MISSING,
        "{error}",
        "mend {profile} in {file}",
    ),
    (
        boto.PartialCredentialsError,
        ErrorKind.CREDENTIALS_MISSING,
        "{error}",
        "mend {profile} in {file}, or the AWS_ variables",
    ),
    (
        (boto.ConfigParseError, boto.ConfigNotFound),
        ErrorKind.CREDENTIALS_MISSING,
        "{error}",
        "mend that file",
    ),
)
"""First match counts. ``{error}`` stands only where botocore or we wrote the text ourselves."""


def provider_finding(error: BaseException, context: Context) -> Finding | None:
    """Kind, message and hint for trouble with the credentials; None if the error is none of it."""
    for special, finding in _SPECIAL:
        if isinstance(error, special):
            return finding(error, context)
    for types, kind, message, hint in _RULES:
        if isinstance(error, types):
            words = {
                "error": error,
                "profile": _profile(context),
                "file": config_file(),
                "sso_login": login_hint(context, "aws sso login"),
                "aws_login": login_hint(context, "aws login"),
            }
            return kind, message.format(**words), hint.format(**words)
    return None


def _profile(context: Context) -> str:
    return f"profile {profile_name(context.profile)!r}"


def _silent(error: BaseException, context: Context) -> Finding:
    provider = str(error.args[0])
    name = _PROVIDERS.get(provider, provider or "the lookup of the credentials")
    return (
        ErrorKind.CREDENTIALS_MISSING,
        f"{name} has not answered: {_profile(context)} has no credentials",
        _MENDING.get(provider, _PROCESS_HINT if " " in provider else "check the network and the profile"),
    )


def _gave_none(error: BaseException, context: Context) -> Finding:
    provider = str(getattr(error, "kwargs", {}).get("provider", ""))
    return (
        ErrorKind.CREDENTIALS_MISSING,
        f"{_PROVIDERS.get(provider, provider)} gave no credentials for {_profile(context)}",
        _MENDING.get(provider, _PROCESS_HINT),
    )


def _none_found(_error: BaseException, context: Context) -> Finding:
    if context.profile or os.environ.get("AWS_PROFILE"):
        message = f"{_profile(context)} gives no credentials"
        hint = f"log in, or put sso_session, role_arn, credential_process or keys into {config_file()}"
        return ErrorKind.CREDENTIALS_MISSING, message, hint
    off = os.environ.get("AWS_EC2_METADATA_DISABLED", "").lower() == "true"
    instance = "AWS_EC2_METADATA_DISABLED is set" if off else "no instance metadata (IMDS) answered"
    message = f"no AWS credentials were found: none in the environment or {_profile(context)}, and {instance}"
    hint = "log in (aws sso login, aws configure), set AWS_PROFILE, or give --profile"
    return ErrorKind.CREDENTIALS_MISSING, message, hint


def _renewed_expired(_error: BaseException, _context: Context) -> Finding:
    if until := os.environ.get("AWS_CREDENTIAL_EXPIRATION"):
        message = f"the credentials of the environment have expired (AWS_CREDENTIAL_EXPIRATION={until})"
        return ErrorKind.CREDENTIALS_EXPIRED, message, "start ses-tui again with new ones"
    return (
        ErrorKind.CREDENTIALS_EXPIRED,
        "the credentials were renewed and have expired all the same",
        "log in again, and check this machine's clock",
    )


def _broken(error: BaseException, context: Context) -> Finding:
    """The provider broke on what it was given: a file that is not there, a text that is malformed."""
    cause = error.__cause__ or error
    where = f"{_profile(context)} in {config_file()}"
    text = str(cause)
    if isinstance(cause, OSError) and cause.filename:
        name = _naming(str(cause.filename), context)
        message = f"{name} {cause.filename} can't be read: {cause.strerror}"
        return ErrorKind.CREDENTIALS_MISSING, message, f"check what writes that file, or mend {where}"
    if isinstance(cause, ValueError) and "quotation" in text:
        return ErrorKind.CREDENTIALS_MISSING, "credential_process: a quote is not closed", f"mend {where}"
    if (
        isinstance(cause, ValueError)
        and "host" in text
        and (uri := os.environ.get("AWS_CONTAINER_CREDENTIALS_FULL_URI"))
    ):
        message = (
            f"AWS_CONTAINER_CREDENTIALS_FULL_URI={uri} may not be used: neither HTTPS nor a loopback host"
        )
        return ErrorKind.CREDENTIALS_MISSING, message, "mend that variable"
    if (until := os.environ.get("AWS_CREDENTIAL_EXPIRATION")) and "Parser" in type(cause).__name__:
        message = f"AWS_CREDENTIAL_EXPIRATION={until} is no time"
        return ErrorKind.CREDENTIALS_MISSING, message, "write it as 2026-11-24T14:00:00Z, or unset it"
    message = f"looking up the credentials of {_profile(context)} failed ({type(cause).__name__})"
    return ErrorKind.CREDENTIALS_MISSING, message, f"check {where}"


def _naming(file: str, context: Context) -> str:
    """Which variable or setting names that file."""
    for name, value in os.environ.items():
        if name.startswith("AWS_") and value == file:
            return name
    try:
        chain = source_chain(context.profile)
    except UnreadableProfiles:
        chain = ()
    named = (name for profile in chain for name, value in profile.items() if value == file)
    return next(named, "the file")


_SPECIAL: tuple[tuple[type[BaseException], Callable[[BaseException, Context], Finding]], ...] = (
    (boto.NoCredentialsError, _none_found),
    (ProviderSilent, _silent),
    (boto.CredentialRetrievalError, _gave_none),
    (RenewedExpired, _renewed_expired),
    (CredentialsFailed, _broken),
)
