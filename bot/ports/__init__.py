"""What the shell asks of the outside."""
