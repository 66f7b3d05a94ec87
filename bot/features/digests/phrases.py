"""Every sentence of digests, in both languages."""

from bot.kernel.phrases import Phrase as P

TITLE = P("📌 {team} 上周({days},共 {count} 个工作日)", "📌 {team} · last week ({days}; {count} working days)")
TITLE_ONE = P("📌 {team} 上周({days},共 1 个工作日)", "📌 {team} · last week ({days}; 1 working day)")
TITLE_EARLIER = P(
    "📌 {team} 放假前一周({days},共 {count} 个工作日)", "📌 {team} · before the holiday ({days}; {count} working days)"
)
TITLE_NOW = P(
    "📌 {team} 本周到现在({days},共 {count} 个工作日)", "📌 {team} · this week so far ({days}; {count} working days)"
)
TITLE_NOW_ONE = P(
    "📌 {team} 本周到现在({days},共 1 个工作日)",
    "📌 {team} · this week so far ({days}; 1 working day)",
)
SWAPPED = P("{days} 补班", "{days} in exchange for a holiday")
AND = P(" 及 ", ", plus ")
NOTHING_YET = P("📌 {team} 本周还没有工作日。", "📌 {team}: no working day this week yet.")
QUIET = P("上周很安静,没有要说的。祝这周顺利 👋", "A quiet week, nothing to tell. Have a good one 👋")
QUIET_NOW = P("到现在还没有要说的。", "Nothing to tell so far.")
MORE = P("……还有 {count} 行,私聊回「周报」看全。", "… {count} more lines; send “digest” to me alone to see them all.")
WHY = P("因为每周第一个工作日 9:30 出周报", "because the digest comes on the week's first working day at 9:30")
NO_TEAM = P("你还不在任何团队里,所以没有周报。", "You are in no team yet, so there is no digest.")
USAGE, HELP = (
    P("周报", "digest"),
    P("上周团队的周报;「周报 本周」看到现在", "last week's digest; “digest now” for this week so far"),
)
