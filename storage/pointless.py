"""What could not be sent in time and has become pointless: dropped, of a merged message those parts of it."""

from datetime import datetime

from bot.kernel.codec import Codec
from storage.parts import Parts, until_of
from storage.session import Session
from storage.values import text_of

_OVER = "state = 'waiting' AND until <> '' AND until <= :now AND uncertain = 0"
_GONE = "SET state = 'withdrawn', error = 'pointless by then', parts = '', reason = '', stands = 0, until = ''"
_ANY = f"SELECT EXISTS (SELECT 1 FROM outbox WHERE {_OVER})"  # noqa: S608 - a constant of ours
_WHOLE = f"""
UPDATE outbox {_GONE} WHERE {_OVER} AND NOT EXISTS (SELECT 1 FROM outbox_part WHERE outbox_part.seq = outbox.seq)
"""  # noqa: S608 - constants of ours
_MERGED = f"SELECT seq, parts FROM outbox WHERE {_OVER}"  # noqa: S608 - a constant of ours
_WITHDRAW = f"UPDATE outbox {_GONE} WHERE seq = :seq"
_LESSEN = "UPDATE outbox SET parts = :parts, until = :until WHERE seq = :seq"


def drop(session: Session, codec: Codec, now: datetime) -> int:
    """How many messages, or parts of one, there were. What may have arrived is none of them."""
    found = session.row(_ANY, now=text_of(now))
    if not found or not found[0]:
        return 0
    dropped = session.run(_WHOLE, now=text_of(now))
    for seq, body in session.rows(_MERGED, now=text_of(now)):
        parts: Parts = codec.loads(body, Parts)
        left = tuple((key, card) for key, card in parts if card.until is None or card.until > now)
        dropped += len(parts) - len(left)
        if left:
            session.run(_LESSEN, seq=seq, parts=codec.dumps(left, Parts), until=until_of(left))
        else:
            session.run(_WITHDRAW, seq=seq)
    return dropped
