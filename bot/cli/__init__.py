"""The command line. What a user can get wrong is answered with a sentence and a remedy, never with a traceback."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path

from bot import __version__
from bot.settings import Settings, SettingsError, load

REFUSED = 2
"""Exit code of a mistake that the user can mend; 3: another process holds the database; 1: a difference was found;
4: a stop that took too long was cut short."""

Command = Callable[[argparse.Namespace, Settings], int]


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; its exit code."""
    arguments = _parser().parse_args(argv)
    command: Command = getattr(import_module(f"bot.cli.{arguments.module}"), arguments.function)
    try:
        return command(arguments, load(arguments.settings, os.environ))
    except SettingsError as error:
        return _refused(str(error))
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        code, sentence = _explained(error)
        if not sentence:
            raise
        return _refused(sentence, code)


def _refused(sentence: str, code: int = REFUSED) -> int:
    print(f"hepai: {sentence}", file=sys.stderr)
    return code


def _explained(error: Exception) -> tuple[int, str]:
    """The code and sentence of an error a user can mend; no sentence for one that is ours."""
    from bot.ports.adapter import Misconfigured
    from bot.runtime.web import PortTaken
    from storage import AlreadyRunning, StorageError

    match error:
        case AlreadyRunning():
            return 3, str(error)
        case StorageError() | PortTaken() | Misconfigured():
            return REFUSED, str(error)
        case OSError() if error.filename:
            return REFUSED, f"{error.filename}: {error.strerror}. Check the path and who may write there."
        case _:
            return 1, ""


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="hepai", description="Hepai (合拍): the check-in bot.")
    parser.add_argument("--version", action="version", version=f"hepai {__version__}")
    parser.add_argument("--settings", type=Path, metavar="FILE", help="a TOML file (default: ./hepai.toml, if any)")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    run = _add(commands, "run", "running", "run", "start the bot")
    run.add_argument("--empty", action="store_true", help="do not seed the playground with its sample company")
    run.add_argument("--port", type=int, help="listen here instead of [web] port; 0 for any free port")

    play = _add(commands, "play", "playing", "play", "replay a transcript and compare")
    play.add_argument("file", type=Path)
    play.add_argument("--world", choices=("core", "playground"), default="core")
    play.add_argument("--typed", action="store_true", help="type every press instead of pressing it")
    play.add_argument("--accept", action="store_true", help="rewrite the file from what happened")

    preview = _add(commands, "preview", "preview", "preview", "draw every card of every feature")
    preview.add_argument("folder", type=Path)

    migrate = _add(commands, "migrate", "database", "migrate", "show the schema's state, or bring it up to date")
    migrate.add_argument("--apply", action="store_true", help="run what is pending")

    doctor = _add(commands, "doctor", "doctor", "doctor", "check settings, database, platforms, calendar and clock")
    doctor.add_argument("--live", metavar="PLATFORM", help="send one of each card there, to look at")
    doctor.add_argument("--to", metavar="USER", help="with --live: the platform's id of the person to send to")
    _add(commands, "parked", "database", "parked", "list events and messages that were set aside")

    replay = _add(commands, "replay", "database", "replay", "let parked events be handled, given-up messages be sent")
    replay.add_argument("number", nargs="*", help="E12 for an event, M7 for a message, as `parked` shows them")
    replay.add_argument("--all", action="store_true")

    backup = _add(commands, "backup", "backing_up", "backup", "write a backup, beside a running bot too")
    backup.add_argument(
        "place",
        type=Path,
        nargs="?",
        default=Path("var/backups"),
        help="a folder, or a new .zip (default: var/backups)",
    )
    backup.add_argument("--keep-days", type=_days, metavar="N", help="then remove those in its folder that are older")

    restore = _add(commands, "restore", "backing_up", "bring_back", "make a database of a backup")
    restore.add_argument("file", type=Path)
    restore.add_argument("--journal", action="append", metavar="FOLDER", help="a sent journal, once for each bot's")
    restore.add_argument("--no-journal", action="store_true", help="there is none: messages may be repeated")
    restore.add_argument("--replace", action="store_true", help="drop what the database holds")
    restore.add_argument("--hold", action="store_true", help="set aside what was due, instead of sending it")
    restore.add_argument("--moved", action="store_true", help="nothing is lost: the bot was stopped before the backup")

    export = _add(commands, "export", "exporting", "export", "write records as CSV and JSON, without private words")
    export.add_argument("folder", type=Path)
    return parser


def _days(text: str) -> int:
    if not text.isdecimal() or not text.isascii() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"must be a number of days, not '{text}'")
    return int(text)


def _add(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, module: str, function: str, help: str
) -> argparse.ArgumentParser:
    command = commands.add_parser(name, help=help, description=help[0].upper() + help[1:] + ".")
    command.set_defaults(module=module, function=function)
    return command
