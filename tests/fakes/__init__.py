"""Platforms on loopback: strict peers that speak the wire, keep what they were sent, and misbehave on request."""
