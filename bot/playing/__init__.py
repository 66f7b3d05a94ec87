"""Transcripts: dialogs written as people see them, played against a world that shows what really happens."""
