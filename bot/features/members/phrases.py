"""Every sentence of members, in both languages: help, what was not understood, wishes, people."""

from bot.kernel.phrases import Phrase as P

# what was not understood
NOT_UNDERSTOOD = P("「{text}」我没看懂。", "I did not understand “{text}”.")
SAID_NOTHING = P("我在,{name}。这条里没有字。", "I am here, {name}. That message had no words in it.")
DID_YOU_MEAN = P("你是想说「{usage}」吗?", "Did you mean “{usage}”?")
TRY_HELP = P("回「帮助」看看在这里能做什么。", "Send “help” to see what you can do here.")
STICKER = P(
    "收到表情 😄 我只看得懂文字,麻烦打几个字。", "Nice sticker 😄 I only read words, though: please type a few."
)
MEDIA = P(
    "我现在只看得懂文字,图片、语音和文件还不行。麻烦打几个字。",
    "I only read text so far, no pictures, voice or files. Please type a few words.",
)
OVERLONG = P(
    "这条太长了,我没有读,也没有记下。麻烦拆成几条短的再发。",
    "That message is longer than I read, so nothing of it was kept. Please split it into shorter ones.",
)
STALE_PRESS = P(
    "这张卡已经用不了了,什么都没有改变。回「帮助」看看现在能做什么。",
    "That card no longer works, and nothing has changed. Send “help” to see what you can do now.",
)
INACTIVE = P(
    "你的账号已停用,所以我不再记录或提醒。如果弄错了,请找管理员。",
    "Your account is closed, so I keep and remind nothing any more. If that is a mistake, please ask an administrator.",
)
HELLO = P("你好,{name} 👋 回「帮助」看看我能做什么。", "Hello {name} 👋 Send “help” to see what I can do.")
WELCOME = P("不客气,{name} 😊", "You are welcome, {name} 😊")
FINE = P("好的 👌", "All right 👌")

# help
HELP_TITLE = P("在这里你可以", "Here you can")
HELP_TITLE_GROUP = P("在群里 @我 可以", "In the group, mention me and")
HELP_MORE = P(
    "照着写就行,也可以用英文。「帮助 赞」看某一条的写法。",
    "Just write it like that, in Chinese too. “help kudos” explains one of them.",
)
HELP_WORDS = P("这些词都行:{words}", "Any of these words will do: {words}")
HELP_UNKNOWN = P("没有叫「{text}」的。", "There is nothing called “{text}”.")
HELP_BUTTON = P("帮助", "Help")
USAGE_AND_HELP = P("{usage}:{help}", "{usage}: {help}")
ABOUT = P(
    "我是合拍,跑在你们自己服务器上的协作助手:打卡、卡点、感谢、提醒、周报。",
    "I am Hepai, a helper on your own server: check-ins, blockers, thanks, reminders and a weekly digest.",
)
ABOUT_SIGHT = P(
    "谁能看到:打卡全组可见;写「私」开头只有经理;心情只有你自己;预警先给你看,再告诉经理。群里从不排名。",
    "Who sees what: check-ins, your team; words after “private”, your manager; your mood, only you; "
    "alerts reach you before your manager. Nobody is ever ranked in the group.",
)
ABOUT_PUSHES = P(
    "我每天最多主动找你 {count} 次,晚上、周末和假期不打扰。「少发点」可以更少,「为什么」告诉你原因。",
    "I write first at most {count} times a day, never in the evening, at weekends or on holidays. "
    "“fewer” makes it less, “why” tells the reason.",
)

# why, fewer, more
WHY_REASON = P("上一条「{title}」:{reason}。", "The last one (“{title}”): {reason}.")
WHY_RULE = P("规则:{rule}", "Rule: {rule}")
WHY_CHANGE = P(
    "想少收一点,回「少发点」(现在每天最多 {count} 次)。",
    "If you want less, send “fewer” (now at most {count} a day).",
)
WHY_NONE = P(
    "最近没有我主动发给你的消息:这里都是对你说的话的回答。",
    "I have not written here on my own lately: all of this answered something you said.",
)
FEWER_NOW = P("好,以后每天最多主动找你 {count} 次。", "Done: from now on I write first at most {count} times a day.")
FEWER_NOW_ONE = P("好,以后每天最多主动找你 1 次。", "Done: from now on I write first at most once a day.")
FEWER_ALREADY = P("已经是最少了:每天最多 1 次。", "It is at its lowest already: once a day.")
MORE_NOW = P("好,以后每天最多 {count} 次。", "Done: at most {count} times a day from now on.")
MORE_ALREADY = P(
    "已经是 {count} 次,这是上限:再多就成打扰了。",
    "It is at {count} already, and that is the limit: more would only disturb you.",
)
STILL_COMES = P(
    "还会照常来:团队约好的打卡,和当天到期的承诺。其余的合并成一条,或改天再说。",
    "What still comes: the check-in your team agreed on, and promises due that day. The rest is merged or waits.",
)
COUNT_BUTTON = P("每天最多 {count} 次", "At most {count} a day")

# language and time zone
LANGUAGE_NOW = P("好的,以后跟你说中文。", "Done, I will speak English with you.")
LANGUAGE_ASK = P("现在跟你说中文。要换吗?", "I speak English with you now. Change?")
LANGUAGE_UNKNOWN = P("我会说中文和 English,「{text}」还不会。", "I speak English and 中文, not “{text}” yet.")
ZONE_NOW = P(
    "好的,你的时区是 {zone},现在 {time}。打卡和提醒都按这个时间。",
    "Done: your time zone is {zone}, where it is {time} now. Check-ins and reminders follow it.",
)
ZONE_ASK = P(
    "你的时区是 {zone},现在 {time}。要改就写「时区 城市」,比如「时区 柏林」或「时区 Europe/Berlin」。",
    "Your time zone is {zone}, where it is {time} now. To change it write “timezone city”, such as “timezone Berlin”.",
)
ZONE_UNKNOWN = P(
    "我不认识时区「{text}」,所以没有改,还是 {zone}。可以写城市或 IANA 名,比如 {examples}。",
    "I do not know the time zone “{text}”, so it stays {zone}. Give a city or an IANA name, such as {examples}.",
)

# people
MEMBERS_TITLE = P("{team} · {count} 人", "{team} · {count} people")
MEMBERS_TITLE_ONE = P("{team} · 1 人", "{team} · 1 person")
MEMBER_MANAGER = P("经理{name}", "manager {name}")
MEMBER_DELEGATE = P("代理{name}", "delegate {name}")
MEMBER_LEADS = P("团队经理", "leads the team")
MEMBER_AWAY = P("休假({day}回)", "away (back {day})")
NO_TEAM = P(
    "你还不在任何团队里。请经理发「加人 @{name}」。", "You are in no team yet. Ask your manager to send “add @{name}”."
)
DELEGATE_SET = P(
    "好的。你休假时,该你处理的预警和升级会转给{name}。",
    "Done. While you are away, alerts and escalations meant for you go to {name}.",
)
DELEGATE_TOLD = P(
    "{manager}请你在 TA 休假时代理:预警和升级会转给你。",
    "{manager} asked you to stand in during their leave: alerts and escalations will come to you.",
)
DELEGATE_TOLD_WHY = P("因为{manager}把你设为代理人", "because {manager} named you as delegate")
DELEGATE_NONE = P("你现在没有代理人。", "You have no delegate now.")
DELEGATE_NOW = P("你的代理人是{name}。", "Your delegate is {name}.")
DELEGATE_CLEARED = P("好的,不再有代理人。", "Done, you have no delegate any more.")
DELEGATE_HOW = P(
    "写「委托 @名字」设置,「委托 取消」取消。", "Write “delegate @name” to set one, “delegate none” to clear."
)
DELEGATE_SELF = P("代理人要是别人,不能是自己。", "A delegate has to be somebody else.")
DELEGATE_ONLY_MANAGERS = P(
    "委托是给有下属的人用的,你现在不需要。", "Delegates are for people who lead others; you do not need one now."
)
MANAGER_SET = P("好的,{name}的经理现在是{manager}。", "Done, {name} now reports to {manager}.")
MANAGER_TOLD = P("你的经理现在是{manager}。", "Your manager is now {manager}.")
MANAGER_TOLD_WHY = P("因为管理员改了你的经理", "because an administrator changed your manager")
MANAGER_HOW = P("写「经理 @成员 @经理」。", "Write “manager @member @manager”.")
MANAGER_CIRCLE = P(
    "不行:{manager}归{name}管,这样会绕成一圈。",
    "Not possible: {manager} reports to {name}, which would make a circle.",
)
ADD_HOW = P("写「加人 @名字」,可以一次写几个人。", "Write “add @name”, several at once if you like.")
ADD_WHICH_TEAM = P(
    "加到哪个团队?在后面写上团队名:{teams}。",
    "To which team? Write its name behind: {teams}.",
)
ADDED = P("已加入「{team}」:{names}。", "Added to “{team}”: {names}.")
ADDED_ALREADY = P("{names}已经在「{team}」里。", "{names} already in “{team}”.")
ADD_REACHES = P(
    "我给新来的人发了介绍;打卡从下一个工作日开始。",
    "I introduced myself to the newcomers; check-ins start on the next working day.",
)
LEFT_HOW = P("写「离职 @名字」。", "Write “left @name”.")
LEFT_CONFIRM = P(
    "确定{name}离职吗?之后不再打卡和提醒,也不能再用我;历史里的名字保留。",
    "Has {name} really left? No more check-ins or reminders, and no more use of me; their name stays in the history.",
)
LEFT_DONE = P("好的,{name}已停用。名字和历史保留。", "Done, {name} is closed. Their name stays in the history.")
LEFT_ALREADY = P("{name}早已停用,没有变化。", "{name} was closed before; nothing has changed.")
LEFT_SELF = P("不能停用自己:请另一位管理员来做。", "You cannot close your own account: ask another administrator.")
CONFIRM = P("确定", "Yes")
CANCEL = P("算了", "No")
DROPPED = P("好,没有改变什么。", "Fine, nothing has changed.")
ONLY_ADMINS = P("这个只有管理员能改{names}。", "Only administrators can change this{names}.")
ONLY_MANAGERS = P("这个只有经理或管理员能改{names}。", "Only a manager or an administrator can change this{names}.")
ASK_THEM = P(":可以找{names}", ": ask {names}")

# joining
INTRO = P(
    "你好,{name},我是合拍 👋 你加入了「{team}」。",
    "Hello {name}, I am Hepai 👋 You are now in “{team}”.",
)
INTRO_WHAT = P(
    "我会按团队约好的时间问几句今天的打算,大约 1 分钟;有人帮了你,可以写「赞 @名字 理由」。",
    "At the time your team agreed on I ask a few questions about the day, about a minute; "
    "when somebody helped you, write “kudos @name reason”.",
)
INTRO_FEWER = P(
    "随时可回「少发点」,或「帮助」看看还能做什么。", "Any time: “fewer” for less, “help” for what else there is."
)
INTRO_WHY = P("因为你刚加入「{team}」", "because you have just joined “{team}”")

# leave
LEAVE_HOW = P(
    "请哪几天?比如「9/21 到 9/23」「明天」或「周一起 3 天」。",
    "Which days? For example “21 Sep to 23 Sep”, “tomorrow” or “Monday for 3 days”.",
)
LEAVE_HALF = P(
    "半天不用登记:那天的打卡回「跳过」就行,不算漏。",
    "Half a day needs no entry: answer that day's check-in with “skip”, it does not count as missed.",
)
LEAVE_UNCLEAR = P(
    "「{text}」我没看懂是哪几天,所以没有登记。", "I cannot tell which days “{text}” are, so nothing is entered."
)
LEAVE_BACKWARDS = P(
    "{last} 在 {first} 前面,我没有登记。开始写前面,结束写后面。",
    "{last} lies before {first}, so nothing is entered. Write the first day first.",
)
LEAVE_TOO_LONG = P(
    "{days} 天太长了,一次最多 {limit} 天,没有登记。",
    "{days} days are too many, {limit} is the most at once. Nothing is entered.",
)
LEAVE_LONG_PAST = P("{last} 早已过去,没有登记。", "{last} is long past; nothing is entered.")
LEAVE_SAVED = P("已登记:你 {days} 休假,{back}回。", "Entered: you are away {days}, back {back}.")
LEAVE_SAVED_FOR = P("已登记:{name} {days} 休假,{back}回。", "Entered: {name} is away {days}, back {back}.")
LEAVE_MEANS = P(
    "这几天不打卡、不提醒,也不计漏。改主意了回「取消请假」。",
    "No check-ins, no reminders and nothing missed on those days. Send “cancel leave” if plans change.",
)
LEAVE_TOLD = P("{by}为你登记了休假:{days},{back}回。", "{by} entered leave for you: {days}, back {back}.")
LEAVE_CANCELLED_TOLD = P("{by}取消了你 {days} 的休假。", "{by} cancelled your leave of {days}.")
LEAVE_TOLD_WHY = P("因为{by}改了你的休假", "because {by} changed your leave")
LEAVE_NO_RIGHT = P(
    "替{name}请假要 TA 的经理或管理员来。",
    "Only a manager of theirs or an administrator can enter leave for {name}.",
)
LEAVE_NONE = P(
    "没有登记休假。要请就写「请假 9/21 到 9/23」。",
    "No leave is entered. To take some, write “leave 21 Sep to 23 Sep”.",
)
LEAVE_NONE_FOR = P("{name}没有登记休假。", "{name} has no leave entered.")
LEAVE_LIST = P("你登记的休假:", "Your leave:")
LEAVE_ROW = P("{days},{back}回", "{days}, back {back}")
LEAVE_WHICH = P("取消哪一段?", "Which one do you want to cancel?")
LEAVE_CANCELLED = P(
    "已取消 {days} 的休假。打卡和提醒照常。", "Your leave of {days} is cancelled. Check-ins and reminders go on."
)
LEAVE_CANCELLED_FOR = P("已取消{name} {days} 的休假。", "The leave of {name} ({days}) is cancelled.")
LEAVE_SHORTENED = P(
    "欢迎提前回来 👋 从今天起打卡和提醒照常。", "Welcome back early 👋 Check-ins and reminders go on from today."
)
LEAVE_GONE = P("这段休假已经取消或结束了,没有变化。", "That leave is cancelled or over already; nothing has changed.")

# back from leave
BACK = P(
    "欢迎回来。你休假期间有 {count} 条和你有关:", "Welcome back. While you were away {count} things concerned you:"
)
BACK_ONE = P("欢迎回来。你休假期间有 1 条和你有关:", "Welcome back. While you were away 1 thing concerned you:")
BACK_MORE = P("……还有 {count} 条。", "… and {count} more.")
BACK_NO_CHECKINS = P("(不用补打卡)", "(No need to catch up on check-ins.)")
BACK_WHY = P("因为你休假回来了", "because you are back from leave")

# the calendar of working days
DAYS_HOW = P(
    "写「放假 2027-02-06 到 2027-02-12 春节」,或「上班 2027-02-14」。",
    "Write “holiday 2027-02-06 to 2027-02-12 Spring Festival”, or “workday 2027-02-14”.",
)
DAYS_OFF_SAVED = P(
    "已记:{days} 放假{name},其中 {count} 天原来要上班。",
    "Entered: {days} off{name}; {count} of them were working days.",
)
DAYS_ON_SAVED = P("已记:{days} 上班{name}。", "Entered: {days} worked{name}.")
DAYS_NAMED = P("({name})", " ({name})")
DAYS_MEANS = P(
    "全公司的打卡、提醒和预警都按这个来。", "Check-ins, reminders and alerts of the whole company follow this."
)
CALENDAR_TITLE = P("接下来的假期和调休", "Holidays and swapped days ahead")
CALENDAR_OFF = P("{days} 放假", "{days} off")
CALENDAR_ON = P("{days} 上班", "{days} worked")
CALENDAR_PLAIN = P("接下来 {count} 天没有假期和调休。", "No holidays or swapped days in the next {count} days.")
CALENDAR_UNKNOWN = P(
    "{year} 年的放假安排还没导入:现在只按固定日期的法定假日和星期几来。",
    "The holidays of {year} are not imported yet: only fixed-date holidays and weekdays count so far.",
)
CALENDAR_MISSING = P("{year} 放假安排还没导入。", "The holidays of {year} are not imported yet.")
CALENDAR_MISSING_HOW = P(
    "在那之前只按固定日期的法定假日和星期几来。"
    "国务院公布后,写「放假 {year}-02-06 到 {year}-02-12 春节」「上班 {year}-02-14」,或升级合拍。",
    "Until then only fixed-date holidays and weekdays count. Once they are published, write "
    "“holiday {year}-02-06 to {year}-02-12 Spring Festival”, “workday {year}-02-14”, or upgrade Hepai.",
)
CALENDAR_MISSING_WHY = P(
    "因为你是管理员,而明年的放假安排还没有(每周最多提醒一次)",
    "because you are an administrator and next year's holidays are missing (told at most once a week)",
)

# commands
HELP_USAGE, HELP_HELP = P("帮助", "help"), P("看看在这里能做什么", "what you can do here")
WHY_USAGE, WHY_HELP = P("为什么", "why"), P("上一条为什么发给我", "why I got the last message")
FEWER_USAGE, FEWER_HELP = P("少发点", "fewer"), P("少收一些主动消息", "fewer messages that nobody asked for")
MORE_USAGE, MORE_HELP = P("多一点", "more"), P("多收一些主动消息", "more of them again")
LANGUAGE_USAGE, LANGUAGE_HELP = P("语言 English", "language 中文"), P("换一种语言", "speak another language")
ZONE_USAGE, ZONE_HELP = P("时区 柏林", "timezone Berlin"), P("改你的时区", "change your time zone")
ABOUT_USAGE, ABOUT_HELP = P("关于", "about"), P("我是谁,谁能看到什么", "who I am and who sees what")
LEAVE_USAGE, LEAVE_HELP = P("请假 9/21 到 9/23", "leave 21 Sep to 23 Sep"), P("登记休假", "enter leave")
UNLEAVE_USAGE, UNLEAVE_HELP = P("取消请假", "cancel leave"), P("取消或提前结束休假", "cancel leave or end it early")
MY_LEAVE_USAGE, MY_LEAVE_HELP = P("我的假", "my leave"), P("看登记了哪些休假", "the leave you entered")
MEMBERS_USAGE, MEMBERS_HELP = P("成员", "members"), P("团队里有谁,谁是经理", "who is in the team, and who leads it")
DELEGATE_USAGE, DELEGATE_HELP = (
    P("委托 @名字", "delegate @name"),
    P("你休假时谁代你处理", "who stands in while you are away"),
)
ADD_USAGE, ADD_HELP = P("加人 @名字", "add @name"), P("把人加进团队", "add somebody to the team")
LEFT_USAGE, LEFT_HELP = P("离职 @名字", "left @name"), P("停用离开公司的人", "close somebody who left the company")
MANAGER_USAGE, MANAGER_HELP = (
    P("经理 @成员 @经理", "manager @member @manager"),
    P("改某人的经理", "change somebody's manager"),
)
OFF_USAGE, OFF_HELP = (
    P("放假 2027-02-06 到 2027-02-12 春节", "holiday 2027-02-06 to 2027-02-12 Spring Festival"),
    P("改日历:放假", "set days off"),
)
ON_USAGE, ON_HELP = P("上班 2027-02-14", "workday 2027-02-14"), P("改日历:调休上班", "set a working day")
CALENDAR_USAGE, CALENDAR_HELP = P("日历", "calendar"), P("接下来的假期和调休", "holidays and swapped days ahead")
