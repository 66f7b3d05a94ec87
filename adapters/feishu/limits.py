"""What Feishu can show, and every number that bounds what is sent to it.

The promise (`Redelivery.KEY`): the platform makes at most one message of one `uuid` within an hour, so a message whose
outcome a crash or a lost answer hid is sent again under the same `uuid` and arrives once. One whose outcome stayed
unknown for more than that hour may arrive twice. Changes (PATCH) may be repeated without harm.
https://open.feishu.cn/document/server-docs/im-v1/message/create
"""

from adapters.common.pace import APP, Limit
from bot.kernel.capabilities import Capabilities, Redelivery, Revision

CAPABILITIES = Capabilities(
    forms=True,
    selects=True,
    buttons=20,
    text_limit=3000,
    revision=Revision.ALWAYS,
    redelivery=Redelivery.KEY,
    mentions=True,
    label_limit=40,
    silent_edits=True,
)
"""3000 characters take at most 18 KB of a card when every one of them has to be escaped."""

FREQUENCY = "https://open.feishu.cn/document/ukTMukTMukTM/uUzN04SN3QjL1cDN"
LIMITS = (
    # Of each interface by itself; all together count as one here.
    Limit(APP, 50, 1.0, FREQUENCY),
    Limit(APP, 1000, 60.0, FREQUENCY),
    Limit("chat", 5, 1.0, "https://open.feishu.cn/document/server-docs/im-v1/message/create"),
    Limit("message", 5, 1.0, "https://open.feishu.cn/document/server-docs/im-v1/message-card/patch"),
)
IN_ORDER = (Limit("chat", 1, 0.0), Limit("message", 1, 0.0))
"""One call at a time to a chat, and of a message, so that they are counted in their order: with limits or without."""
BUSY_CHAT = 1.0
"""Seconds without a word to a chat that was too busy; the platform names no time for one."""

CARD = 29 * 1024
"""Bytes of a card as it goes over the wire; the platform takes 30 KB (error 230025)."""
ELEMENTS = 180
"""Of a card, nested ones and texts included; 180 were seen to pass, 200 are refused (error 11310)."""
LABEL = 100
"""Characters of a button's text or a field's placeholder."""
INPUT = 1000
"""Characters a field of a form takes."""
SUMMARY = 80
"""Characters of a card in the list of chats and in a push."""
TEXT = 20_000
"""Characters of a card that was refused and goes as plain text; the platform takes 150 KB."""
UUID = 50
"""Characters of the key under which a message is sent once."""

EARLY = 600.0
"""Seconds before its end at which a token is replaced."""
DISCOVERY = 10.0
"""Seconds within which the platform must tell where the long connection is."""
ACCEPTING = 2.5
"""Seconds an event may take to be stored; the platform gives up after 3."""
ASKING = 1.5
"""Seconds within which the platform must tell what an event leaves out."""
BODY = 1024 * 1024
"""Bytes of a callback."""
CHALLENGE = 4096
"""Bytes of the one callback that carries no signature."""
SKEW = 300
"""Seconds by which the platform's clock may be ahead of ours."""
PAGE = 100
MEMBERS = 1000
"""Members of a group that are looked at."""
