"""What the shell asks of the outside: platforms, storage, the clock."""
