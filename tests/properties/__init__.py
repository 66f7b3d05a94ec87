"""What holds whatever people do."""
