"""Thanks from one person to another: public or quiet, with points or without; a weekly allowance; a ledger."""

from bot.features.kudos import against, choosing, giving, joining, later, looking, phrases, telling, undoing
from bot.features.kudos.model import (
    Draft,
    Entry,
    Highlight,
    Kudos,
    Story,
    may_read_draft,
    may_read_entry,
    may_read_highlight,
    may_read_kudos,
    may_read_story,
)
from bot.features.kudos.previews import previews
from bot.kernel.facts import AbsenceChanged
from bot.kernel.features import Command, Feature, Kind, PersonTurn


def _unlisted(_: PersonTurn) -> bool:
    """Understood, but not proposed to anybody."""
    return False


FEATURE = Feature(
    name="kudos",
    kinds=(
        Kind(Kudos, may_read_kudos),
        Kind(Entry, may_read_entry),
        Kind(Draft, may_read_draft),
        Kind(Story, may_read_story),
        Kind(Highlight, may_read_highlight),
    ),
    commands=(
        Command(
            "kudos.give",
            ("赞", "点赞", "感谢", "kudos", "thanks", "thank you", "thank"),
            phrases.GIVE_USAGE,
            phrases.GIVE_HELP,
            giving.give,
            takes=True,
        ),
        Command(
            "kudos.quietly",
            ("悄悄赞", "悄悄感谢", "psst kudos", "psst"),
            phrases.PRIVATE_USAGE,
            phrases.PRIVATE_HELP,
            giving.give_privately,
            takes=True,
        ),
        Command(
            "kudos.undo", ("撤回", "undo"), phrases.UNDO_USAGE, phrases.UNDO_HELP, undoing.undo, claims=undoing.claims
        ),
        Command(
            "kudos.mine",
            ("我的赞", "我的高光", "my kudos", "my highlights"),
            phrases.MINE_USAGE,
            phrases.MINE_HELP,
            looking.mine,
        ),
        Command(
            "kudos.rules",
            ("积分规则", "赞规则", "规则", "kudos rules", "rules"),
            phrases.RULES_USAGE,
            phrases.RULES_HELP,
            looking.rules,
            claims=looking.no_claim,
        ),
        Command(
            "kudos.stories",
            ("故事墙", "stories", "story wall"),
            phrases.STORIES_USAGE,
            phrases.STORIES_HELP,
            looking.stories,
        ),
        Command(
            "kudos.against",
            ("踩", "差评", "downvote"),
            phrases.AGAINST_USAGE,
            phrases.AGAINST_HELP,
            against.against,
            takes=True,
            offered=_unlisted,
        ),
    ),
    actions={
        "kudos.pick": choosing.picked,
        "kudos.name": choosing.named,
        "kudos.amount": choosing.amount,
        "kudos.rest": choosing.rest,
        "kudos.reason": choosing.reasoned,
        "kudos.bare": choosing.bare,
        "kudos.drop": choosing.drop,
        "kudos.highlight": choosing.highlight,
        "kudos.undo": undoing.undo_pressed,
        "kudos.echo": joining.echo,
        "kudos.story": joining.story,
        "kudos.thank": joining.thank,
        "kudos.list": looking.listed,
        "kudos.suggest": against.suggest,
        "kudos.suggested": against.suggested,
        "kudos.tell": against.tell,
        "kudos.told": against.told,
        "kudos.nevermind": against.never_mind,
    },
    wakes={"kudos.expire": choosing.expire, "kudos.later": later.send_later},
    hears={AbsenceChanged: telling.on_absence},
    recognises=(giving.recognise,),
    reacted=joining.reacted,
    page=looking.page,
    section=telling.section,
    news=telling.news,
    previews=previews,
)
