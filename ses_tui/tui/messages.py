"""What travels inside the screen."""

from textual.message import Message

from ses_tui.core.model import Metric, Subject


class MailArrived(Message):
    """The engine's thread has left something in the mailbox."""

    bubble = False


class Opened(Message):
    """The user wants to know more about one number."""

    def __init__(self, subject: Subject, metric: Metric) -> None:
        super().__init__()
        self.subject = subject
        self.metric = metric
