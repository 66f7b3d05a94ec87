"""What WeCom says about the app itself, as trouble for the administrators."""

Notice = tuple[str, str, str, bool]
"""Subject, Chinese, English, and whether it is over."""

_TOLD: dict[str, Notice] = {
    "inactive_alert": (
        "inactive",
        "企业微信提示:应用长期无人使用,即将被停用。请在管理后台的应用页确认继续使用。",
        "WeCom says nobody uses the app and will suspend it. Confirm on the app's page in the console that you do.",
        False,
    ),
    "close_inactive_agent": (
        "inactive",
        "企业微信已停用长期无人使用的应用,请在管理后台重新启用。",
        "WeCom has suspended the app because nobody used it. Enable it again in the console.",
        False,
    ),
    "low_active_alert": (
        "inactive",
        "企业微信提示:应用使用很少,消息能力将受限。请看管理后台的应用页。",
        "WeCom says the app is little used and will limit its messages. See the app's page in the console.",
        False,
    ),
    "low_active": (
        "inactive",
        "应用使用很少,企业微信已限制它发消息。请看管理后台的应用页。",
        "WeCom limits the app's messages because it is little used. See the app's page in the console.",
        False,
    ),
    "active_restored": ("inactive", "应用的消息能力已恢复。", "The app may send messages again.", True),
    "reopen_inactive_agent": ("inactive", "应用已重新启用。", "The app is enabled again.", True),
}


def told(event: str) -> Notice | None:
    """The notice an event stands for, if it is one."""
    return _TOLD.get(event)
