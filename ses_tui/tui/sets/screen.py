"""The screen of mode 4."""

from ses_tui.tui.inventory.screen import InventoryScreen
from ses_tui.tui.sets import configuration, tenants


class Sets(InventoryScreen):
    """Configuration sets above, tenants and other reputation entities below."""

    heading = "Sets and tenants"
    sections = (configuration.SECTION, tenants.SECTION)
    parts = ("sets", "tenants", "values")
    paid = True
    examples = "text  !text  bounce:>2%  sending:off"
