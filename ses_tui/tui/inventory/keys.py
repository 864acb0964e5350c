"""The keys of these modes. Long details take the arrows while they are open; j and k stay with the table."""

from textual.binding import BindingType

from ses_tui.tui.keygroups import LOOK, MOVE, bind, hidden

KEYS: list[BindingType] = [
    bind("z", "open", "details", "All details of the row, or the tables again", "inventory.open", LOOK),
    bind("escape", "close", "tables", "The tables again", "inventory.close", LOOK),
    bind("tab,right", "app.focus_next", "next table", "The next table", "inventory.next", MOVE, "tab"),
    hidden(
        "shift+tab,left", "app.focus_previous", "table before", "The table before", "inventory.previous", MOVE
    ),
    *(
        hidden(keys, f"scroll_about({to!r})", word, tooltip, f"inventory.scroll_{to}", MOVE, priority=True)
        for keys, to, word, tooltip in (
            ("up", "up", "line up", "The details a line up"),
            ("down", "down", "line down", "The details a line down"),
            ("pageup", "page_up", "details up", "The details a page up"),
            ("pagedown,space", "page_down", "details down", "The details a page down"),
            ("home", "home", "begin", "The begin of the details"),
            ("end", "end", "end", "The end of the details"),
        )
    ),
]
