"""Every transcript again, under faults."""
