"""Mode 2: every ISP with all its rates, and what went to none that has a name."""

from ses_tui.core.model import SubjectKind
from ses_tui.tui.rows.screen import RowsScreen


class Isps(RowsScreen):
    """Worst first."""

    kind = SubjectKind.ISP
