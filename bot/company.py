"""A company as a plain value, and how it is put on file at once: at a playground's first start, and by tests."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.kernel.features import Readings
from bot.kernel.ids import ChatId, PersonId, Platform, TeamId
from bot.kernel.people import ChatRef, Membership, Person, Team, UserRef
from bot.ports.storage import Transaction
from bot.runtime.strangers import enrol


@dataclass(frozen=True, slots=True)
class Group:
    """A group chat of the company: its title, who is in it, and the team whose channel it is, if any."""

    id: str
    title: str
    members: tuple[PersonId, ...]
    team: TeamId | None = None


@dataclass(frozen=True, slots=True)
class Company:
    """People, teams and group chats."""

    people: tuple[Person, ...] = ()
    teams: tuple[Team, ...] = ()
    memberships: tuple[Membership, ...] = ()
    groups: tuple[Group, ...] = ()


@dataclass(frozen=True, slots=True)
class Accounts:
    """How a platform calls the people and groups of a company, by our id of them."""

    user: Callable[[str], str]
    chat: Callable[[str], str]


OWN_NAMES = Accounts(str, str)
"""By the same ids as we."""

Furnish = Callable[[Team, ChatId, datetime], Iterable[Any]]
"""Records that a new team with a channel starts with at an instant, such as its check-in."""


def install(
    tx: Transaction,
    company: Company,
    platform: Platform,
    tenant: str,
    readings: Readings,
    furnish: Furnish,
    now: datetime,
    accounts: Accounts = OWN_NAMES,
) -> None:
    """Save people with their accounts and names, chats, teams with their channels, and what each team starts with."""
    for person in company.people:
        enrol(tx, person, readings)
        tx.directory.link(UserRef(platform, tenant, accounts.user(person.id)), person.id)
    channels: dict[TeamId, ChatId] = {}
    for group in company.groups:
        chat = tx.directory.chat_of(ChatRef(platform, tenant, accounts.chat(group.id), direct=False), group.title)
        if group.team:
            channels[group.team] = chat.id
    teams = [_with_channel(team, channels.get(team.id)) for team in company.teams]
    tx.records.save(teams)
    tx.records.save(company.memberships)
    for team in teams:
        if team.chat:
            tx.records.save(furnish(team, team.chat, now))


def _with_channel(team: Team, chat: ChatId | None) -> Team:
    return Team(team.id, team.name, team.timezone, team.locale, team.manager, chat)
