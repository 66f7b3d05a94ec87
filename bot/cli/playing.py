"""`play`: replay a transcript."""

import argparse

from bot.playing import play_command
from bot.settings import Settings


def play(arguments: argparse.Namespace, _: Settings) -> int:
    """0 if the dialog went as the file says, 1 with a diff where it did not."""
    return play_command([arguments.file], arguments.world, accept=arguments.accept, typed=arguments.typed)
