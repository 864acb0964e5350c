"""From a plain dict to bytes by the output shape, and errors in each protocol's own form.

Handlers give timestamps as UTC epoch seconds. A member that the shape does not have raises: a mistake here.
"""

import json
import uuid
from datetime import UTC, datetime
from typing import Any, NamedTuple
from xml.sax.saxutils import escape

from ses_tui.simulator.wire.errors import ApiError
from ses_tui.simulator.wire.models import Route, model, operation_model


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes


def answer(route: Route, value: dict[str, Any]) -> Answer:
    """A successful answer."""
    operation = operation_model(route.service, route.operation)
    request_id = str(uuid.uuid4())
    if route.protocol == "query":
        return Answer(200, _xml_headers(request_id), _query_answer(operation, value, request_id))
    shape = operation.output_shape
    body = b"" if shape is None else json.dumps(_plain(shape, value)).encode()
    return Answer(200, _json_headers(route, request_id), body or b"{}")


def refusal(route: Route | None, error: ApiError) -> Answer:
    """An error answer, as the protocol of the route writes it."""
    request_id = str(uuid.uuid4())
    if route is None or route.protocol == "rest-json":
        headers = {
            "Content-Type": "application/json",
            "x-amzn-RequestId": request_id,
            "x-amzn-ErrorType": error.code,
        }
        return Answer(error.status, headers, json.dumps({"message": error.message}).encode())
    if route.protocol == "json":
        # These two services were query once: the header carries the code that clients have always seen.
        headers = _json_headers(route, request_id)
        side = "Sender" if error.status < 500 else "Receiver"
        headers["x-amzn-query-error"] = f"{error.code};{side}"
        body = {"__type": error.shape or _shape_name(route.service, error.code), "message": error.message}
        return Answer(error.status, headers, json.dumps(body).encode())
    namespace = model(route.service).metadata.get("xmlNamespace", "")
    side = "Sender" if error.status < 500 else "Receiver"
    text = (
        f'<ErrorResponse xmlns="{namespace}"><Error><Type>{side}</Type><Code>{escape(error.code)}</Code>'
        f"<Message>{escape(error.message)}</Message></Error><RequestId>{request_id}</RequestId></ErrorResponse>"
    )
    return Answer(error.status, _xml_headers(request_id), text.encode())


def _shape_name(service: str, code: str) -> str:
    """The exception shape that stands for a query code, such as InvalidParameterValueException."""
    for shape in model(service).error_shapes:
        if code in (shape.name, shape.error_code):
            return str(shape.name)
    return code


def _json_headers(route: Route, request_id: str) -> dict[str, str]:
    version = model(route.service).metadata["jsonVersion"]
    kind = "application/json" if route.protocol == "rest-json" else f"application/x-amz-json-{version}"
    return {"Content-Type": kind, "x-amzn-RequestId": request_id}


def _xml_headers(request_id: str) -> dict[str, str]:
    return {"Content-Type": "text/xml", "x-amzn-RequestId": request_id}


def _plain(shape: Any, value: Any) -> Any:
    kind = shape.type_name
    if kind == "structure":
        return {name: _plain(shape.members[name], item) for name, item in value.items() if item is not None}
    if kind == "list":
        member = shape.member
        if member.type_name in ("structure", "list", "map"):
            return [_plain(member, item) for item in value]
        return list(value)
    if kind == "map":
        return {key: _plain(shape.value, item) for key, item in value.items()}
    return value


def _query_answer(operation: Any, value: dict[str, Any], request_id: str) -> bytes:
    name = operation.name
    shape = operation.output_shape
    namespace = operation.service_model.metadata.get("xmlNamespace", "")
    inner = (
        ""
        if shape is None
        else "".join(_element(shape.members[key], key, item) for key, item in value.items())
    )
    text = (
        f'<{name}Response xmlns="{namespace}"><{name}Result>{inner}</{name}Result>'
        f"<ResponseMetadata><RequestId>{request_id}</RequestId></ResponseMetadata></{name}Response>"
    )
    return text.encode()


def _element(shape: Any, name: str, value: Any) -> str:
    if value is None:
        return ""
    kind = shape.type_name
    if kind == "structure":
        inner = "".join(_element(shape.members[key], key, item) for key, item in value.items())
    elif kind == "list":
        inner = "".join(_element(shape.member, "member", item) for item in value)
    elif kind == "timestamp":
        inner = datetime.fromtimestamp(value, UTC).isoformat().replace("+00:00", "Z")
    elif kind == "boolean":
        inner = "true" if value else "false"
    else:
        inner = escape(value) if isinstance(value, str) else str(value)
    return f"<{name}>{inner}</{name}>"
