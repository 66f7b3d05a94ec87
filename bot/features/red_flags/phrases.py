"""Every sentence of red flags, in both languages. A flag asks how to help; it never blames."""

from bot.kernel.phrases import Phrase as P

# to the person
ASK_METRIC = P(
    "{name},{metric}连续 {count} 个工作日低于约定的 {line}({values})。",
    "{name}, {metric} has been below the agreed {line} for {count} working days ({values}).",
)
ASK_BLOCKER = P(
    "{name},「{text}」卡了 {count} 个工作日还没解。",
    "{name}, “{text}” has been in your way for {count} working days.",
)
ASK_MISSED = P(
    "{name},最近 {count} 次打卡没有你的消息({values})。是太忙,还是时间不合适?",
    "{name}, the last {count} check-ins went without you ({values}). Too busy, or a bad hour for you?",
)
ASK_THEN = P(
    "{time} 前你可以先补充情况,之后我会告诉{manager}。",
    "Until {time} you can add what I cannot see; then I tell {manager}.",
)
ASK_WHY = P(
    "因为「{rule}」连续 {count} 个工作日;先给你看", "because “{rule}” for {count} working days; you see it first"
)
DISPUTE = P("数据不对", "The data is wrong")
SOLVED = P("已经解决了", "It is solved")
BUSY = P("在忙别的:…", "Busy with something else: …")
HELP = P("需要帮忙", "I need help")
DISPUTE_HINT = P("哪里不对", "what is wrong")
BUSY_HINT = P("在忙什么", "with what")
HELP_HINT = P("需要什么", "what you need")
DISPUTED = P(
    "已记下,今天 {time} 前补录我会重算;{manager}看到的卡会带上你的说明。",
    "Noted. Correct it by {time} and I count again; the card {manager} sees will carry your words.",
)
DISPUTED_TOMORROW = P(
    "已记下,明天 {time} 前补录我会重算;{manager}看到的卡会带上你的说明。",
    "Noted. Correct it by {time} tomorrow and I count again; the card {manager} sees will carry your words.",
)
DISPUTE_ASK = P("哪里不对?写一句就行(可不写)。", "What is wrong about it? One sentence will do (or none).")
BUSY_ASK = P("在忙什么?写一句,{manager}就知道了。", "With what? One sentence, so that {manager} knows.")
HELP_ASK = P("需要什么?写一句,我会带给{manager}(可不写)。", "What do you need? One sentence for {manager} (or none).")
NOTED = P("记下了:「{text}」。{manager}会和这条一起看到。", "Noted: “{text}”. {manager} will see it beside the rest.")
NOTED_HELP = P("好,我会告诉{manager}你需要帮忙。", "Fine, I will tell {manager} that you need help.")
ALREADY_TOLD = P("{manager}那张卡上也补上了。", "It is on {manager}'s card now, too.")
CHOSE_DISPUTE = P("你选了「数据不对」。", "You said that the data is wrong.")
CHOSE_BUSY = P("你选了「在忙别的」。", "You said that you are busy with something else.")
CHOSE_HELP = P("你选了「需要帮忙」。", "You said that you need help.")
NO_NOTE = P("不写了", "No more words")
NO_NOTE_DONE = P("好,就这样。", "Fine, as it is.")
CLEARED = P("已消除:{what}", "Cleared: {what}")
WHAT_METRIC = P("{metric}不再连续低于 {line}。", "{metric} is no longer below {line} day after day.")
WHAT_BLOCKER = P("「{text}」不再卡着了。", "“{text}” is out of the way.")
WHAT_MISSED = P("打卡又有消息了。", "the check-ins have news again.")
CLOSED_ALREADY = P("这条已经关了,没有变化。", "This one is closed already; nothing has changed.")
NOT_YOURS = P("这张卡不是给你的,没有变化。", "This card is not for you; nothing has changed.")

# mood: for the person alone unless they agree
ASK_MOOD = P(
    "{name},最近几天状态都不太好({values},只有你自己看得到)。要不要请{manager}找你聊聊?我不会给任何人看分数。",
    "{name}, the last days do not look easy ({values}, which only you can see). "
    "Shall I ask {manager} for a talk? I show nobody the numbers.",
)
MOOD_YES = P("请{manager}聊聊", "Ask {manager} for a talk")
MOOD_NO = P("不用", "No, thanks")
MOOD_AGREED = P(
    "好,我会请{manager}找你聊聊,不带任何分数。", "Fine, I will ask {manager} for a talk, without any number."
)
MOOD_DECLINED = P("好,只有你知道。", "Fine, it stays with you.")
MOOD_WHY = P("因为你连续几天状态分不高;只有你看得到", "because your mood was low for some days; only you see this")

# to the manager
TELL_METRIC = P(
    "{mark} {name} {metric} {count} 天低于 {line}({values},来源:{source})。",
    "{mark} {name}: {metric} below {line} for {count} days ({values}, source: {source}).",
)
TELL_BLOCKER = P(
    "{mark} {name} 有个卡点 {count} 个工作日没解:", "{mark} {name} has been stuck for {count} working days:"
)
TELL_MISSED = P(
    "{mark} {name} 最近 {count} 次打卡没有消息({values})。",
    "{mark} No word from {name} at the last {count} check-ins ({values}).",
)
TELL_MOOD = P("{name} 愿意和你聊聊。找个安静的时间就好。", "{name} would welcome a talk. Any quiet moment will do.")
TELL_DISPUTE = P("{name}说数据不对:", "{name} says that the data is wrong:")
TELL_DISPUTE_BARE = P("{name}说数据不对。", "{name} says that the data is wrong.")
TELL_HELP = P("{name}需要帮忙。", "{name} needs help.")
TELL_UNSEEN = P(
    "我没能先告诉{name}(消息送不到),请先和 TA 说一声。",
    "I could not reach {name} first, so please let them know before anything else.",
)
TELL_INSTEAD = P("{manager}休假,转给你。", "{manager} is away, so this comes to you.")
TELL_INSTEAD_GONE = P("{manager}不在了,转给你。", "{manager} is no longer here, so this comes to you.")
TELL_PASSED = P("{manager}转给你。", "{manager} passed this on to you.")
TELL_QUESTIONS = P("可以问:{first} {second}", "You could ask: {first} {second}")
TELL_WHY = P(
    "因为你负责{name};{name}已经先看到了",
    "because you answer for {name}, who saw it before you",
)
TELL_WHY_UNSEEN = P("因为你负责{name}", "because you answer for {name}")
QUESTIONS_METRIC = (
    P("最近时间都花在哪儿了?", "Where does the time go these days?"),
    P("这周目标要不要调?", "Should this week's goal change?"),
)
QUESTIONS_NOTED = (
    P("这件事还缺什么?", "What is still missing for that?"),
    P("这周目标要不要调?", "Should this week's goal change?"),
)
QUESTIONS_BLOCKER = (
    P("谁能拍板?", "Who can decide it?"),
    P("有没有绕过去的办法?", "Is there a way round it?"),
)
QUESTIONS_MISSED = (
    P("最近是不是太满了?", "Is there too much on the plate?"),
    P("打卡的时间合适吗?", "Is the hour of the check-in a good one?"),
)
QUESTIONS_MOOD = (
    P("最近哪件事最费劲?", "What takes the most strength these days?"),
    P("我能帮你挪开什么?", "What can I take out of your way?"),
)
TALKED = P("已沟通", "We talked")
RESOURCES = P("我给资源", "I give resources")
RESOURCES_HINT = P("给什么", "which")
FALSE_ALARM = P("误报", "False alarm")
CLOSED_TALKED = P("记为已沟通(今天):{name}。", "Marked as talked over today: {name}.")
CLOSED_RESOURCES = P("记为给资源:{name}。", "Marked as resources given: {name}.")
CLOSED_FALSE = P("记为误报:{name}。我会告诉{name}不用处理。", "Marked as a false alarm: {name}. I will tell them.")
WHICH_FLAG = P("说的是哪一条?选了就记为已沟通。", "Which one do you mean? The one you choose is marked as talked over.")
QUIET_TEAM = P(
    "「{team}」最近几次打卡,多数人都没有消息。所以我没有去问任何一个人。",
    "At the last check-ins most of “{team}” had no word. So I have asked nobody about it.",
)
QUIET_TEAM_HOW = P(
    "可以一起看看:时间合适吗?题目是不是太多?",
    "You could look at it together: is the hour a good one, are there too many questions?",
)
QUIET_TEAM_WHY = P("因为你是团队经理;每周最多一次", "because the team is yours; once a week at most")
LINE_ASK = P("要写一句结论给{name}看吗?(可不写)", "Would you like to write a line for {name}? (You need not.)")
RESOURCES_ASK = P("给什么资源?写一句给{name}看(可不写)。", "Which resources? A line for {name} (you need not).")
LINE_NONE = P("不写", "No line")
LINE_NONE_DONE = P("好,{name}会知道这条已经处理了。", "Fine, {name} will know that it has been dealt with.")
LINE_DONE = P("会转给{name}:「{text}」", "{name} will read: “{text}”")
LINE_EMPTY = P("写几个字就行,或回「不写」。", "A few words will do, or send “no line”.")
REOPEN = P("还没聊", "Not yet")
REOPENED = P("好,这条还开着。", "Fine, it stays open.")
REOPEN_LATE = P("已经告诉{name}了,收不回来了。", "{name} has been told already, so it stays.")
DONE_TALKED = P("已沟通({day})", "talked over ({day})")
DONE_RESOURCES = P("给了资源({day})", "resources given ({day})")
DONE_FALSE = P("误报({day})", "a false alarm ({day})")
DONE_CLEARED = P("已消除({day})", "cleared ({day})")
DONE_DECLINED = P("已结束({day})", "closed ({day})")
PASSED_ON = P("已转给{name}。", "Passed on to {name}.")

# reminder, superior
REMIND = P("昨天那条还没处理,只提醒这一次。", "That one is still open. This is the only reminder.")
REMIND_WHO = P("{mark} {name} · {rule}", "{mark} {name} · {rule}")
REMIND_WHY = P("因为一条给你的预警过了一个工作日还没处理", "because an alert for you is a working day old")
PASS = P("转给{name}", "Pass to {name}")
NOBODY_TO_PASS = P("现在没有人可以转。", "There is nobody to pass it to now.")
COUNT = P("{team} {count} 条预警超 2 个工作日未回应。", "{team}: {count} alerts unanswered for over 2 working days.")
COUNT_ONE = P("{team} 1 条预警超 2 个工作日未回应。", "{team}: 1 alert unanswered for over 2 working days.")
COUNT_HOW = P(
    "可以问问经理需要什么;这里不带任何员工的名字。", "You could ask what the manager needs; no names are given here."
)
COUNT_WHY = P(
    "因为你是经理的上级;每周最多一次,只有数量", "because the manager reports to you; once a week, only a number"
)

# closure, to the person
CLOSURE_TALKED = P("{manager}看过了{what},记为已沟通。", "{manager} has looked at {what}: talked over.")
CLOSURE_RESOURCES = P(
    "{manager}看过了{what},会给你资源。",
    "{manager} has looked at {what} and will give you resources.",
)
CLOSURE_FALSE = P(
    "{manager}把{what}标为误报,你不用处理。", "{manager} calls {what} a false alarm; there is nothing for you to do."
)
CLOSURE_WHY = P("因为你先看到的那条预警有了结果", "because the alert you saw first has an end")

# rules by name
RULE_METRIC = P("{metric}低于约定", "{metric} below the line")
RULE_BLOCKER = P("卡点没解", "a blocker still open")
RULE_MISSED = P("打卡没有消息", "check-ins without word")
RULE_MOOD = P("聊一聊", "a talk")
TYPED_BY_HAND = P("手填", "typed")
FROM_CHECKIN = P("打卡", "check-in")

# baselines and values
BASELINE_SET = P(
    "好,「{team}」的{metric}约定为 {line}。连续 3 个工作日低于它,我先问本人,2 个工作小时后再告诉经理。",
    "Done: {metric} of “{team}” is agreed at {line}. After 3 working days below it I ask the person first, "
    "and tell the manager 2 working hours later.",
)
BASELINE_ENDED = P("好,「{team}」不再看{metric}。", "Done: {metric} of “{team}” is no longer watched.")
BASELINE_HOW = P(
    "写「基线 有效通话 90」,取消写「基线 有效通话 取消」。",
    "Write “baseline calls 90”, or “baseline calls none” to end it.",
)
BASELINE_LIST = P("「{team}」约定的指标:", "What “{team}” agreed on:")
BASELINE_ROW = P("{metric}:不低于 {line}", "{metric}: not below {line}")
BASELINE_NONE = P("「{team}」还没有约定的指标。", "“{team}” has agreed on no metric yet.")
BASELINE_FULL = P(
    "一个团队最多看 {limit} 个指标:多了就没人看了。先取消一个。",
    "A team watches {limit} metrics at most: nobody reads more. End one first.",
)
BASELINE_RANGE = P("约定的数要大于 0。", "The line has to be above 0.")
WHICH_TEAM = P("哪个团队?在后面写上团队名:{teams}。", "Which team? Write its name behind: {teams}.")
ONLY_MANAGERS = P(
    "约定的指标只有经理或管理员能改。",
    "Only a manager or an administrator can change what was agreed.",
)
NO_TEAM = P("你不在任何有约定指标的团队里。", "You are in no team that agreed on a metric.")
RECORDED = P("记下了:{day} {metric} {value}(来源:{source})。", "Noted: {metric} {value} on {day} (source: {source}).")
RECORDED_FOR = P(
    "记下了:{name} {day} {metric} {value}(来源:{source})。",
    "Noted: {name}, {metric} {value} on {day} (source: {source}).",
)
RECORD_HOW = P(
    "写「记 有效通话 52」,哪天的写在后面:「记 有效通话 52 9/14」。",
    "Write “record calls 52”, a day behind it if needed: “record calls 52 14 Sep”.",
)
RECORD_UNKNOWN = P(
    "没有叫「{text}」的指标。现在有:{metrics}。", "There is no metric called “{text}”. There are: {metrics}."
)
RECORD_NONE = P(
    "团队还没有约定指标,所以没有可记的。", "The team has agreed on no metric yet, so there is nothing to note."
)
RECORD_DAY = P("{day} 记不了:只能记今天和过去 31 天。", "{day} cannot be noted: only today and the last 31 days can.")
RECORD_OTHERS = P("替别人记数只有管理员可以。", "Only an administrator can note numbers for somebody else.")
RECORD_SYSTEM = P(
    "{day} 已有来自 {source} 的 {value},手填的盖不掉它。请在 {source} 里改,或请管理员补录。",
    "{day} already has {value} from {source}, which a typed number does not replace. "
    "Please correct it there, or ask an administrator.",
)

# digest
SECTION = P("{name}回复率 {answered}/{count}", "{name} answered {answered}/{count} alerts")
AND = P(" · ", " · ")
LIST_TITLE = P("上周的预警", "Last week's alerts")
LIST_ROW = P("{name} · {rule} · {state}", "{name} · {rule} · {state}")
LIST_OTHERS = P(
    "这里只列和你有关的;数字是全组的。", "Only those that concern you are listed; the number is the whole team's."
)
LIST_NONE = P(
    "其中没有和你有关的。预警只有本人和负责的人看得到。",
    "None of them concerns you. Only the person and who answers for them see an alert.",
)

# flags command
MINE_NONE = P("现在没有和你有关的预警 👍", "No alert concerns you now 👍")
MINE_OWN = P("{rule}:{state}", "{rule}: {state}")
STATE_ASKED = P("先给你看的,别人还不知道", "shown to you first, nobody else knows yet")
STATE_RAISED = P("{manager}已知道", "{manager} knows")

# news after leave
NEWS_PASSED = P("{name}的一条预警转给了{addressee}。", "An alert about {name} went to {addressee}.")
NEWS_CLOSED = P("你的「{rule}」已经关了:{state}。", "Your “{rule}” is closed: {state}.")

# commands
BASELINE_USAGE, BASELINE_HELP = (
    P("基线 有效通话 90", "baseline calls 90"),
    P("团队约定的指标", "what the team agreed on"),
)
RECORD_USAGE, RECORD_HELP = P("记 有效通话 52", "record calls 52"), P("记下今天的数", "note today's number")
MINE_USAGE, MINE_HELP = P("预警", "alerts"), P("和我有关的预警", "alerts that concern me")
