"""Transcripts: dialogs written as people see them, played against a world that shows what really happens."""

from bot.playing.command import play_command

__all__ = ["play_command"]
