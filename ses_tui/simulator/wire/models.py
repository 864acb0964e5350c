"""The service models that botocore ships: shapes, constraints and routes, loaded when first needed."""

import re
from functools import cache
from typing import Any, NamedTuple
from urllib.parse import unquote

_QUERY_VERSIONS = {"2010-12-01": "ses", "2011-06-15": "sts", "2010-08-01": "cloudwatch"}
_TARGETS = {"GraniteServiceVersion20100801": "cloudwatch", "AmazonSQS": "sqs"}
_OLDER_PATHS = {
    # botocore before 1.43.105 and the AWS CLI v1 list with GET; the model only knows the newer POST.
    ("GET", "/v2/email/identities"): "ListEmailIdentities",
    ("GET", "/v2/email/configuration-sets"): "ListConfigurationSets",
}
_READS = ("Get", "List", "Describe", "BatchGet", "ReceiveMessage", "DeleteMessage", "AssumeRole")


class Route(NamedTuple):
    """Where a request belongs. `parameters` come from the path; `older` marks the GET form of a list."""

    service: str
    operation: str
    protocol: str  # json, rest-json or query
    parameters: dict[str, str]
    older: bool = False

    @property
    def is_write(self) -> bool:
        return not self.operation.startswith(_READS)


@cache
def model(service: str) -> Any:
    """botocore's ServiceModel (it has no types)."""
    from botocore.loaders import Loader
    from botocore.model import ServiceModel

    return ServiceModel(Loader().load_service_model(service, "service-2"), service)


@cache
def operation_model(service: str, operation: str) -> Any:
    return model(service).operation_model(operation)


@cache
def _rest_routes(service: str) -> list[tuple[str, re.Pattern[str], str]]:
    routes = []
    for name in model(service).operation_names:
        http = operation_model(service, name).http
        path = http["requestUri"].split("?")[0].rstrip("/")
        pattern = re.sub(r"\\{(\w+)\\}", r"(?P<\1>[^/]+)", re.escape(path))
        routes.append((http["method"], re.compile(pattern), name))
    # A fixed path before one with a parameter in the same place.
    return sorted(routes, key=lambda route: route[1].pattern.count("(?P<"))


def find(method: str, raw_path: str, target: str | None, form: dict[str, str]) -> Route | None:
    """The operation that a request asks for, or None."""
    if target is not None:
        prefix, _, operation = target.partition(".")
        service = _TARGETS.get(prefix)
        known = service is not None and operation in model(service).operation_names
        return Route(service, operation, "json", {}) if service is not None and known else None
    if "Action" in form:
        service = _QUERY_VERSIONS.get(form.get("Version", ""))
        known = service is not None and form["Action"] in model(service).operation_names
        return Route(service, form["Action"], "query", {}) if service is not None and known else None
    path = raw_path.rstrip("/")
    if not path.startswith("/v2/email"):
        return None
    older = _OLDER_PATHS.get((method, path))
    if older is not None:
        return Route("sesv2", older, "rest-json", {}, older=True)
    for verb, pattern, name in _rest_routes("sesv2"):
        found = pattern.fullmatch(path) if verb == method else None
        if found is not None:
            return Route(
                "sesv2", name, "rest-json", {key: unquote(text) for key, text in found.groupdict().items()}
            )
    return None
