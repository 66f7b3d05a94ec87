"""Rows of red flags' records."""

from sqlmodel import Field, SQLModel

from bot.features.red_flags.model import Baseline, Flag, Misses, OpenBlocker, Reading


class BaselineRow(SQLModel, table=True):
    __tablename__ = "baseline"

    id: str = Field(primary_key=True)
    team: str = Field(index=True)
    metric: str
    body: str


class ReadingRow(SQLModel, table=True):
    __tablename__ = "reading"

    id: str = Field(primary_key=True)
    person: str = Field(index=True)
    metric: str
    day: str = Field(index=True)
    body: str


class OpenBlockerRow(SQLModel, table=True):
    __tablename__ = "open_blocker"

    id: str = Field(primary_key=True)
    person: str = Field(index=True)
    solved: bool
    body: str


class MissesRow(SQLModel, table=True):
    __tablename__ = "misses"

    id: str = Field(primary_key=True)
    body: str


class FlagRow(SQLModel, table=True):
    __tablename__ = "flag"

    id: str = Field(primary_key=True)
    person: str = Field(index=True)
    team: str = Field(index=True)
    stage: str = Field(index=True)
    addressee: str | None = Field(index=True)
    told_on: str | None = Field(index=True)
    body: str


TABLES: dict[type, type[SQLModel]] = {
    Baseline: BaselineRow,
    Reading: ReadingRow,
    OpenBlocker: OpenBlockerRow,
    Misses: MissesRow,
    Flag: FlagRow,
}
