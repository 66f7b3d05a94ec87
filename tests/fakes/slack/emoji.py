"""Emoji by the names Slack knows them by. Slack writes names in `text`; what is not in this table stays as it is."""

import re

NAMES = {
    "+1": "👍", "-1": "👎", "tada": "🎉", "pray": "🙏", "clap": "👏", "heart": "❤️", "smile": "😄", "grinning": "😀",
    "joy": "😂", "sob": "😭", "cry": "😢", "sweat_smile": "😅", "wink": "😉", "blush": "😊", "thinking_face": "🤔",
    "neutral_face": "😐", "slightly_smiling_face": "🙂", "slightly_frowning_face": "🙁", "confused": "😕",
    "disappointed": "😞", "angry": "😠", "rage": "😡", "tired_face": "😫", "sleeping": "😴", "sunglasses": "😎",
    "heart_eyes": "😍", "fire": "🔥", "rocket": "🚀", "star": "⭐", "sparkles": "✨", "white_check_mark": "✅",
    "x": "❌", "warning": "⚠️", "rotating_light": "🚨", "red_circle": "🔴", "large_green_circle": "🟢",
    "large_yellow_circle": "🟡", "eyes": "👀", "wave": "👋", "ok_hand": "👌", "muscle": "💪", "bulb": "💡",
    "hourglass": "⌛", "alarm_clock": "⏰", "calendar": "📅", "memo": "📝", "bell": "🔔", "100": "💯", "coffee": "☕",
    "trophy": "🏆", "rose": "🌹", "sunny": "☀️", "cloud": "☁️", "rain_cloud": "🌧️", "rainbow": "🌈",
}  # fmt: skip
_BY_CHARACTER = {char: name for name, char in NAMES.items()}
_NAME = re.compile(r":([a-z0-9_+\-]+):")
TYPED = re.compile("|".join(map(re.escape, sorted(_BY_CHARACTER, key=len, reverse=True))))


def shown(text: str) -> str:
    """Names as the client draws them."""
    return _NAME.sub(lambda found: NAMES.get(found[1], found[0]), text)


def name_of(char: str) -> str:
    """KeyError if it is not in the table."""
    return _BY_CHARACTER[char]


def code_of(char: str) -> str:
    """The `unicode` of a rich_text element: code points joined by hyphens."""
    return "-".join(f"{ord(each):x}" for each in char)
