"""WeCom's ids: a userid is one whatever its case; what an AI bot may call a member instead keeps its case."""

import re

from adapters.wecom.settings import PLATFORM
from bot.kernel.people import ChatRef, UserRef

_OPEN = re.compile(r"w[om][A-Za-z0-9_-]{22,}")


def is_open(user: str) -> bool:
    """Whether this is an encrypted open_userid, as some AI bots get them (UNVERIFIED which)."""
    return _OPEN.fullmatch(user) is not None


def folded(user: str) -> str:
    """The same for every spelling of one userid."""
    return user if is_open(user) else user.lower()


def user_ref(tenant: str, user: str) -> UserRef:
    return UserRef(PLATFORM, tenant, folded(user))


def direct_chat(tenant: str, user: str) -> ChatRef:
    return ChatRef(PLATFORM, tenant, folded(user), direct=True)


def group_chat(tenant: str, chat: str) -> ChatRef:
    """Ids of groups keep their case."""
    return ChatRef(PLATFORM, tenant, chat, direct=False)
