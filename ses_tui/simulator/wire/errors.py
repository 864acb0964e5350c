"""An error as the service reports it: each protocol has its own words and status for the same thing."""

from typing import NamedTuple


class ApiError(Exception):
    """Refuses a request. `code` is the error's name on the wire, `status` the HTTP status; `shape` is the
    exception's name in the model, where a service of query ancestry has two."""

    def __init__(self, code: str, message: str, status: int = 400, shape: str | None = None) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message
        self.status = status
        self.shape = shape


class Words(NamedTuple):
    """(code, status) of the errors that are common to all operations of one service."""

    invalid: tuple[str, int]
    access_denied: tuple[str, int]
    throttled: tuple[str, int]
    expired: tuple[str, int]
    internal: tuple[str, int]
    unavailable: tuple[str, int]


_WORDS = {
    # The JSON services of query ancestry say both names; botocore reports the query one (see answers.py).
    "cloudwatch": Words(
        ("InvalidParameterValue", 400),
        ("AccessDenied", 403),
        ("Throttling", 400),
        ("ExpiredToken", 403),
        ("InternalServiceError", 500),
        ("ServiceUnavailable", 503),
    ),
    "sqs": Words(
        ("InvalidParameterValue", 400),
        ("AccessDenied", 403),
        ("RequestThrottled", 403),
        ("ExpiredToken", 403),
        ("InternalFailure", 500),
        ("ServiceUnavailable", 503),
    ),
    "sesv2": Words(
        ("BadRequestException", 400),
        ("AccessDeniedException", 403),
        ("TooManyRequestsException", 429),
        ("ExpiredTokenException", 403),
        ("InternalServiceErrorException", 500),
        ("ServiceUnavailableException", 503),
    ),
    "query": Words(
        ("ValidationError", 400),
        ("AccessDenied", 403),
        ("Throttling", 400),
        ("ExpiredToken", 403),
        ("InternalFailure", 500),
        ("ServiceUnavailable", 503),
    ),
}


def words(service: str) -> Words:
    return _WORDS.get(service, _WORDS["query"])


def invalid(service: str, message: str) -> ApiError:
    code, status = words(service).invalid
    return ApiError(code, message, status)


def throttled(service: str) -> ApiError:
    code, status = words(service).throttled
    return ApiError(code, "Rate exceeded", status)


def access_denied(service: str, operation: str) -> ApiError:
    code, status = words(service).access_denied
    prefix = {"sesv2": "ses"}.get(service, service)
    return ApiError(
        code,
        "User: arn:aws:sts::123456789012:assumed-role/monitor/session is not authorized to perform: "
        f"{prefix}:{operation} because no identity-based policy allows the {prefix}:{operation} action",
        status,
    )


def expired(service: str) -> ApiError:
    code, status = words(service).expired
    return ApiError(code, "The security token included in the request is expired", status)


def internal(service: str) -> ApiError:
    code, status = words(service).internal
    return ApiError(code, "The request processing has failed because of an unknown error", status)


def unavailable(service: str) -> ApiError:
    code, status = words(service).unavailable
    return ApiError(code, "Service is temporarily unavailable", status)
