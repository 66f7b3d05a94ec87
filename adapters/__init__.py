"""One folder a platform."""
