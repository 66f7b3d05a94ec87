"""What a message wants instead of answering: skip, later, who sees this, a coming day, privacy. Pure."""

import re
import unicodedata

_ZH_SKIP = r"(?:今天|今儿)?(?:就|先)?(?:不写|不答|不填|不打卡|跳过)(?:了|吧|吧了)?"
_SKIP = re.compile(rf"{_ZH_SKIP}|(?:i(?:'ll| will) )?(?:skip|pass)(?: (?:it|this|today|for today))?", re.I)
_BUSY = r"(?:我)?(?:还在|正在|在)?(?:开会|忙|路上|外面|外出|见客户|接电话)(?:呢|中|着呢|着|了)?"
_LATER = (
    r"(?:晚点|晚些|稍后|等会儿?|等下|一会儿?|待会儿?|回头|过会儿?)(?:再)?"
    r"(?:说|写|填|答|回|来|弄|发|补)?(?:吧|哈|啊|呢)?"
)
_EN_BUSY = r"(?:i'?m )?(?:in a meeting|busy|driving|on a call)(?: right now| now)?"
_EN_LATER = r"(?:(?:ask|remind) me )?later|not now|(?:give me|in) a (?:minute|moment)|snooze"
_SNOOZE = re.compile(
    rf"{_BUSY}[,,、。\s]*{_LATER}|{_LATER}|(?:我)?(?:还在|正在|在)(?:开会|忙)(?:呢|中|着呢)?|开会(?:呢|中)"
    rf"|{_EN_BUSY}(?:[,.\s]+(?:{_EN_LATER}))?|(?:{_EN_LATER})",
    re.I,
)
_WHO_SEES = re.compile(
    r"(?:这|这个|这些|那|我写的|我的|回答|答案|内容)?(?:东西|回答|答案|题|内容|话)?(?:是|会|要|都)?"
    r"(?:给谁看|发给谁|发到哪里?|(?:都)?有?谁(?:都)?(?:能|可以|会)?(?:看到|看见|看得到|看得见|看))(?:的|呢|啊|吗|呀)?"
    r"|(?:who|what people) (?:can |will |is going to )?(?:sees?|reads?)(?: this| it| that| my \w+| these)?"
    r"|who is this for|is (?:this|it) private|is (?:this|it) public",
    re.I,
)
_AHEAD = re.compile(
    r"(?:明天|明日|下个工作日|下周一|tomorrow(?:'s)?|next working day(?:'s)?)\s*的?\s*"
    r"(?:日报|打卡|站会|早会|计划|check-?in|stand-?up|report|plan)\s*(?:[::,,是]|\bis\b)?\s*(?P<rest>.+)",
    re.I | re.DOTALL,
)
_TOUCHY = re.compile(
    r"压力(?:太|很|好|特别|有点|越来越)?大|(?:想|要|打算|准备)(?:走人|走了|离职|辞职|跳槽)|(?:有点|真|很|好)?想走(?:了|人)?(?=$|[,,。!!\s])"
    r"|不想干|干不下去|待不下去|撑不住|受不了|崩溃|抑郁|焦虑|想哭|失眠|睡不着|心态(?:崩|炸)|太累了|身心俱疲"
    r"|骚扰|歧视|霸凌|排挤|被骂|针对我|家里出事|生病住院|怀孕|流产|离婚"
    r"|\bburn(?:ed|t|ing)? ?out\b|\b(?:want|going|thinking|feel like)\b[^.]{0,20}\b(?:quit|resign|leav)\w*"
    r"|\bdepress\w*|\banxi(?:ous|ety)\b|\bpanic\b|\bcan(?:'|no)?t (?:take|cope|stand)\b|\btoo much pressure\b"
    r"|\bharass\w*|\bbull(?:y|ied|ying)\b|\bdiscriminat\w*|\bpregnan\w*|\bdivorc\w*|\bexhausted\b",
    re.I,
)
_FOR_MANAGER = re.compile(
    r"[「『\[(【]?\s*私(?:下|聊|信)?(?!有|域|募|服|企|钥)\s*[」』\])】]?\s*[::,,、。\-]*\s*"
    r"|[\[(]?\s*private(?:ly)?\s*(?:[\])]\s*[:,\-]?|[:,\-])\s*",
    re.I,
)
_MAYBE_PRIVATE = re.compile(r"私(?:有|域|募|服|企|钥)|private", re.I)
_ENDS = " \n.,!?。、!?,~…😂😄🙏"


def _bare(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip(_ENDS)


def is_skip(text: str) -> bool:
    return _SKIP.fullmatch(_bare(text)) is not None


def is_snooze(text: str) -> bool:
    return _SNOOZE.fullmatch(_bare(text)) is not None


def asks_who_sees(text: str) -> bool:
    """A question about the readers, not an answer that mentions readers."""
    return _WHO_SEES.fullmatch(_bare(text)) is not None


def ahead(text: str) -> str | None:
    """What was written for a coming day: `明天的日报:…`; None if it is not."""
    found = _AHEAD.fullmatch(text.strip())
    return found["rest"].strip() if found else None


def is_touchy(text: str) -> bool:
    """Words nobody should find in a team's report by accident: strain, leaving, harm, health."""
    return _TOUCHY.search(text) is not None or _MAYBE_PRIVATE.match(text) is not None


def for_manager(text: str) -> str | None:
    """The words behind a leading 「私」; None if there is none."""
    lead = _FOR_MANAGER.match(text)
    return text[lead.end() :].strip() if lead else None


def says_nothing(text: str) -> bool:
    """Only emoji, punctuation or spaces: not a word that could be an answer."""
    return not any(unicodedata.category(char)[0] in "LN" for char in text)


def is_pictorial(text: str) -> bool:
    """Whether there is an emoji in it."""
    return any(unicodedata.category(char) == "So" for char in text)
