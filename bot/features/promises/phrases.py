"""Every sentence of promises between two people, in both languages."""

from bot.kernel.phrases import Phrase as P

PRIVATE_WHAT = P("一个私下说的卡点", "a blocker told in private")

# buttons
ACCEPT = P("接受", "Accept")
MOVE = P("改到…", "Move to…")
PASS = P("不归我,转给…", "Not mine, pass to…")
TODAY = P("今天", "Today")
OTHER_DAY = P("别的日子…", "Another day…")
GIVEN = P("已给", "Given")
HANDLED = P("已处理", "Settled")
STUCK = P("卡住了", "Stuck")
FINE = P("没问题", "On track")
RESCHEDULE = P("改期", "Reschedule")
DONE = P("已完成", "Done")
AGREE = P("可以", "Fine")
REFUSE = P("不行,找{name}", "No, ask {name}")
REFUSE_ALONE = P("不行,换个人…", "No, ask somebody else…")
APPROVE = P("同意", "Agree")
REJECT = P("不同意", "Disagree")
JUDGE_PROPOSAL = P("就 {when}", "{when} it is")
JUDGE_WISH = P("按 {when}", "Keep {when}")
NOT_NOW = P("先不用", "Not now")
LET_THEM = P("让 TA 定", "Let them say")
ASK_THEM = P("请{name}", "Ask {name}")
UNKNOWN = P("我也不知道", "I do not know")
SOLVED = P("解决了", "Solved")
NOT_YET = P("还没", "Not yet")
NOT_GOOD_YET = P("还没好", "Not there yet")
CANCEL = P("写错了,取消", "A slip, cancel")
CALL_OFF = P("不用了", "Call it off")
WAIT = P("等 TA 回来", "Wait for them")
SOMEBODY_ELSE = P("换个人…", "Somebody else…")
FIND_HELP = P("找人帮…", "Find help…")
TALKED = P("已经聊过", "We talked")
CLAIM = P("认领", "I can help")
WHICH = P("是哪一位?", "Who is it?")
CHOOSE = P("选一位", "Choose")
CHOOSE_THING = P("选一件", "Choose")
NOBODY_OF_THEM = P("都不是", "None of them")

# asking the author
WHO = P("「{what}」谁能帮?写「@名字 什么时候要」。", "Who can help with “{what}”? Write “@name by when”.")
WHO_WHY = P("因为你说卡住了", "because you said you are stuck")
WHO_AGAIN = P("没认出是谁。写「@名字」,或 TA 的全名。", "I did not recognise anybody. Write “@name” or the full name.")
WHO_AFTER_NO = P("{name}说「{what}」不归 TA。谁能帮?", "{name} says “{what}” is not theirs. Who can help?")
WHO_AFTER_LEFT = P(
    "{name}已经离开,「{what}」没人接着了。谁能帮?", "{name} has left, so nobody has “{what}”. Who can help?"
)
WHEN_HELP = P(
    "「{what}」什么时候要?比如「周三」「9/23 18:00」。",
    "By when do you need “{what}”? Such as “Wed” or “23 Sep 18:00”.",
)
WHEN_MILESTONE = P(
    "「{what}」什么时候?比如「周三」「9/23 18:00」。", "When is “{what}” due? Such as “Wed” or “23 Sep 18:00”."
)
NO_SUCH_DAY = P("「{said}」没有这一天。", "There is no such day as “{said}”.")
NO_SUCH_TIME = P("「{said}」没有这个钟点。", "There is no such hour as “{said}”.")
PAST = P("「{said}」已经过了。", "“{said}” has passed.")
TOO_FAR = P("「{said}」太远了,两年以内才行。", "“{said}” is too far away; within two years, please.")
KEPT_OPEN = P(
    "好,先记着「{what}」。回「卡点」随时能看到,也能再找人。",
    "Fine, “{what}” is kept. Send “blockers” to see it or find help.",
)
ASKED_THEM = P("已问{name}:{when} 前,「{what}」。", "I asked {name}: “{what}” by {when}.")
ASKED_THEM_OPEN = P("已问{name}什么时候能给「{what}」。", "I asked {name} when they can give “{what}”.")
AWAY_THEN = P("{name}休假,{back} 回来才会看到。", "{name} is away and will see it on {back}.")

# asking the helper
REQUEST = P("{name}希望你在 {when} 前给「{what}」。", "{name} hopes to get “{what}” from you by {when}.")
REQUEST_OPEN = P(
    "{name}需要你帮忙:「{what}」。什么时候能给?", "{name} needs your help: “{what}”. When can you give it?"
)
REQUEST_MILESTONE = P("{name}请你在 {when} 前完成「{what}」。", "{name} asks you to finish “{what}” by {when}.")
REQUEST_MILESTONE_OPEN = P(
    "{name}请你完成「{what}」。什么时候可以?", "{name} asks you to finish “{what}”. When can you?"
)
PASSED_BY = P("({by}说这归你)", " ({by} says it is yours)")
REQUEST_PRIVATE = P("{name}有个卡点,只说给你:{what}", "{name} is stuck and tells only you: {what}")
REQUEST_WHY = P("因为{name}请你帮忙", "because {name} asks for your help")
PRIVATE_WHY = P("因为{name}把这个卡点只说给你", "because {name} tells this blocker only to you")

# the helper answers
ACCEPTED = P("好,{when} 前给{name}「{what}」。", "Fine: “{what}” for {name} by {when}.")
ACCEPTED_MILESTONE = P("好,{when} 前完成「{what}」。", "Fine: “{what}” done by {when}.")
ACCEPTED_TOLD = P("{name}接受了:{when} 前给「{what}」。", "{name} accepted: “{what}” by {when}.")
ACCEPTED_TOLD_MILESTONE = P("{name}接受了:{when} 前完成「{what}」。", "{name} accepted: “{what}” by {when}.")
ACCEPTED_WHY = P("因为这是你要的", "because you asked for it")
ACCEPTED_PRIVATE = P("好,{when} 前处理,已告诉{name}。", "Fine, by {when}; {name} knows.")
ACCEPTED_TOLD_PRIVATE = P("{name}会在 {when} 前处理「{what}」。", "{name} will see to “{what}” by {when}.")
MOVE_WHEN = P(
    "改到什么时候?比如「周四上午」「9/24 18:00」。", "Move it to when? Such as “Thu morning” or “24 Sep 18:00”."
)
GIVE_WHEN = P(
    "什么时候能给?比如「周四上午」「9/24 18:00」。", "When can you give it? Such as “Thu morning” or “24 Sep 18:00”."
)
WISH_PASSED = P("{when} 已经过了。", "{when} has passed.")
COUNTERED = P(
    "已告诉{name}:改到 {when} 前。TA 没意见就按这个。", "I told {name}: by {when}. Unless they object, that stands."
)
COUNTERED_TOLD = P("{name}把「{what}」改到 {when} 前。", "{name} moved “{what}” to {when}.")
COUNTERED_WHY = P("因为你要的日子有变", "because the day you asked for changes")
PASS_TO = P("转给谁?写「@名字」。", "Pass it to whom? Write “@name”.")
PASSED_ON = P("已转给{name},也告诉了{author}。", "Passed to {name}; {author} knows.")
PASSED_TOLD = P("{name}把「{what}」转给了{to}。", "{name} passed “{what}” on to {to}.")
PASSED_WHY = P("因为你要的东西换了人", "because somebody else now has what you asked for")
PASSED_BACK = P("好,已告诉{name},TA 会另找人。", "Fine, {name} knows and will look for somebody else.")
UNFIT_AUTHOR = P("那就是{name}自己了。换一位?", "That would be {name} again. Somebody else?")
UNFIT_OWNER = P("现在就在{name}那里。换一位?", "{name} has it already. Somebody else?")
UNFIT_SAID_NO = P("{name}已经说过不归 TA。换一位?", "{name} has already said it is not theirs. Somebody else?")
UNFIT_GONE = P("{name}已经不在公司了。换一位?", "{name} has left. Somebody else?")
UNFIT_TOO_OFTEN = P(
    "已经转了好几手。请直接和{author}商量归谁。",
    "It has been passed on several times. Please settle with {author} whose it is.",
)

# two days, one decision
AGREED = P("好,就按 {when} 前。", "Fine, by {when}.")
SENT_TO_JUDGE = P("已请{name}定。", "I asked {name} to decide.")
JUDGE_TOLD_OWNER = P(
    "{author}还是希望 {wish} 前给「{what}」,已请{judge}定。",
    "{author} still hopes for “{what}” by {wish}; {judge} will decide.",
)
JUDGE = P(
    "{author}和{owner}对「{what}」的日子没谈拢:{author}希望 {wish} 前,{owner}说 {proposal} 前。你来定?",
    "{author} and {owner} do not agree on “{what}”: {author} hopes for {wish}, {owner} says {proposal}. You decide?",
)
JUDGE_WHY = P("因为{name}请你定个日子", "because {name} asks you to settle the day")
OWNER_WHY = P("因为这件事在你手上", "because this is in your hands")
JUDGED = P("好,定为 {when} 前,两边都告诉了。", "Fine, by {when}; both know.")
JUDGED_TOLD = P("{judge}定了:「{what}」{when} 前。", "{judge} decided: “{what}” by {when}.")
JUDGED_WHY = P("因为日子定下来了", "because the day is settled")

# keeping it
FINE_SAID = P("好,「{what}」{when} 见 👍", "Fine, “{what}”, {when} 👍")
DONE_SAID = P("好,记为已完成 ✅「{what}」", "Noted as done ✅ “{what}”")
GIVEN_SAID = P("好,已告诉{name}:「{what}」给了 ✅", "Fine, {name} knows that “{what}” is there ✅")
GIVEN_TOLD = P("{name}给了「{what}」✅", "{name} gave you “{what}” ✅")
DONE_WHICH = P("哪一件好了?", "Which one is done?")
DONE_TOLD = P("{name}完成了「{what}」✅", "{name} finished “{what}” ✅")
HANDLED_SAID = P("好,已告诉{name}处理好了 ✅", "Fine, {name} knows it is settled ✅")
HANDLED_TOLD = P("{name}说「{what}」处理好了 ✅", "{name} says “{what}” is settled ✅")
GIVEN_WHY = P("因为你在等它", "because you were waiting for it")
THANK = P(
    "想谢谢 TA?回「赞 @{name} 2 谢谢你给的{what}」。",
    "A word of thanks? Send “kudos @{name} 2 thank you for {what}”.",
)
SOLVED_SAID = P("太好了,「{what}」解决了 ✅", "Great, “{what}” is solved ✅")
SOLVED_TOLD = P("{name}说「{what}」解决了,谢谢你 🙏", "{name} says “{what}” is solved. Thank you 🙏")
SOLVED_WHY = P("因为你帮过这件事", "because you helped with it")
REOPENED = P("好,已告诉{name}还没好。", "Fine, {name} knows it is not there yet.")
REOPENED_TOLD = P("{name}说「{what}」还没好。", "{name} says “{what}” is not there yet.")
REOPENED_WHY = P("因为{name}还在等", "because {name} is still waiting")
STUCK_WHERE = P("卡在哪?写「@谁 要什么 什么时候」。", "Where are you stuck? Write “@who, what, by when”.")
STUCK_SAID = P("记下了:「{text}」。", "Noted: “{text}”.")
STUCK_TOLD = P("{name}在「{what}」上卡住了:「{text}」", "{name} is stuck with “{what}”: “{text}”")
STUCK_WHY = P("因为你在等它", "because you are waiting for it")
GONE = P("这件事已经有变,没有再改动。现在:{now}", "This has changed meanwhile; nothing was altered. Now: {now}")
GONE_UNKNOWN = P("这张卡已经用不了了,没有改动。", "That card no longer works; nothing was altered.")
NOW_DRAFT = P("还没定", "not settled yet")
NOW_ASKED = P("等{name}回复", "waiting for {name}")
NOW_ACCEPTED = P("{name},{when} 前", "{name}, by {when}")
NOW_MET = P("已经好了 ✅", "done ✅")
NOW_DROPPED = P("已经取消", "called off")
NOW_NOBODY = P("还没人帮", "nobody helps yet")

# milestones
COMMIT_USAGE = P("里程碑 方案定稿 周三 18:00", "commit final plan Wed 18:00")
COMMIT_HELP = P("定下一件有日子的事,可以 @ 别人", "a dated commitment, yours or @somebody's")
COMMIT_HOW = P(
    "写「里程碑 做什么 什么时候」,比如「里程碑 方案定稿 周三 18:00」;请别人做就加 @名字。",
    "Write “commit what when”, such as “commit final plan Wed 18:00”; add @name for somebody else.",
)
COMMITTED = P("记下了:「{what}」{when} 前。", "Noted: “{what}” by {when}.")
COMMITTED_REMIND = P("{when} 提醒你一次。", " I will remind you {when}.")
CANCELLED = P("好,取消了「{what}」。", "Fine, “{what}” is cancelled.")
CANCELLED_TOLD = P("{name}说「{what}」不用了。", "{name} says “{what}” is no longer needed.")
WHY_MOVE = P("改到 {when},为什么?一句话就行。", "To {when}. Why? One sentence will do.")
MOVE_USAGE = P("改期 周五 等客户回复", "reschedule Fri the client is away")
MOVE_HELP = P("改一件答应过的事的日子", "move something you promised")
MOVE_WHICH = P("改哪一件?", "Which one?")
MOVE_NONE = P("你现在没有答应过的事。", "There is nothing you have promised.")
MOVED = P("好,「{what}」改到 {when} 前。", "Fine, “{what}” moves to {when}.")
MOVED_TOLD = P("{name}把「{what}」改到 {when} 前:「{reason}」", "{name} moved “{what}” to {when}: “{reason}”")
MOVED_WHY = P("因为这是你要的", "because you asked for it")
MOVE_ASKED = P(
    "这是第二次改期,要{name}点头,已经问了。在那之前还按 {when}。",
    "This is the second move, so {name} has to agree; I asked. Until then {when} stands.",
)
MOVE_WAITS = P("上一次改期还在等{name}点头。", "Your last move still waits for {name}.")
MOVE_APPROVAL = P(
    "{name}想把「{what}」从 {when} 改到 {to}(第 {count} 次改期):「{reason}」",
    "{name} would like to move “{what}” from {when} to {to} (move {count}): “{reason}”",
)
MOVE_APPROVAL_WHY = P("因为{name}再次改期要你点头", "because another move of {name}'s needs your word")
APPROVED = P("好,已告诉{name}。", "Fine, {name} knows.")
APPROVED_TOLD = P("{name}同意了:「{what}」改到 {when} 前。", "{name} agreed: “{what}” moves to {when}.")
REJECTED_TOLD = P(
    "{name}希望「{what}」还按 {when}。做不到就说一声卡在哪。",
    "{name} would keep {when} for “{what}”. If that cannot be, say what is in the way.",
)
APPROVED_WHY = P("因为你问过能不能改期", "because you asked to move it")

# leave
LEAVE_TOLD = P(
    "{name} {days} 休假,{when} 要给你的「{what}」可能要等 {back} 回来。",
    "{name} is away {days}; “{what}”, due {when}, may have to wait until {back}.",
)
LEAVE_WHY = P("因为你在等的人开始休假", "because the person you are waiting for is away")
LEAVE_UNDONE = P(
    "{name}的休假不再影响「{what}」:{when} 前。", "{name}'s leave no longer matters for “{what}”: by {when}."
)
WAITS = P(
    "好,「{what}」改为 {when} 前,{name}回来再提醒。", "Fine, “{what}” is now due {when}; {name} is reminded when back."
)

# blockers
STILL = P("{day}说卡在「{what}」,解决了吗?", "On {day} you were stuck with “{what}”. Is it solved?")
STILL_YESTERDAY = P("昨天说卡在「{what}」,解决了吗?", "Yesterday you were stuck with “{what}”. Is it solved?")
STILL_WHY = P("因为今天没写卡点,而它还开着", "because today names no blocker and this one is still open")
STILL_OPEN = P(
    "好,还留着。要找人就写「@名字 什么时候要」。", "Fine, it stays open. To find help write “@name by when”."
)
PRIVATE_TALKED = P(
    "{name}说已经和你聊过「{what}」。解决了吗?", "{name} says you have talked about “{what}”. Is it solved?"
)
PRIVATE_KEPT = P("好,记下了。", "Fine, noted.")
NO_MANAGER = P("没有能看的经理,「{what}」先只留给你。", "There is no manager to tell, so “{what}” stays with you.")
CLAIMED_TOLD = P("{name}认领了「{what}」:{when} 前。", "{name} takes care of “{what}”: by {when}.")
CLAIM_OWN = P("这是你自己的卡点 🙂 写「@名字」可以找人帮。", "That is your own blocker 🙂 Write “@name” to find help.")
CLAIM_TAKEN = P("已经有人在帮了:{now}", "Somebody is on it: {now}")
LIST_USAGE = P("卡点", "blockers")
LIST_HELP = P("我的卡点,和我答应帮的", "what I am stuck with, and what I promised to others")
LIST_TITLE = P("卡点", "Blockers")
LIST_NONE = P("没有开着的卡点,一路畅通 ✨", "Nothing is blocked ✨")
LIST_MINE = P("你卡着的:", "You are stuck with:")
LIST_OTHERS = P("等你的:", "Others wait for you:")
LIST_TEAM = P("{team} 的卡点", "Blockers of {team}")
LIST_ROW = P("「{what}」— {now}", "“{what}” – {now}")
LIST_ROW_OF = P("{name}「{what}」— {now}", "{name}: “{what}” – {now}")
LIST_OPEN = P("看哪一件?", "Which one?")
LIST_SOLVED = P("{first}–{last} 解决了 {count} 件。", "{count} solved from {first} to {last}.")

# digest
DIGEST_ROW = P("卡点:解决 {solved},还开着 {open}", "Blockers: {solved} solved, {open} still open")
DIGEST_AFTER = P(" — ", " – ")
DIGEST_BETWEEN = P("、", ", ")
DIGEST_ITEM = P("{who} {what}({when})", "{who} {what} ({when})")
DIGEST_NEED = P("所需支持:{name}需要{what}", "Support wanted: {name} needs {what}")
DIGEST_DAY = P("第 {count} 天", "day {count}")
DIGEST_TODAY = P("今天到期", "due today")
DIGEST_LATE = P("到期 {when}", "was due {when}")
DIGEST_DUE = P("{when} 到期", "due {when}")

# news
NEWS_GIVEN = P("{name}给了你「{what}」", "{name} gave you “{what}”")
NEWS_ASKED = P("{name}请你帮忙:「{what}」", "{name} asks for your help: “{what}”")
