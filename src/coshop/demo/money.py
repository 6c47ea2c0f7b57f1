"""Writes money for people and for the feed. It does no arithmetic."""


def euros(minor: int) -> str:
    """Cents as people in the shop read them: 14900 -> `€149.00`, 1234567 -> `€12,345.67`."""
    return f"€{minor / 100:,.2f}"


def feed_price(minor: int, currency: str) -> str:
    """Cents as Google Merchant reads them: 14900 -> `149.00 EUR`."""
    return f"{minor // 100}.{minor % 100:02d} {currency}"
