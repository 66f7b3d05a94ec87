"""Every sentence of nudges, in both languages."""

from bot.kernel.phrases import Phrase as P

QUOTED = P("「{what}」", "“{what}”")
QUOTED_FOR = P("「{what}」(给{name})", "“{what}” (for {name})")

# reminders
TODAY_ONCE = P(
    "小提醒:{what},今天 {time} 前都来得及。", "A small reminder: {what}. Any time before {time} today is fine."
)
DUE_TODAY = P("今天 {time} 到期:{what}。", "Due today at {time}: {what}.")
DUE_TOMORROW = P("明天 {time} 到期:{what}。", "Due tomorrow at {time}: {what}.")
DUE_ON = P("{day} {time} 到期:{what}。", "Due {day}, {time}: {what}.")
LATE_YESTERDAY = P("{what}昨天到期,现在怎么样?", "{what} was due yesterday. How does it stand?")
LATE_SINCE = P("{what}是 {day} 到期的,现在怎么样?", "{what} was due {day}. How does it stand?")
LATE_TWICE = P(
    "{what}逾期 {count} 个工作日了。定个新日子,或说一声卡在哪,都行。{manager}也会知道。",
    "{what} is {count} working days late. A new date or a word on what is in the way is fine. {manager} will know too.",
)
LATE_TWICE_ALONE = P(
    "{what}逾期 {count} 个工作日了。定个新日子,或说一声卡在哪,都行。",
    "{what} is {count} working days late. A new date or a word on what is in the way is fine.",
)
MANAGER = P(
    "{name}的「{what}」{day} 到期,已逾期 {count} 个工作日,TA 本人先知道。可以问:还缺什么?要不要换个日子?",
    "{name}'s “{what}” is {count} working days late (due {day}); they heard first. "
    "You could ask: what is missing? Would another date help?",
)
INSTEAD = P("{name}不在,转给你。", "{name} is away, so this comes to you.")
WEEKLY = P(
    "{team}:有 {count} 件约定超过 2 个工作日还没着落,团队负责人都已知道。",
    "{team}: {count} commitments are more than 2 working days late. Their managers know.",
)
WEEKLY_ONE = P(
    "{team}:有 1 件约定超过 2 个工作日还没着落,团队负责人已知道。",
    "{team}: 1 commitment is more than 2 working days late. The manager knows.",
)
PEOPLE_OF = P("{name}负责的人", "People of {name}")
NO_TEAM = P("没有团队的人", "People in no team")

# what becomes of a reminder
DONE = P("{what}:已处理 ✓", "{what}: settled ✓")
OF = P("{name}的", "{name}: ")
MOVED = P("{what}:改到 {moment}。", "{what}: moved to {moment}.")

# why
WHY_ONCE = P("因为它快到点了,这件事只提醒这一次", "because the time is near; this is the only reminder for it")
WHY_REMIND = P("因为你答应的日子快到了", "because the day you agreed on is near")
WHY_LATE = P("因为约好的时间已过,先只告诉你本人", "because the agreed time has passed; only you are told for now")
WHY_LATE_TWICE = P("因为逾期到了第二个工作日", "because this is the second working day it is late")
WHY_MANAGER = P(
    "因为你负责{name},而这件事逾期到了第二个工作日",
    "because you answer for {name} and this is its second late working day",
)
WHY_WEEKLY = P(
    "因为有约定逾期超过 2 个工作日;每周一次,只有件数",
    "because commitments are over 2 working days late; weekly, counts only",
)

# the list
TODO_USAGE = P("待办", "todo")
TODO_HELP = P("我答应的和别人答应我的", "what I owe and what is owed to me")
TODO_TITLE = P("待办", "To do")
TODO_NONE = P("没有待办,清清爽爽 ✨", "Nothing to do here, all clear ✨")
TODO_MINE = P("你的:", "Yours:")
TODO_THEIRS = P("别人答应你的:", "Owed to you:")
TODO_ROW = P("{moment} · {what}", "{moment} · {what}")
TODO_ROW_TO = P("{moment} · {what}(给{name})", "{moment} · {what} (for {name})")
TODO_ROW_FROM = P("{moment} · {what}({name})", "{moment} · {what} ({name})")
TODO_LATE = P(" · 逾期 {count} 个工作日", " · {count} working days late")
TODO_LATE_ONE = P(" · 逾期 1 个工作日", " · 1 working day late")
TODO_MORE = P("……还有 {count} 件。", "… and {count} more.")
TODO_OPEN = P("处理哪一件?", "Which one do you want to deal with?")
GONE = P("这件已经处理过了,没有变化。", "That one is settled already; nothing has changed.")
