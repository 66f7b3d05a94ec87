"""The transcript machine, tried on a toy bot."""
