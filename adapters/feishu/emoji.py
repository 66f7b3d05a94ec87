"""The platform's reactions as the characters they show; a reaction that has no character of its own is missing.

https://open.feishu.cn/document/server-docs/im-v1/message-reaction/emojis-introduce
"""

from collections.abc import Mapping

CHARACTERS: Mapping[str, str] = {
    "THUMBSUP": "👍",
    "ThumbsDown": "👎",
    "THANKS": "🙏",
    "APPLAUSE": "👏",
    "CLAP": "👏",
    "PRAISE": "👍",
    "HEART": "❤️",
    "PARTY": "🎉",
    "JIAYI": "👍",
    "DONE": "✅",
    "OK": "👌",
    "LGTM": "👍",
    "YouAreTheBest": "🏆",
    "SALUTE": "🫡",
    "MUSCLE": "💪",
    "FINGERHEART": "🫰",
    "FISTBUMP": "👊",
    "JOYFUL": "😂",
    "SMILE": "🙂",
    "BLUSH": "😊",
    "LOVE": "😍",
    "WOW": "😮",
    "Fire": "🔥",
    "ROSE": "🌹",
    "GIFT": "🎁",
    "BEER": "🍺",
    "CAKE": "🎂",
    "Trophy": "🏆",
    "CheckMark": "✅",
    "Hundred": "💯",
    "GoGoGo": "🚀",
}
"""By `emoji_type`, whose letters' case matters."""
