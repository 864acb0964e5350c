"""GetMessageInsights: one message, only when somebody asks (personal data; once a second; needs VDM)."""

from math import inf

from ses_tui.aws import shapes
from ses_tui.aws.operations import MESSAGE, Calls
from ses_tui.core.events.masking import mask, mask_within
from ses_tui.core.message_life import LifeEvent, MessageLife, RecipientLife
from ses_tui.core.resources import VERBATIM_CAP
from ses_tui.core.text import safe


async def read_message(caller: Calls, id: str, *, reveal: bool) -> MessageLife:
    """The life of the message that SES called ``id``. ``reveal``: addresses whole, and the subject."""
    answer = await caller.call(MESSAGE, MessageId=id)
    sender, subject = shapes.text(answer, "FromEmailAddress"), shapes.text(answer, "Subject")
    return MessageLife(
        shapes.text(answer, "MessageId") or safe(id),
        sender if reveal else mask(sender),
        subject if reveal else "",
        tuple(
            (shapes.text(tag, "Name"), shapes.text(tag, "Value"))
            for tag in shapes.structs(answer, "EmailTags")
        ),
        tuple(_recipient(one, reveal) for one in shapes.structs(answer, "Insights")),
    )


def _recipient(answer: shapes.Answer, reveal: bool) -> RecipientLife:
    address = shapes.text(answer, "Destination")
    events = [_event(one, "" if reveal else address, reveal) for one in shapes.structs(answer, "Events")]
    events.sort(key=lambda event: inf if event.at is None else event.at)
    return RecipientLife(address if reveal else mask(address), shapes.text(answer, "Isp"), tuple(events))


def _event(answer: shapes.Answer, address: str, reveal: bool) -> LifeEvent:
    details = shapes.struct(answer, "Details")
    bounce, complaint = shapes.struct(details, "Bounce"), shapes.struct(details, "Complaint")
    said = (
        shapes.text(bounce, "BounceType"),
        shapes.text(bounce, "BounceSubType"),
        safe(shapes.raw_text(bounce, "DiagnosticCode"), VERBATIM_CAP),
        shapes.text(complaint, "ComplaintSubType"),
        shapes.text(complaint, "ComplaintFeedbackType"),
    )
    words = " · ".join(word for word in said if word)
    return LifeEvent(
        shapes.as_time(answer.get("Timestamp")),
        shapes.text(answer, "Type"),
        words if reveal else mask_within(words, address),
    )
