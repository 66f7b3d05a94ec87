"""The sentences of these features: both languages with the same values, and no word that shames."""

from types import ModuleType

import pytest

from bot.features.digests import phrases as digests
from bot.features.members import phrases as members
from bot.features.red_flags import phrases as red_flags
from bot.kernel.people import Locale
from bot.kernel.phrases import Phrase

SHAMING = (
    "迟到",
    "旷工",
    "扣分",
    "扣钱",
    "惩罚",
    "追责",
    "倒数",
    "未完成者",
    "最差",
    "lazy",
    "worst",
    "punish",
    "late again",
)


def _phrases(module: ModuleType) -> list[Phrase]:
    found = [value for value in vars(module).values() if isinstance(value, Phrase | tuple)]
    return [each for value in found for each in (value if isinstance(value, tuple) else (value,))]


ALL = [phrase for module in (members, red_flags, digests) for phrase in _phrases(module)]


def _slots(template: str) -> set[str]:
    return {piece.partition("}")[0] for piece in template.split("{")[1:]}


@pytest.mark.parametrize("phrase", ALL, ids=lambda phrase: phrase.en[:30])
def test_both_languages_carry_the_same_values(phrase: Phrase) -> None:
    chinese, english = (_slots(phrase.template(locale)) for locale in Locale)
    assert chinese == english


def test_no_sentence_shames_anybody() -> None:
    found = [word for phrase in ALL for word in SHAMING if word in phrase.zh or word in phrase.en.lower()]
    assert found == []
