"""Slack's numbers in one place. Sources: docs.slack.dev, as quoted in the platform notes (D-ref, D-rate, D-bk)."""

DEADLINE = 3.0
"""Seconds to acknowledge a payload (D-socket, D-events, D-interact)."""
GRACE = 0.5
"""How much longer a late acknowledgement is waited for, to tell late from never."""
SOCKETS = 10
TICKET_LIFE = 30.0
"""UNVERIFIED: nobody documents how long a ticket of apps.connections.open lives."""
TRIGGER_LIFE = 3.0
RESPONSE_LIFE = 30 * 60.0
RESPONSE_USES = 5
SIGNATURE_AGE = 300

TIERS = {1: 1, 2: 20, 3: 50, 4: 100}
"""Calls a minute of a method."""
POSTS_A_MINUTE = 300
"""UNVERIFIED: "several hundred" messages a minute in one workspace."""
POST_SLACK = 0.05
"""Seconds by which two messages to one channel may be closer than one second: the way there is not equally long."""

TEXT_CUT = 40_000
UPDATE_TEXT = 4_000
MARKDOWN = 12_000
MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100
BLOCKS_CHARACTERS = 13_200
"""Seen by others, not documented (bolt-js #2509): from here on msg_blocks_too_long."""
VIEW_BYTES = 250_000
VIEW_STACK = 3
METADATA_BYTES = 8_000
"""UNVERIFIED: a limit exists (metadata_too_large), its size is not documented."""
