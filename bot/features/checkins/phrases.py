"""What check-ins say on an ordinary day, in both languages."""

from bot.kernel.phrases import Phrase as P

# asking
GOOD_MORNING = P("早上好,{name}。", "Good morning, {name}. ")
GOOD_AFTERNOON = P("下午好,{name}。", "Good afternoon, {name}. ")
SWAPPED = P("今天是调休上班日(换{holiday})。", "Today is a working day in exchange for {holiday}. ")
SWAPPED_PLAIN = P("今天是调休上班日。", "Today is worked in exchange for a holiday. ")
COUNT = P(
    "{count} 题,约 1 分钟,{end} 前答都算准时。", "{count} questions, about a minute; answers before {end} are on time. "
)
TODAY_COUNT = P(
    "今天 {count} 题,约 1 分钟,{end} 前答都算准时。",
    "{count} questions today, about a minute; answers before {end} are on time. ",
)
GOES_TO = P("回答会发到「{audience}」。", "Your answers go to “{audience}”.")
GOES_NOWHERE = P("这是试用,回答只有你自己看到。", "This is a trial: only you will see your answers.")
STEP = P("{number}/{count} ", "{number}/{count} ")
PLANNED_YESTERDAY = P("昨天你计划「{plan}」,现在?", "Yesterday you planned “{plan}”. And now?")
PLANNED_THEN = P("{day}你计划「{plan}」,现在?", "On {day} you planned “{plan}”. And now?")
HOW_TO_ASK_HELP = P(
    "直接写「@谁 要什么 什么时候」,没有就点:",
    " Just write “@who, what, by when”; if nothing, tap:",
)
TAKEN_DOWN = P(" ✓ {answer}", " ✓ {answer}")
TAKEN_DOWN_PRIVATELY = P(" ✓(不进群)", " ✓ (not for the group)")
SET_ASIDE = P(" —", " —")
GO_ON = P("我们继续:", " Let us go on:")
FORM = P("一次填完", "All at once")
FORM_HERE = P("三两句就好,写完一次提交。", "A few words are enough; send them all together.")
FORM_SENT = P("已提交 ✓", "Sent ✓")
FORM_SEND = P("提交", "Send")
FORM_TALK = P("一题一题答", "One by one")
FORM_NONE = P(
    "这里没有表单,但一句话也行:直接写「昨天…,今天…,没卡点」,我来拆,拆完先给你看。",
    "There are no forms here, but one sentence does it too: write “yesterday …, today …, no blockers”. "
    "I take it apart and show you first.",
)
NO_MOOD = P("不想说", "Rather not say")
START = P("开始答", "Start")
SKIP_TODAY = P("今天跳过", "Skip today")

# understanding
UNDERSTOOD = P("我这样记,对吗?", "Shall I put it down like this?")
REPLACE = P("今天的你已经写过了。换成这份吗?", "You have answered today already. Replace it with this?")
RIGHT = P("对", "Right")
LET_ME = P("我改", "Let me change it")
ONE_BY_ONE = P("好,那一题一题来。", "All right, one by one then.")
NOT_MENTIONED = P("(还没写,接下来问你)", "(not said yet, I will ask)")
FROM_GROUP = P(
    "你在群里发的像今天的打卡,我收下吗?",
    "What you wrote in the group looks like today's check-in. Shall I take it?",
)
TAKE_IT = P("收下", "Take it")
NOT_IT = P("不是", "It is not")
LEFT_ALONE = P("好,我没有记。", "All right, nothing was kept.")
WORDS_PLEASE = P(
    "收到表情 😄 这题麻烦打几个字{otherwise}。", "Nice one 😄 A few words for this one, please{otherwise}."
)
MEDIA_WORDS_PLEASE = P(
    "我现在只看得懂文字。这题麻烦打几个字{otherwise}。",
    "I only read text so far. A few words for this one, please{otherwise}.",
)
OR_NOTHING = P(",或回 1={word}", ", or reply 1 = {word}")
OR_CHOICE = P(",或回 1–{count}", ", or reply 1–{count}")
TOO_LONG = P(
    "这段有 {length} 个字,一题最多 {limit} 个。挑最要紧的写就好,我没有存。",
    "That is {length} characters; one answer holds {limit}. The most important part will do. I kept nothing of it.",
)
MUCH_TOO_LONG = P(
    "这段太长了,我没有存。挑最要紧的一两句就好。", "That is too long, I kept nothing. One or two sentences will do."
)
NUMBER_PLEASE = P("这题要一个数字,比如 90。", "This one needs a number, such as 90.")
NUMBER_BETWEEN = P("这题要 {lowest} 到 {highest} 之间的数。", "This one needs a number from {lowest} to {highest}.")
WORDS_NOT_DIGITS = P("这题没有选项,麻烦打几个字。", "This one has no options: a few words, please.")
WORD_NEEDED = P("这题还空着。", "This one is still empty.")

# received
RECEIVED = P("收到 ✅ 最晚 {end} 发到「{audience}」。", "Got it ✅ It goes to “{audience}” by {end}.")
RECEIVED_POSTED = P("收到 ✅ 已发到「{audience}」。", "Got it ✅ It is in “{audience}”.")
RECEIVED_QUIETLY = P("收到 ✅ ", "Got it ✅")
RECEIVED_LATE = P(
    "收到,记为补交。群里的汇总卡已更新。", "Got it, added to the day. The report in the group is up to date."
)
RECEIVED_LATE_QUIETLY = P("收到,记为补交。", "Got it, added to the day.")
CHANGE_HOW = P("要改就回「改 2 …」。", " To change something, reply “edit 2 …”.")
UPDATED = P("已更新第 {number} 题:「{answer}」。", "Question {number} now says “{answer}”.")
EDIT_SEEN = P(
    "你改过第 {number} 题,已按新内容:「{answer}」。", "You edited question {number}; I took the new words: “{answer}”."
)
EDIT_RIGHT, EDIT_OLD = P("对", "Right"), P("用旧的", "Use the old one")
EDIT_KEPT = P("好,按新内容。", "All right, the new words stand.")
EDIT_OLD_AGAIN = P("好,用回旧的。", "All right, the old words stand again.")
EDIT_TOO_LATE = P(
    "你改了以前的一条消息,那天的打卡已经结束,没有再改。",
    "You edited an earlier message; the check-in of that day is over, so nothing was changed.",
)
RECALLED = P("你撤回了第 {number} 题,我已经拿掉。", "You took back question {number}; I have removed it.")
RECALLED_POSTED = P(
    "你撤回了第 {number} 题,我先从汇总卡里拿掉。",
    "You took back question {number}; I have removed it from the report.",
)
RECALL_ALL = P("整条撤回", "Take all back")
RECALL_ONE = P("只撤第 {number} 题,重答", "Only question {number}: answer again")
REPLACED = P("已换成新的这份。", "It is replaced.")
UPDATED_PRIVATELY = P("第 {number} 题已改,不进群。", "Question {number} is changed and stays out of the group.")
REPORT_TOO = P("群里的汇总卡也更新了。", " So is the report in the group.")
CHANGE = P("改", "Edit")
TAKE_BACK = P("撤回打卡", "Take it back")
FEWER = P("少发点", "Fewer")
ALREADY_SAID = P(
    "这题已经记为「{answer}」。要改就回「改 {number} …」。",
    "This one says “{answer}” already. To change it, reply “edit {number} …”.",
)
ALREADY_PRIVATE = P(
    "这题已经记下了(不进群)。要改就回「改 {number} …」。",
    "This one is put down already, privately. To change it, reply “edit {number} …”.",
)
ALREADY_DONE = P("今天的打卡已经收到了。", "Today's check-in is in already.")
NOT_YOURS = P("这张卡是给{name}的,什么都没有改变。", "That card is for {name}. Nothing has changed.")
NOT_FOUND = P("这张卡已经用不了了,什么都没有改变。", "That card no longer works. Nothing has changed.")
DAY_OVER = P(
    "这是 {day}的卡,那天已经结束了,什么都没有改变。", "That card is for {day}, which is over. Nothing has changed."
)
DRAFT_GONE = P("这条已经处理过了,什么都没有改变。", "That was dealt with already. Nothing has changed.")

# who sees it
SEES_TEAM = P("{numbers} 题:「{audience}」全员", "{numbers}: everybody in “{audience}”")
SEES_BLOCKER = P(
    "{number} 题:全组,写「私」开头则只有{manager}", "{number}: the team, or only {manager} if it begins with “private:”"
)
SEES_MOOD = P("心情题:只有你自己", "your mood: only you")
SEES_JOIN = P(";", "; ")
SEES_END = P("。", ".")
YOUR_MANAGER = P("你的主管", "your manager")

# skip and later
SKIPPED = P(
    "好,今天跳过(不算漏)。想{time}再问一次吗?",
    "All right, skipped for today; it does not count as missed. Shall I ask once more at {time}?",
)
SKIPPED_ONLY = P(
    "好,今天跳过(不算漏)。想写时回「打卡」。",
    "All right, skipped for today; it does not count as missed. If you want to after all, send “checkin”.",
)
NOTHING_TODAY = P("今天没有要打的卡。", "There is no check-in today.")
SKIPPED_ALREADY = P("今天已经跳过了(不算漏)。", "Today is skipped already; it does not count as missed.")
SKIP_ANSWERED = P(
    "今天的已经交了,不用跳过。要拿掉就回「撤回」。",
    "Today's answers are in, nothing to skip. To take them back, send “undo”.",
)
LATER = P("好,你先忙。{time}再问你?", "All right, go ahead. Shall I ask again at {time}?")
LATER_NO_MORE = P(
    "好,你先忙。今天不再问了,24:00 前想写时回「打卡」。",
    "All right, go ahead. I will not ask again today; until midnight send “checkin” whenever you like.",
)
YES = P("好", "Yes")
NO_NEED = P("不用", "No need")
ASK_AT = P("好,{time}见。", "See you at {time}.")
NOT_ASKED = P(
    "好,不再问了。想写时回「打卡」。", "All right, I will not ask again. If you want to after all, send “checkin”."
)
AGAIN = P("{name},现在方便写两句吗?", "{name}, is now a good moment for a few words?")

# days
WHICH_DAY = P("这是 {first} 还是 {second} 的?", "Is this for {first} or for {second}?")
DAY_YESTERDAY = P("昨天 {day}", "Yesterday, {day}")
DAY_TODAY = P("今天 {day}", "Today, {day}")
DAY_LAST = P("上次 {day}", "Last time, {day}")
DAY_NEXT = P("下次 {day}(先存草稿)", "Next time, {day} (kept as a draft)")
HOLIDAY_AHEAD = P("明天({day}){holiday}放假。", "Tomorrow ({day}) is off for {holiday}. ")
DAY_OFF_AHEAD = P("明天({day})不上班。", "Tomorrow ({day}) is not a working day. ")
KEPT_FOR = P("我存为 {day}的草稿,到时一键发。", "I keep it as a draft for {day}; then one tap sends it.")
FOR_TODAY = P("算今天的", "It is for today")
DRAFT_KEPT = P("好,{day}打卡时一起给你。", "Fine, you will find it with the check-in of {day}.")
DRAFT_HERE = P("你之前存的草稿:", "The draft you kept:")
USE_DRAFT = P("就这样发", "Send it like this")
ANEW = P("重新写", "Write anew")

# sensitive words
HELD_BACK = P("这句我没有发出去。你想?", "I have not passed this on. What would you like?")
HELD_BACK_MANY = P("这几句我没有发出去。你想?", "I have not passed these on. What would you like?")
ONLY_MANAGER = P("只给{manager}", "Only for {manager}")
ONLY_ME = P("只留给自己", "Only for myself")
TO_GROUP = P("照常发群里", "To the group as usual")
KEPT_MANAGER = P("好,只有{manager}会看到。", "All right, only {manager} will see it.")
KEPT_SELF = P("好,只留给你自己。", "All right, it stays with you.")
KEPT_PRIVATELY = P("(不进群)", "(not for the group)")
KEPT_TEAM = P("好,照常发。", "All right, as usual.")
FOR_YOU_ONLY = P("{name}写了一句,只给你看:", "{name} wrote something for you only:")
FOR_YOU_REASON = P("因为{name}选择只告诉你", "because {name} chose to tell only you")

# change and undo
CHANGE_WHICH = P("改哪一题?", "Which one?")
CHANGE_TO = P("第 {number} 题改成什么?直接写。", "What should question {number} say? Just write it.")
CHANGE_DONE = P("第 {number} 题 —", "Question {number} —")
CHANGE_UNKNOWN = P("没有第 {number} 题。今天共 {count} 题。", "There is no question {number}; there are {count}.")
CHANGE_NOTHING = P("今天还没有可以改的。", "There is nothing to change today.")
TAKEN_BACK = P(
    "已撤回,群里的汇总也拿掉了。想重写就点:", "Taken back, and out of the report in the group. To write anew:"
)
TAKEN_BACK_QUIETLY = P("已撤回。想重写就点:", "Taken back. To write anew:")
SKIP_TAKEN_BACK = P("好,不跳过了。", "All right, not skipped any more.")
NOTHING_TO_UNDO = P("今天没有可以撤回的打卡。", "There is no check-in of today to take back.")
AGAIN_BUTTON = P("重新写", "Write anew")

# the report
REPORT_TITLE = P("{audience} {day} 打卡", "{audience} · check-in {day}")
REPORT_COUNT = P("已交 {given}/{due}", "{given} of {due} in")
REPORT_ELSEWHERE = P(",{names} 当地还没到时间", "; for {names} it is not yet time")
REPORT_UPDATED = P(" · 已更新 {time}", " · updated {time}")
REPORT_ADDED = P("(补交)", " (added later)")
REPORT_AWAY = P("{name} 休假({day} 回)", "{name} is on leave (back {day})")
TRIAL_REPORT = P("(试用)群里会看到:", "(Trial) The group would see:")
REPORT_QUIET = P("写了,内容不进群", "answered, not for the group")
AND = P("、", ", ")
NONE = P("无", "none")
LABEL_YESTERDAY = P("昨天", "Yesterday")
LABEL_SINCE = P("上次", "Last")
LABEL_TODAY = P("今天", "Today")
LABEL_BLOCKER = P("卡点", "Blocker")
LABEL_CALLS = P("有效通话", "Calls")
LABEL_MOOD = P("心情", "Mood")
CALLS_VALUE = P("{value} 分钟", "{value} min")
PAIR = P("{label}:{value}", "{label}: {value}")
EQUALS = P("{label}=", "{label} = ")
PART = P(" · ", " · ")

# reasons of unasked messages
PROMPT_REASON = P(
    "因为「{audience}」约好{days} {time} 打卡", "because “{audience}” agreed to check in {days} at {time}"
)
AGAIN_REASON = P("因为你说{time}再问", "because you said to ask again at {time}")
ON_DAYS = P("{days}", "on {days}")
EVERY_WORKDAY = P("工作日", "on working days")
UNASKED_NOTE = P(
    "{day} {time} 的打卡没有发(「{audience}」):我当时没在运行,醒来已经太晚。不算任何人漏。",
    "The check-in of {day} {time} in “{audience}” was not sent: I was not running, and then it was too late. "
    "Nobody missed anything.",
)
UNASKED_REASON = P(
    "因为你是管理员,这次打卡没能发出", "because you are an administrator and this check-in could not be sent"
)
WHAT = P("今天的打卡", "today's check-in")

# one's own, and the team's
NO_CHECKIN = P(
    "你还没有在任何打卡里。群里回「开始」就能配一个。",
    "You are in no check-in yet. Send “start” in a group to set one up.",
)
NOT_TODAY = P(
    "今天不用打卡,下一次是 {day}。想先写就发「明天的日报:…」,我存成草稿。",
    "No check-in today; the next is {day}. To write ahead, send “tomorrow's check-in: …” and I keep a draft.",
)
STATUS_AWAITING = P("还没写", "open")
STATUS_SKIPPED = P("跳过(不算漏)", "skipped")
STATUS_EXCUSED = P("休假", "on leave")
STATUS_MISSED = P("没有写", "not written")
HISTORY_TITLE = P("我的打卡 {days}", "My check-ins {days}")
KEPT_WORDS = P("不进群:{words}", "not for the group: {words}")
HISTORY_NONE = P("这段时间没有打卡。", "No check-ins in this time.")
SO_FAR = P(
    "「{audience}」今天已交 {given}/{due}。还没写的人会自己收到一次提醒,我不列名单。",
    "“{audience}” today: {given} of {due} in. Whoever has not written is reminded once, in private; I keep no list.",
)
SECTION = P("打卡 {percent}%", "Check-ins {percent}%")
SOMEBODY = P("有人", "somebody")
LIST_TITLE = P("{audience} 打卡 {days}", "{audience} · check-ins {days}")
LIST_NOTE = P("只给你看;休假和跳过不计入。", "For you only; leave and skipped days do not count.")
LIST_ROW = P("{name}:{given}/{asked}{rest}", "{name}: {given} of {asked}{rest}")
LIST_AWAY = P(",休假 {count} 天", ", {count} days on leave")
LIST_SKIPPED = P(",跳过 {count} 天", ", {count} skipped")

# help
CHECKIN_USAGE = P("打卡", "checkin")
CHECKIN_HELP = P("写今天的,或看今天写了什么", "answer today's questions, or see what you wrote")
CHANGE_USAGE = P("改 2 新的内容", "edit 2 the new words")
CHANGE_HELP = P("改今天的某一题,群里的汇总跟着更新", "change an answer of today; the report follows")
UNDO_USAGE = P("撤回", "undo")
UNDO_HELP = P("撤回今天的打卡", "take today's answers back")
SKIP_USAGE = P("跳过", "skip")
SKIP_HELP = P("今天不写(不算漏)", "no check-in today; it does not count as missed")
TODAY_USAGE = P("打卡情况", "checkin status")
TODAY_HELP = P("今天交了多少份(不列没写的人)", "how many are in today (never who is not)")
MINE_USAGE = P("我的打卡", "my checkins")
MINE_HELP = P("最近两周自己写的", "what you wrote in the last two weeks")
