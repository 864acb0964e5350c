"""What the modes of sets, IPs and the advisor have in common: tables of what was found, and one's details."""
