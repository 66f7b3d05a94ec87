"""What the page can show, and every number that bounds what is sent to it."""

from datetime import timedelta

from bot.kernel.capabilities import Capabilities, Redelivery, Revision

CAPABILITIES = Capabilities(
    forms=True,
    selects=True,
    buttons=40,
    text_limit=6000,
    revision=Revision.ALWAYS,
    redelivery=Redelivery.KEY,
    mentions=True,
)

BODY = 64 * 1024
"""Bytes of a request's body."""

SAYING = 1024 * 1024
"""Bytes of the body of `say`: a message of 100,000 characters must reach the bot, which answers it politely."""

BODY_SECONDS = 10
"""How long a body may take to arrive."""

SHOWN = 20_000
"""Characters of a message the log keeps for showing; the bot gets all of it."""

ID = 80
NAME = 60
MEMBERS = 200
VALUE = 10_000
VALUES = 50
MENTIONS = 100

HISTORY = 200
"""Messages of one answer; older ones are left out of the first look at a chat."""

UPDATES = 1000
"""Messages of one update of a window; one further behind looks at its chats anew."""

SETTLING = 20.0
"""Seconds a request waits for the bot to come to rest before it answers anyway."""

FURTHEST = timedelta(days=400)
"""How far one step of the time machine may go."""

SOCKETS = 64
"""Windows that may be open at once."""

HEARTBEAT = 20.0
FRAME = 64 * 1024
"""Of what a window may send; the page sends nothing."""
