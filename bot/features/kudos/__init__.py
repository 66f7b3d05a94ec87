"""Public thanks from one person to another."""
