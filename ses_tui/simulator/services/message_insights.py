"""SESv2 GetMessageInsights, for the messages whose events were received from the queue."""

import json
from datetime import datetime
from typing import Any

from ses_tui.simulator.account import Account
from ses_tui.simulator.event_text import isp_of
from ses_tui.simulator.wire.errors import ApiError

_TYPES = {
    "Bounce": "BOUNCE",
    "Complaint": "COMPLAINT",
    "DeliveryDelay": "DELIVERY_DELAY",
    "Reject": "REJECT",
    "Rendering Failure": "RENDERING_FAILURE",
}


def get_message_insights(account: Account, request: dict[str, Any]) -> dict[str, Any]:
    wanted = request["MessageId"]
    events = [event for body in account.queue.given_out if (event := _event(body, wanted)) is not None]
    if not events:
        raise ApiError("NotFoundException", f"Message <{wanted}> was not found.", 404)
    mail = events[0]["mail"]
    recipient = mail["destination"][0]
    sent = events[0]["eventType"] != "Rendering Failure"
    life = [{"Timestamp": _at(mail["timestamp"]), "Type": "SEND"}] if sent else []
    if any(event["eventType"] == "Complaint" for event in events):
        life.append({"Timestamp": _at(mail["timestamp"]) + 1, "Type": "DELIVERY"})
    life += [_one(event) for event in events]
    return {
        "MessageId": wanted,
        "FromEmailAddress": mail["source"],
        "Subject": mail["commonHeaders"]["subject"],
        "EmailTags": [{"Name": name, "Value": values[0]} for name, values in mail["tags"].items()],
        "Insights": [{"Destination": recipient, "Isp": isp_of(recipient), "Events": life}],
    }


def _event(body: str, wanted: str) -> dict[str, Any] | None:
    if wanted not in body:
        return None
    event: dict[str, Any] = json.loads(json.loads(body)["Message"])
    return event if event["mail"]["messageId"] == wanted else None


def _one(event: dict[str, Any]) -> dict[str, Any]:
    kind = event["eventType"]
    details: dict[str, Any] = {}
    at = event["mail"]["timestamp"]
    if kind == "Bounce":
        bounce = event["bounce"]
        at = bounce["timestamp"]
        details["Bounce"] = {
            "BounceType": bounce["bounceType"].upper(),
            "BounceSubType": bounce["bounceSubType"],
            "DiagnosticCode": bounce["bouncedRecipients"][0]["diagnosticCode"],
        }
    elif kind == "Complaint":
        at = event["complaint"]["timestamp"]
        details["Complaint"] = {"ComplaintFeedbackType": event["complaint"]["complaintFeedbackType"]}
    elif kind == "DeliveryDelay":
        at = event["deliveryDelay"]["timestamp"]
    return {"Timestamp": _at(at), "Type": _TYPES[kind], **({"Details": details} if details else {})}


def _at(text: str) -> float:
    return datetime.fromisoformat(text).timestamp()
