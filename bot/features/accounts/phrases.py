"""Every sentence of accounts, in both languages."""

from bot.kernel.phrases import Phrase as P

LINK_USAGE, LINK_HELP = P("绑定", "link"), P("把你在另一个平台的账号接过来", "join your account on another platform")
LINK_CODE = P(
    "在另一个平台上私聊我,发:绑定 {code}",
    "On the other platform, send me this in a direct chat: link {code}",
)
LINK_ONCE = P("10 分钟内有效,只能用一次。不要发给别人。", "Good for 10 minutes and for one use. Give it to nobody.")
LINK_ASK = P(
    "要把这个账号接到「{name}」名下吗?接上后两边是同一个人。", "Is “{name}” you? Then both accounts are one person."
)
LINK_YES, LINK_NO = P("是我本人", "That is me"), P("不是我", "Not me")
LINK_DONE = P("接好了,你是{name}。以后在哪边写都算数。", "Joined: you are {name}. From now on either place will do.")
LINK_KEPT = P(
    "好,什么都没有改。别用别人给你的码。", "All right, nothing has changed. Never use a code that somebody gave you."
)
LINK_SAME = P("这就是你自己的码,请在另一个平台上发。", "That is your own code: send it on the other platform.")
LINK_BAD = P(
    "这个码不对,或者已经过期、用过了。在原来的平台回「绑定」拿一个新的。",
    "That code is wrong, expired or used. Send “link” on your first platform for a new one.",
)

CLAIM_USAGE, CLAIM_HELP = P("管理员 码", "admin code"), P("第一次启动时成为管理员", "become the first administrator")
CLAIM_HOW = P(
    "第一位管理员用启动时打印的码:「管理员 ABCD-EFGH」。之后由管理员来管。",
    "The first administrator uses the code that is printed at the start: “admin ABCD-EFGH”.",
)
CLAIM_BAD = P(
    "这个码不对,或者已经过期、用过了。重启合拍会打印一个新的。",
    "That code is wrong, expired or used. A restart of Hepai prints a new one.",
)
CLAIM_DONE = P("你现在是管理员了。", "You are an administrator now.")
CLAIM_NEXT = P(
    "下一步:把我拉进团队的群,在群里写「@合拍 开始」。",
    "Next: bring me into the team's group and write “@Hepai start” there.",
)

CODE_SHOWN = P(
    "这个码已经写在群里了,所以作废了。请私聊我,重新拿一个。",
    "That code now stands in a group, so it is void. Send me a direct message for a new one.",
)
CODE_TIRED = P("错的码太多了,一小时以后再试。", "Too many wrong codes. Try again in an hour.")

TROUBLE_WHY = P("因为你是管理员", "because you are an administrator")
RESTORED = P(
    "我是从备份恢复的:{since} 到 {until}({zone})之间写给我的内容不在了,请大家把要紧的再写一遍。"
    "这段时间我已经说过的话不会再说。",
    "I was restored from a backup: what was written to me from {since} to {until} ({zone}) is gone. Please write again "
    "what matters. What I said in those hours I will not say again.",
)
