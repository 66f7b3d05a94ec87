"""AT-60 where nobody tells who is in a group: a dialog of the core, in which people nobody listed speak in it.

Other worlds would have to list them; the platforms that truly do not are lived through in tests/process.
"""

from pathlib import Path

from tests.support.transcripts import played_in, went_as_written

DIALOG = Path(__file__).with_name("signing-up.txt")


async def test_people_sign_up_by_calling_the_bot_and_nobody_is_counted_before(tmp_path: Path) -> None:
    went_as_written(await played_in(DIALOG, "core", tmp_path))
