"""What DingTalk takes, as data, and what we promise.

Without a template (plain tier): a message sent cannot be changed, and no send has a key. After a crash, or an answer
that never came, at most the messages in flight (`in_flight`) may come twice; nothing is lost.
With a template (rich tier): `outTrackId` is the delivery's key, and a card refused as `param.cardAlreadyExist` has
arrived: no card comes twice. A message with a line too long for a card goes plain, with the plain promise.
"""

from dataclasses import replace
from datetime import timedelta

from adapters.common.pace import API, Limit
from bot.kernel.capabilities import Capabilities, Measure, Redelivery, Revision

DOCS = "https://open.dingtalk.com/document/development"
LIMITS = (Limit(API, 20, 1.0, f"{DOCS}/call-frequency-limit"),)
"""As published: of an ordinary organisation; with an add-on pack 60."""


def pace_limits(calls_per_second: int) -> tuple[Limit, ...]:
    """As the operator's edition has them."""
    return tuple(replace(each, calls=calls_per_second) for each in LIMITS)


BATCH = 20
"""People of one batchSend; its error text says 100. {DOCS}/chatbots-send-one-on-one-chat-messages-in-batches"""

MESSAGE_BYTES = 14_500
"""Of msgParam as JSON: 15000 are allowed. {DOCS}/the-robot-sends-a-group-message"""

BUTTONS = 5
"""Of sampleActionCard5. {DOCS}/robot-message-type"""

SLOTS = 8
"""Of our template: a text, a form and buttons each."""

TITLE = 60
"""Characters of what the chat list and the notification show."""

SESSION_LEFT = timedelta(minutes=5)
"""A sessionWebhook that ends sooner counts as ended."""

AT_ONCE = 50
"""People one webhook message can mention. {DOCS}/custom-robots-send-group-messages"""

BODY = 1024 * 1024
"""Bytes of a frame or a callback that are read."""

PLAIN_DIRECT = Capabilities(
    forms=False,
    selects=False,
    buttons=BUTTONS,
    text_limit=3500,
    revision=Revision.NEVER,
    redelivery=Redelivery.NONE,
    in_flight=60,
    hears_mentions=False,  # in a direct chat nobody else is there to be mentioned
)
PLAIN_GROUP = replace(PLAIN_DIRECT, buttons=0, hears_mentions=True)
"""Whether what a button says in a group reaches the bot is not known: there they are words to type."""

RICH_GROUP = Capabilities(
    forms=True,
    selects=True,
    buttons=40,
    text_limit=6000,
    revision=Revision.ALWAYS,
    redelivery=Redelivery.KEY,
    measure=Measure.BYTES,
)
RICH_DIRECT = replace(RICH_GROUP, hears_mentions=False)
