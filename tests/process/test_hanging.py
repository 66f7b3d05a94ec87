"""SIGTERM ends the real command although its platform never answers and its database does not either."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from bot.runtime import stopping

SETTINGS = """
[storage]
url = "sqlite:///{folder}/data/hepai.db"
sent_journal = "{folder}/sent"
[keys]
file = "{folder}/keys/master.key"
[web]
port = 0
metrics = "127.0.0.1:0"
[platforms.feishu]
app_id = "cli_0123456789abcdef"
base_url = "http://127.0.0.1:{port}"
"""


def test_a_stop_ends_whatever_hangs(tmp_path: Path) -> None:
    settings = tmp_path / "hepai.toml"
    with socket.create_server(("127.0.0.1", 0)) as deaf, (tmp_path / "errors").open("w+") as errors:
        settings.write_text(SETTINGS.format(folder=tmp_path, port=deaf.getsockname()[1]))
        env = {**os.environ, "HEPAI_SETTINGS": str(settings), "HEPAI_FEISHU_APP_SECRET": "0123456789abcdef0123456789"}
        bot = subprocess.Popen(
            [sys.executable, "-m", "bot", "run"], stdout=subprocess.PIPE, stderr=errors, text=True, env=env
        )
        try:
            assert bot.stdout
            assert "is running" in bot.stdout.readline()
            with closing(sqlite3.connect(tmp_path / "data" / "hepai.db", isolation_level=None, timeout=60)) as database:
                database.execute("BEGIN EXCLUSIVE")
                bot.send_signal(signal.SIGTERM)
                assert bot.wait(timeout=60) == stopping.CUT_SHORT
        finally:
            bot.kill()
            bot.communicate()
        errors.seek(0)
        said = errors.read()
    assert "The stop took too long and was cut short" in said
    assert "action=stop.turns" in said
    assert "action=stop.database" in said
    assert "Traceback" not in said


def test_the_parts_of_a_stop_leave_time_to_end_it() -> None:
    """Four parts have CLOSING each; what is left over is for what Python itself closes."""
    assert stopping.INTAKE + stopping.SENDS + 4 * stopping.CLOSING <= stopping.LAST < 10
    assert stopping.TURNS < stopping.SENDS
