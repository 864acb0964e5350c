"""The least Textual app: what a start, an idle minute and a process cost before we add anything."""

from typing import ClassVar

from textual.app import App, ComposeResult
from textual.widgets import Footer, Header, Static


class Bare(App[None]):
    """A header, a line, a footer."""

    BINDINGS: ClassVar = [("q", "quit", "quit")]

    def compose(self) -> ComposeResult:
        yield Header()
        yield Static("READY " * 40)
        yield Footer()


if __name__ == "__main__":
    Bare().run()
