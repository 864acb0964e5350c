"""What travels inside the screen."""

from textual.message import Message

from ses_tui.core.model import Metric, Subject


class MailArrived(Message):
    """The engine's thread has left something in the mailbox."""

    bubble = False


class Chosen(Message):
    """The user wants to see another target; ``name`` as in the snapshot."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name


class Opened(Message):
    """The user wants to know more about one number."""

    def __init__(self, subject: Subject, metric: Metric) -> None:
        super().__init__()
        self.subject = subject
        self.metric = metric
