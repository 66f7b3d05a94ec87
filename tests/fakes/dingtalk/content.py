"""What a robot may say: the kinds of messages, and the parameters of each."""

from collections.abc import Mapping

from tests.fakes.dingtalk.errors import Refusal, hook, refused
from tests.fakes.dingtalk.fields import parsed
from tests.fakes.dingtalk.model import Json

MOST_BYTES = 15_000

_CARDS = {
    f"sampleActionCard{n}": (
        "title",
        "text",
        *(f"{part}{i}" for i in range(1, n + 1) for part in ("actionTitle", "actionURL")),
    )
    for n in range(2, 6)
}
KEYS: Mapping[str, tuple[str, ...]] = {
    "sampleText": ("content",),
    "sampleMarkdown": ("title", "text"),
    "sampleImageMsg": ("photoURL",),
    "sampleLink": ("title", "text", "picUrl", "messageUrl"),
    "sampleActionCard": ("title", "text", "singleTitle", "singleURL"),
    **_CARDS,
    "sampleActionCard6": ("title", "text", "buttonTitle1", "buttonUrl1", "buttonTitle2", "buttonUrl2"),
    "sampleAudio": ("mediaId", "duration"),
    "sampleFile": ("mediaId", "fileName", "fileType"),
    "sampleVideo": ("duration", "videoMediaId", "videoType", "picMediaId"),
}
"""The parameters of each msgKey; all are strings and none may be empty. Source: robot-message-type."""
_OPTIONAL: Mapping[str, tuple[str, ...]] = {"sampleVideo": ("height", "width"), "sampleLink": ("picUrl",)}


def robot_content(body: Json) -> Json:
    """`msgKey` and the decoded `msgParam` of a robot's send."""
    key, raw = body.get("msgKey"), body.get("msgParam")
    if not key:
        raise refused("invalidParameter.msgKey.empty")
    if key not in KEYS:
        raise refused("invalidParameter.msgKey.invalid", alarm=f"no msgKey {key!r}")
    if not isinstance(raw, str):
        raise refused("invalidParameter.msgParam.invalid", alarm="msgParam is a string holding JSON")
    if len(raw.encode()) > MOST_BYTES:
        raise refused("invalidParameter.msgParam.tooLong", alarm=f"msgParam of {len(raw.encode())} bytes")
    param = parsed(raw)
    wanted = set(KEYS[key]) - set(_OPTIONAL.get(key, ()))
    allowed = {*KEYS[key], *_OPTIONAL.get(key, ())}
    if not isinstance(param, dict) or not wanted <= set(param) <= allowed:
        raise refused("invalidParameter.msgParam.invalid", alarm=f"{key} has the parameters {', '.join(KEYS[key])}")
    if not all(isinstance(each, str) and each.strip() for each in param.values()):
        raise refused("invalidParameter.msgParam.invalid", alarm=f"{key}: a parameter is empty or no string")
    return {"msgKey": key, "msgParam": param}


_HOOKS: Mapping[str, tuple[str, ...]] = {
    "text": ("content",),
    "markdown": ("title", "text"),
    "link": ("title", "text", "picUrl", "messageUrl"),
    "actionCard": ("title", "text"),
    "feedCard": ("links",),
}
_SINGLE = {"singleTitle", "singleURL"}
_SEVERAL = {"btnOrientation", "btns"}


def hook_content(body: Json) -> Json:
    """The checked body of a webhook send."""
    kind = str(body.get("msgtype", ""))
    if kind not in _HOOKS or not isinstance(body.get(kind), dict):
        raise _invalid(f"msgtype {kind!r} without its object")
    if beside := set(body) - {"msgtype", kind, "at", "msgUuid"}:
        raise _invalid(f"no field {', '.join(sorted(beside))}")
    content = body[kind]
    wanted = set(_HOOKS[kind])
    extra = set(content) - wanted
    if kind == "actionCard":
        if extra not in (_SINGLE, _SEVERAL, {"btns"}):
            raise _invalid(f"an actionCard has one button or several, not {', '.join(sorted(extra)) or 'none'}")
        if "btns" in content:
            _buttons(content)
    elif extra or (kind == "link" and wanted - set(content) - {"picUrl"}) or (kind != "link" and wanted - set(content)):
        raise _invalid(f"{kind} has the fields {', '.join(_HOOKS[kind])}")
    if not all(isinstance(content.get(each), str) and content[each].strip() for each in wanted - {"links", "picUrl"}):
        raise _invalid(f"{kind}: a field is empty or no string")
    _at(body.get("at", {}))
    return body


def _buttons(content: Json) -> None:
    if content.get("btnOrientation", "0") not in ("0", "1"):
        raise _invalid("btnOrientation is the string 0 or 1")
    buttons = content["btns"]
    good = (
        isinstance(buttons, list)
        and buttons
        and all(
            isinstance(each, dict)
            and set(each) == {"title", "actionURL"}
            and all(isinstance(value, str) and value for value in each.values())
            for each in buttons
        )
    )
    if not good:
        raise _invalid("a button has a title and an actionURL")


def _at(at: object) -> None:
    if not isinstance(at, dict) or set(at) - {"atUserIds", "atMobiles", "isAtAll"}:
        raise _invalid("at has atUserIds, atMobiles, isAtAll")
    lists = (at.get("atUserIds", []), at.get("atMobiles", []))
    if not all(isinstance(each, list) and all(isinstance(one, str) for one in each) for each in lists):
        raise _invalid("at: a list of strings")
    if sum(map(len, lists)) > 50:
        raise _invalid("at: at most 50")
    if not isinstance(at.get("isAtAll", False), bool):
        raise _invalid("isAtAll is true or false")


def _invalid(what: str) -> Refusal:
    return hook(40035, f"不合法的参数: {what}", alarm=f"webhook: {what}")
