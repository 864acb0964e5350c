"""The screen of mode 5."""

from ses_tui.tui.inventory.screen import InventoryScreen
from ses_tui.tui.ips import addresses, pools, warmth


class Ips(InventoryScreen):
    """IPs, then how warm managed pools are at each ISP, then the pools themselves."""

    heading = "Dedicated IPs"
    sections = (addresses.SECTION, warmth.SECTION, pools.SECTION)
    parts = ("pools", "deliverability", "values")
    paid = True
    examples = "text  !text  pool:news  sends:>10k"
