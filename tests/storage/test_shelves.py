"""Tables that cannot keep a kind of record are refused when the program starts, by name."""

from dataclasses import dataclass
from datetime import date

import pytest
from sqlmodel import Field, SQLModel

from storage import Database
from storage.schema import Schema
from tests.contracts.storage.kinds import TABLES, Thing, ThingRow


@dataclass(frozen=True, slots=True)
class Note:
    id: str
    day: date
    text: str = ""


class StrangeNoteRow(SQLModel, table=True):
    __tablename__ = "strange_note"
    id: str = Field(primary_key=True)
    colour: str
    body: str


class DatedNoteRow(SQLModel, table=True):
    __tablename__ = "dated_note"
    id: str = Field(primary_key=True)
    day: date
    body: str


class EmptyNoteRow(SQLModel, table=True):
    __tablename__ = "empty_note"
    id: str = Field(primary_key=True)
    day: str


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        (StrangeNoteRow, "strange_note.colour: Note has no such field"),
        (DatedNoteRow, "dated_note.day: declare it str, int or bool"),
        (EmptyNoteRow, "empty_note: a table of records has the columns id and body"),
    ],
)
def test_a_table_that_cannot_serve_is_refused(row: type[SQLModel], complaint: str) -> None:
    with pytest.raises(TypeError, match=complaint):
        Database("sqlite://", {Note: row})


def test_what_a_feature_declared_stays_as_it_declared_it() -> None:
    Schema(TABLES)
    declared = ThingRow.__table__  # type: ignore[attr-defined]
    assert "seq" not in declared.columns


def test_two_programs_in_one_process_have_their_own_schemas() -> None:
    assert "thing" in Schema({Thing: ThingRow}).metadata.tables
    assert "thing" not in Schema({}).metadata.tables
