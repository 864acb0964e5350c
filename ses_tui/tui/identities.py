"""Mode 3: every identity with its rates; thousands of them."""

from ses_tui.core.model import SubjectKind
from ses_tui.tui.rows.screen import RowsScreen


class Identities(RowsScreen):
    """Worst first."""

    kind = SubjectKind.IDENTITY
