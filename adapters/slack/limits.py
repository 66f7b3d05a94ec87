"""Slack's numbers as data, what its messages can show, and the promise about sending.

The promise: nothing is lost and nothing comes twice. Slack has no key for a send, so every message carries an opaque
id in its metadata; after an unknown outcome the chat is read back for that id before anything is sent again
(LOOK_BACK). At most `in_flight` messages are on their way at once.
"""

from collections.abc import Mapping

from adapters.common.pace import APP, Limit
from bot.kernel.capabilities import Capabilities, Redelivery, Revision

_DOCS = "https://docs.slack.dev"
RATES = f"{_DOCS}/apis/web-api/rate-limits"

LIMITS = (
    Limit(APP, 120, 30.0, RATES),  # "several hundred messages per minute" in one workspace: 240
    Limit("channel", 1, 1.0, RATES),
    Limit("tier2", 20, 60.0, RATES),
    Limit("tier3", 50, 60.0, RATES),
    Limit("tier4", 100, 60.0, RATES),
)
"""The app and each channel count chat.postMessage; a tier counts every other method by itself.

The first message to somebody costs a conversations.open (tier 3), so a first round to everybody goes out at 50 a
minute; who was written to before is known from conversations.list.
"""
SECOND = 1.05
"""Seconds between two posts to one channel, and a little."""
PACE = (*LIMITS, Limit(APP, 8, 1.0))
"""As we keep to it: answers in no sudden heap either; what can wait is spread evenly by the limiter."""
PATIENCE = 2.0
"""Seconds that a change or a look-up waits for its turn; it then makes room for messages, and comes again.

So few are in hand when a sender dies, which the next one must count as made.
"""
POST, CHANGE, OPEN = "chat.postMessage", "chat.update", "conversations.open"
LOOKS = ("conversations.history", "conversations.replies")
"""By which a message is looked for that may have arrived."""

TIERS: Mapping[str, str] = {
    CHANGE: "tier3",
    "chat.delete": "tier3",
    OPEN: "tier3",
    "conversations.list": "tier2",
    "conversations.info": "tier3",
    "conversations.members": "tier4",
    "conversations.history": "tier3",
    "conversations.replies": "tier3",
    "users.info": "tier4",
    "users.profile.get": "tier4",
    "team.profile.get": "tier3",
    "views.open": "tier4",
    "views.publish": "tier4",
    "auth.test": "tier4",
}
"""Of every method that is called (docs.slack.dev/reference/methods)."""

READS = frozenset(
    [
        "conversations.list",
        "conversations.info",
        "conversations.members",
        "conversations.history",
        "conversations.replies",
        "users.info",
        "users.profile.get",
        "team.profile.get",
    ]
)
"""Called with GET; all others take JSON."""

IN_FLIGHT = 60
"""A fifth less than go out within the limiter's patience of 20 s: what is claimed is sent while its lease lasts."""

BLOCK_KIT = f"{_DOCS}/reference/block-kit"
BLOCKS = 50
VIEW_BLOCKS = 100
SECTION = 3000
HEADER = 150
LABEL = 75
"""Of a button, and of an option in a menu."""
BUTTONS = 25
"""Elements of one actions block."""
VALUE = 2000
OPTIONS = 100
OPTION_VALUE = 150
IDENTIFIER = 255
INPUT_LABEL = 2000
INPUT = 3000
PLACEHOLDER = 150
VIEW_TITLE = 24
PRIVATE_METADATA = 3000
TOTAL = 12_000
"""Characters of all blocks; about 13,200 were seen to be too many (bolt-js #2509)."""
TEXT = 3900
"""chat.update takes 4,000 (msg_too_long), chat.postMessage more."""
FORM_BLOCKS = 40
"""A form with more fields than this, or with more characters in them, is opened as a modal."""
FORM_CHARACTERS = 10_000

CAPABILITIES = Capabilities(
    forms=True,
    selects=True,
    buttons=BUTTONS,
    text_limit=SECTION,
    revision=Revision.ALWAYS,
    redelivery=Redelivery.LOOK_BACK,
    mentions=True,
    label_limit=LABEL,
    in_flight=IN_FLIGHT,
)

CALL_WITHIN = 15.0
LOOK_WITHIN = 1.2
"""Seconds for a look-up before an event is acknowledged: Slack waits three for the whole."""
MODAL_WITHIN = 1.8
"""Seconds for views.open: a trigger_id lives three."""
HOME_AFTER = 1.0
"""Seconds in which the core may post to a Home tab that was opened, before it gets a page of ours."""
LOOK_BACK_PAGES = 10
LOOK_BACK_MESSAGES = 200
MEMBERS_PAGE = 500
MEMBERS = 2000

PING = 3.0
"""Seconds between pings: a silent link is known after two of them."""
BEAT = 0.1
"""Seconds between two looks at a socket."""
STALE = 2.0
"""Seconds without a connection after which a new ticket is asked for."""
GIVE_UP = 60.0
"""Seconds without a connection after which the whole client is built anew."""
PROVEN = 10.0
"""Seconds (or one event) after which a connection counts as one that held."""
LONGEST_PAUSE = 60.0
DRAIN = 3.0
"""Seconds at a stop for what has been received to be stored and acknowledged."""

SIGNATURE_AGE = 300
"""Seconds (docs.slack.dev/authentication/verifying-requests-from-slack)."""
BODY = 1024 * 1024
BODY_WITHIN = 10.0

SCOPES = frozenset(
    [
        "app_mentions:read",
        "channels:history",
        "channels:read",
        "chat:write",
        "commands",
        "groups:history",
        "groups:read",
        "im:history",
        "im:read",
        "im:write",
        "reactions:read",
        "users:read",
    ]
)
"""What deploy/platforms/slack-manifest.yaml asks for; users.profile:read is welcome (department, manager)."""
