"""What every adapter and every database must keep to."""
