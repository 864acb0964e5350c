"""One event of every type, in the shapes of the SES documentation ("Examples of event data")."""

import json
from copy import deepcopy
from typing import Any

TAGS = {
    "ses:configuration-set": ["ConfigSet"],
    "ses:source-ip": ["192.0.2.0"],
    "ses:from-domain": ["example.com"],
    "ses:caller-identity": ["ses_user"],
}


def mail(number: int = 0, recipient: str = "recipient@example.com") -> dict[str, Any]:
    """The ``mail`` object of message ``number``."""
    return {
        "timestamp": "2017-08-05T00:40:02.012Z",
        "source": "Sender Name <sender@example.com>",
        "sourceArn": "arn:aws:ses:us-east-1:123456789012:identity/sender@example.com",
        "sendingAccountId": "123456789012",
        "messageId": f"EXAMPLE7c191be45-e9aedb9a-02f9-4d12-a87d-{number:012d}-000000",
        "destination": [recipient],
        "headersTruncated": False,
        "headers": [
            {"name": "From", "value": "Sender Name <sender@example.com>"},
            {"name": "To", "value": recipient},
        ],
        "commonHeaders": {
            "from": ["Sender Name <sender@example.com>"],
            "to": [recipient],
            "messageId": f"EXAMPLE7c191be45-e9aedb9a-02f9-4d12-a87d-{number:012d}-000000",
            "subject": "Message sent from Amazon SES",
        },
        "tags": deepcopy(TAGS),
    }


def details(recipient: str) -> dict[str, tuple[str, dict[str, Any]]]:
    """Event type -> its section and what stands in it."""
    opened = {"ipAddress": "192.0.2.1", "timestamp": "2017-08-09T22:00:19.652Z", "userAgent": "Mozilla/5.0"}
    return {
        "Bounce": (
            "bounce",
            {
                "bounceType": "Permanent",
                "bounceSubType": "General",
                "bouncedRecipients": [
                    {
                        "emailAddress": recipient,
                        "action": "failed",
                        "status": "5.1.1",
                        "diagnosticCode": "smtp; 550 5.1.1 user unknown",
                    }
                ],
                "timestamp": "2017-08-05T00:41:02.669Z",
                "feedbackId": "01000157c44f053b-61b59c11-9236-11e6-8f96-7be8aexample-000000",
                "reportingMTA": "dsn; mta.example.com",
            },
        ),
        "Complaint": (
            "complaint",
            {
                "complainedRecipients": [{"emailAddress": recipient}],
                "timestamp": "2017-08-05T00:41:02.669Z",
                "feedbackId": "01000157c44f053b-61b59c11-9236-11e6-8f96-7be8aexample-000001",
                "userAgent": "AnyCompany Feedback Loop (V0.01)",
                "complaintFeedbackType": "abuse",
                "arrivalDate": "2017-08-05T00:41:02.669Z",
            },
        ),
        "Delivery": (
            "delivery",
            {
                "timestamp": "2016-10-19T23:21:04.133Z",
                "processingTimeMillis": 11893,
                "recipients": [recipient],
                "smtpResponse": "250 2.6.0 Message received",
                "remoteMtaIp": "123.456.789.012",
                "reportingMTA": "mta.example.com",
            },
        ),
        "Send": ("send", {}),
        "Reject": ("reject", {"reason": "Bad content"}),
        "Open": ("open", opened),
        "Click": (
            "click",
            {**opened, "link": "https://aws.amazon.com/ses/", "linkTags": {"samplekey0": ["samplevalue0"]}},
        ),
        "Rendering Failure": (
            "failure",
            {
                "errorMessage": "Attribute 'attributeName' is not present in the rendering data.",
                "templateName": "MyTemplate",
            },
        ),
        "DeliveryDelay": (
            "deliveryDelay",
            {
                "timestamp": "2020-06-16T00:25:40.095Z",
                "delayType": "TransientCommunicationFailure",
                "expirationTime": "2020-06-16T00:25:40.914Z",
                "delayedRecipients": [
                    {
                        "emailAddress": recipient,
                        "status": "4.4.1",
                        "diagnosticCode": "smtp; 421 4.4.1 Unable to connect to remote host",
                    }
                ],
            },
        ),
        "Subscription": (
            "subscription",
            {
                "contactList": "ContactList",
                "timestamp": "2022-01-12T01:00:17.910Z",
                "source": "UnsubscribeHeader",
                "newTopicPreferences": {
                    "unsubscribeAll": True,
                    "topicSubscriptionStatus": [
                        {"topicName": "ExampleTopicName", "subscriptionStatus": "OptOut"}
                    ],
                },
                "oldTopicPreferences": {
                    "unsubscribeAll": False,
                    "topicSubscriptionStatus": [
                        {"topicName": "ExampleTopicName", "subscriptionStatus": "OptOut"}
                    ],
                },
            },
        ),
    }


TYPES = tuple(details(""))


def event(kind: str, number: int = 0, recipient: str = "recipient@example.com") -> dict[str, Any]:
    """The event of message ``number``."""
    section, content = details(recipient)[kind]
    return {"eventType": kind, section: content, "mail": mail(number, recipient)}


def bounce(diagnostic: str, status: str | None = None, **changed: Any) -> dict[str, Any]:
    """A bounce with this text; ``changed``: other members of ``bounce``."""
    made = event("Bounce")
    made["bounce"]["bouncedRecipients"][0].update(diagnosticCode=diagnostic, status=status)
    made["bounce"].update(changed)
    return made


def envelope(content: dict[str, Any], publication: str = "02f86d9b") -> str:
    """The SNS notification, as it lies in a queue without raw delivery."""
    return json.dumps(
        {
            "Type": "Notification",
            "MessageId": publication,
            "TopicArn": "arn:aws:sns:us-east-1:123456789012:ses",
            "Subject": "Amazon SES Email Event Notification",
            "Message": json.dumps(content) + "\n",
            "Timestamp": "2017-08-05T00:41:03.000Z",
        }
    )
