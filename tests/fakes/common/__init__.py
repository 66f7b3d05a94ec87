"""What the fakes share: faults on request, and the record of what was said."""
