"""Every card that accounts can send, with example words."""

from collections.abc import Mapping

from bot.features.accounts import cards, phrases
from bot.kernel.cards import Action, Card, Said
from bot.kernel.ids import PersonId
from bot.kernel.people import Locale, Person

OWNER = Person(PersonId("zhaomin"), "赵敏", "Asia/Shanghai", Locale.ZH)


def previews() -> Mapping[str, Card]:
    zh, en = Locale.ZH, Locale.EN
    return {
        "link-code": cards.lines(phrases.LINK_CODE.line(zh, code="ABCD-EFGH"), phrases.LINK_ONCE.text(zh)),
        "link-question": cards.question(zh, OWNER, Action("accounts.join"), Action("accounts.keep")),
        "link-question-english": cards.question(en, OWNER, Action("accounts.join"), Action("accounts.keep")),
        "link-done": cards.lines(phrases.LINK_DONE.line(zh, name=Said(OWNER.name))),
        "link-kept": cards.lines(phrases.LINK_KEPT.text(zh)),
        "link-same": cards.lines(phrases.LINK_SAME.text(zh)),
        "link-bad": cards.lines(phrases.LINK_BAD.text(zh)),
        "claim-how": cards.lines(phrases.CLAIM_HOW.text(zh)),
        "claim-bad": cards.lines(phrases.CLAIM_BAD.text(zh)),
        "claim-done": cards.lines(phrases.CLAIM_DONE.text(zh), phrases.CLAIM_NEXT.text(zh)),
        "code-shown": cards.lines(phrases.CODE_SHOWN.text(zh)),
        "code-tired": cards.lines(phrases.CODE_TIRED.text(zh)),
        "trouble": cards.trouble("发不出私聊:应用缺「给用户发消息」权限。开通后会自动恢复。", over=False),
        "trouble-over": cards.trouble("恢复正常了。", over=True),
    }
