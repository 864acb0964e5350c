"""The screen of mode 8."""

from ses_tui.tui.advisor import alarms, placement, recommendations
from ses_tui.tui.inventory.screen import InventoryScreen


class Advisor(InventoryScreen):
    """What AWS recommends, then the alarms, then where mail lands."""

    heading = "Advisor, alarms, inbox placement"
    sections = (recommendations.SECTION, alarms.SECTION, placement.SECTION)
    parts = ("advisor", "alarms", "deliverability")
