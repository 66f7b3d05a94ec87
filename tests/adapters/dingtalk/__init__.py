"""DingTalk: the adapter between its strict fake and a host that only notes what it is told."""
