"""How Chinese names sound: every plausible reading, surnames read as surnames. Loads its dictionary at first use."""

import os
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import islice, product
from types import MappingProxyType

from bot.kernel.names import COMPOUND_SURNAMES, spelled

MOST = 16
"""Readings kept of one name: a few characters with many readings would multiply without end."""

_TABLE = """
单 shan, 仇 qiu, 解 xie, 区 ou, 查 zha, 曾 zeng, 朴 piao, 盖 ge gai, 任 ren, 华 hua,
纪 ji, 燕 yan, 宁 ning, 翟 zhai di, 覃 qin tan, 乐 yue le, 缪 miao, 召 shao zhao, 洗 xian, 员 yun,
黑 he hei, 秘 bi, 种 chong, 繁 po, 逄 pang, 折 she, 祭 zhai, 晟 cheng, 尉 wei, 宿 su,
隗 wei kui, 郇 xun huan, 牟 mu mou, 冯 feng, 臧 zang, 藏 zang, 过 guo, 那 na, 幺 yao, 么 yao,
应 ying, 谌 chen shen, 阚 kan, 车 che, 石 shi, 沈 shen, 夏 xia, 莘 shen xin, 葛 ge, 柏 bai bo,
重 chong, 盛 sheng, 叶 ye, 卜 bu, 曲 qu, 都 du, 句 gou, 勾 gou, 宓 mi fu, 撒 sa,
相 xiang, 余 yu, 俞 yu, 强 qiang, 贲 ben, 舍 she, 郗 xi chi, 郄 qie xi, 泷 shuang long, 褚 chu,
占 zhan, 尹 yin, 钭 tou, 尉迟 yuchi, 万俟 moqi, 长孙 zhangsun, 单于 chanyu, 澹台 tantai, 亓官 qiguan, 鲜于 xianyu,
令狐 linghu, 皇甫 huangfu, 乐正 yuezheng, 宰父 zaifu, 子车 ziju
"""
SURNAMES = MappingProxyType({surname: sounds for surname, *sounds in map(str.split, _TABLE.split(","))})
"""Surnames whose reading is not the character's everyday one, or one of several."""


class Pinyin:
    """kernel.features.Readings on pypinyin."""

    def of(self, name: str) -> frozenset[str]:
        return frozenset(readings(name))


@lru_cache(maxsize=4096)
def readings(name: str) -> tuple[str, ...]:
    """The readings of a name, likeliest first: 单雄 → shanxiong, danxiong, chanxiong."""
    if name.isascii():
        return (spelled(name),) if spelled(name) else ()
    surname = name[:2] if name[:2] in COMPOUND_SURNAMES or name[:2] in SURNAMES else name[:1]
    places = [_surname_sounds(surname), *map(_character_sounds, name[len(surname) :])]
    sounds = (spelled("".join(each)) for each in islice(product(*filter(None, places)), MOST))
    return tuple(dict.fromkeys(sound for sound in sounds if sound))


def _surname_sounds(surname: str) -> Sequence[str]:
    known = SURNAMES.get(surname, [])
    everyday = ["".join(each) for each in islice(product(*map(_character_sounds, surname)), MOST)]
    return list(dict.fromkeys([*known, *everyday]))


@lru_cache(maxsize=4096)
def _character_sounds(char: str) -> Sequence[str]:
    return _dictionary()(char)


@lru_cache(maxsize=1)
def _dictionary() -> Callable[[str], Sequence[str]]:
    # Phrases do not help with names and cost 40 MB; the library reads these when it is first imported.
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
    os.environ.setdefault("PYPINYIN_NO_DICT_COPY", "true")
    from pypinyin import Style, pinyin

    def sounds(char: str) -> Sequence[str]:
        return pinyin(char, style=Style.NORMAL, heteronym=True)[0]

    return sounds
