"""What WeCom's chats can show, how fast it may be spoken to, and what is promised when an answer is lost.

The promise. A direct message by the app: KEY, for four hours. Its request is the same at every try and another one
for every other message (a card's task_id, or an invisible mark behind a text), and WeCom does not deliver an
identical request twice within `DUPLICATE_CHECK`. A message to a group, or anything by the AI bot: NONE, and one in
flight at a time in each bot, so that one may come twice after a lost acknowledgement or a kill. In the other direction
the app's callbacks are repeated until we acknowledge; the long connection has no acknowledgement, and what it pushed
into a process that is killed before it could store it is lost: in the same moment, or while the database is away.

[D n] is https://developer.work.weixin.qq.com/document/path/n
"""

from adapters.common.pace import APP, Limit
from bot.kernel.capabilities import Capabilities, Measure, Redelivery, Revision

FREQUENCY = "https://developer.work.weixin.qq.com/document/path/90454"
AIBOT = "https://developer.work.weixin.qq.com/document/path/101463"
ROBOT = "https://developer.work.weixin.qq.com/document/path/99110"


def pace(per_minute: int, per_hour: int) -> tuple[Limit, ...]:
    """What is above these to a person or chat is dropped without an error: there a little more than said."""
    return (
        Limit("person", per_minute, 60.5, FREQUENCY),
        Limit("person", per_hour, 3610, FREQUENCY),
        Limit("chat", per_minute, 60.5, AIBOT),
        Limit("chat", per_hour, 3610, AIBOT),
        Limit("robot", 20, 60.5, ROBOT),
        Limit(APP, 10_000, 60, FREQUENCY),
        Limit(APP, 150_000, 3600, FREQUENCY),
    )


LIMITS = pace(30, 1000)

TEXT_BYTES = 2048
"""Of a text or markdown of the app, of appchat and of a robot's text; longer ones are cut in silence [D 90236]."""
AIBOT_BYTES = 20_480
ROBOT_BYTES = 4096

PATIENCE = 10.0
"""Seconds that a message waits for its turn here; later ones wait in the outbox."""

BUTTONS = 6
LABEL = 10
KEY_BYTES = 1024
"""Of a button's key [D 90236]."""
HEADING = "合拍"
"""The title of a card without one that begins with a long line: a card must have a title."""


class CardSize:
    """Characters of a card that are shown; what is longer is folded by the client."""

    def __init__(self, title: int, desc: int, text: int) -> None:
        self.title, self.desc, self.text = title, desc, text


APP_CARD = CardSize(36, 44, 160)
"""[D 90236]"""
AIBOT_CARD = CardSize(26, 30, 112)
"""[D 101032]"""

DUPLICATE_CHECK = 4 * 3600
"""Seconds, the longest there is [D 90236]."""
CODE_HOURS = 72
"""How long a response_code can be used, once [D 94888]."""
ANSWER_HOURS = 24
"""How long a message to the AI bot can be answered under its req_id [D 101463]."""

# A text's margin below its 2048 bytes is for the reason, the links' markup, line feeds, and the mark. Beside buttons a
# card's text always fits; only a long reason, its last and small line, may be folded.
_DIRECT = Capabilities(
    forms=False,
    selects=False,
    buttons=BUTTONS,
    text_limit=1600,
    revision=Revision.ONCE,
    redelivery=Redelivery.KEY,
    mentions=False,
    measure=Measure.BYTES,
    # WeCom tells nobody who is meant by an `@name`.
    hears_mentions=False,
    label_limit=LABEL,
    buttons_beside=150,
    buttons_last=True,
    revision_hours=CODE_HOURS,
)
_DIRECT_AIBOT = Capabilities(
    forms=False,
    selects=False,
    buttons=BUTTONS,
    text_limit=18_000,
    revision=Revision.NEVER,
    redelivery=Redelivery.NONE,
    mentions=False,
    measure=Measure.BYTES,
    hears_mentions=False,
    label_limit=LABEL,
    buttons_beside=100,
    buttons_last=True,
    in_flight=20,
)
_GROUP = _DIRECT_AIBOT
_GROUP_WITHOUT_BOT = Capabilities(
    forms=False,
    selects=False,
    buttons=0,
    text_limit=1600,
    revision=Revision.NEVER,
    redelivery=Redelivery.NONE,
    measure=Measure.BYTES,
    hears_mentions=False,
)


def capabilities(direct: bool, app: bool, aibot: bool) -> Capabilities:
    """Of a chat, given what is configured."""
    if direct:
        return _DIRECT if app else _DIRECT_AIBOT
    return _GROUP if aibot else _GROUP_WITHOUT_BOT
