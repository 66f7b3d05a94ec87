"""A kind of record with a field of every sort, and its table."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from sqlmodel import Field, SQLModel

from bot.kernel.cards import Private
from bot.kernel.ids import PersonId


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


@dataclass(frozen=True, slots=True)
class Thing:
    id: str
    name: str = ""
    colour: Colour = Colour.RED
    made: date | None = None
    seen: datetime | None = None
    good: bool = True
    size: int = 0
    owner: PersonId | None = None
    weight: Decimal = Decimal(0)
    tags: Mapping[str, str] = field(default_factory=dict)
    secret: Private | None = None
    hidden: str = ""


class ThingRow(SQLModel, table=True):
    __tablename__ = "thing"
    id: str = Field(primary_key=True)
    name: str
    colour: str = Field(index=True)
    made: str | None = Field(index=True)
    seen: str | None = Field(index=True)
    good: bool
    size: int
    owner: str | None = Field(index=True)
    weight: str
    body: str


TABLES: dict[type, type[SQLModel]] = {Thing: ThingRow}
