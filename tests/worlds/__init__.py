"""The platform worlds: the real adapter, the vendor's real SDK, and a strict fake of the platform on loopback."""
