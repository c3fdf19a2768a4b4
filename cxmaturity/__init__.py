"""Score vendors in workshops and track customer-experience maturity over cycles."""

__version__ = "0.1.0"
