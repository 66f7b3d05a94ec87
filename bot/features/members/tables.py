"""Rows of members' records."""

from sqlmodel import Field, SQLModel

from bot.features.members.model import Introduction


class IntroductionRow(SQLModel, table=True):
    __tablename__ = "introduction"

    id: str = Field(primary_key=True)
    body: str


TABLES: dict[type, type[SQLModel]] = {Introduction: IntroductionRow}
