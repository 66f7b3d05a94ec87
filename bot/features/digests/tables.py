"""Rows of digests' records."""

from sqlmodel import Field, SQLModel

from bot.features.digests.model import Digest, Followed


class FollowedRow(SQLModel, table=True):
    __tablename__ = "followed_team"

    id: str = Field(primary_key=True)
    body: str


class DigestRow(SQLModel, table=True):
    __tablename__ = "digest"

    id: str = Field(primary_key=True)
    team: str = Field(index=True)
    body: str


TABLES: dict[type, type[SQLModel]] = {Followed: FollowedRow, Digest: DigestRow}
