"""The real command as a process."""
