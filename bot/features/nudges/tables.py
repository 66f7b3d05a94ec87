"""Rows of things owed."""

from sqlmodel import Field, SQLModel

from bot.features.nudges.model import Obligation


class ObligationRow(SQLModel, table=True):
    __tablename__ = "obligation"

    id: str = Field(primary_key=True)
    owner: str = Field(index=True)
    towards: str | None = Field(default=None, index=True)
    superior: str | None = Field(default=None, index=True)
    state: str
    body: str


TABLES: dict[type, type[SQLModel]] = {Obligation: ObligationRow}
