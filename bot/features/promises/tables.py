"""Rows of blockers and promises."""

from sqlmodel import Field, SQLModel

from bot.features.promises.model import Blocker, Promise


class BlockerRow(SQLModel, table=True):
    __tablename__ = "blocker"

    id: str = Field(primary_key=True)
    person: str = Field(index=True)
    team: str = Field(index=True)
    state: str
    solved_at: str | None = None
    body: str


class PromiseRow(SQLModel, table=True):
    __tablename__ = "promise"

    id: str = Field(primary_key=True)
    owner: str = Field(index=True)
    towards: str | None = Field(default=None, index=True)
    state: str
    body: str


TABLES: dict[type, type[SQLModel]] = {Blocker: BlockerRow, Promise: PromiseRow}
