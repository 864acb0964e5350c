"""Where news are shown: over the line above the keys, which always stay."""

from ses_tui.tui.draw.bandstyle import StyledLine
from ses_tui.tui.linewidget import LineWidget
from ses_tui.tui.news import news_line
from ses_tui.tui.viewstate import ViewState


class NewsLine(LineWidget):
    """One line, as wide as the screen."""

    DEFAULT_CSS = "NewsLine { layer: strip; dock: bottom; height: 1; margin: 0 0 1 0; width: 100%; }"

    def draw(self, state: ViewState, width: int, height: int) -> list[StyledLine]:
        return [news_line(state.news, state.look, width)] if state.news else []
