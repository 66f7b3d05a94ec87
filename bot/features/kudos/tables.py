"""Rows of kudos' records."""

from sqlmodel import Field, SQLModel

from bot.features.kudos.model import Draft, Entry, Highlight, Kudos, Story


class KudosRow(SQLModel, table=True):
    __tablename__ = "kudos"
    id: str = Field(primary_key=True)
    gift: str = Field(index=True)
    giver: str = Field(index=True)
    receiver: str = Field(index=True)
    echoes: str = Field(index=True)
    given_at: str = Field(index=True)
    body: str


class EntryRow(SQLModel, table=True):
    __tablename__ = "kudos_entry"
    id: str = Field(primary_key=True)
    account: str = Field(index=True)
    kudos: str = Field(index=True)
    body: str


class DraftRow(SQLModel, table=True):
    __tablename__ = "kudos_draft"
    id: str = Field(primary_key=True)
    body: str


class StoryRow(SQLModel, table=True):
    __tablename__ = "kudos_story"
    id: str = Field(primary_key=True)
    saved_at: str = Field(index=True)
    body: str


class HighlightRow(SQLModel, table=True):
    __tablename__ = "kudos_highlight"
    id: str = Field(primary_key=True)
    person: str = Field(index=True)
    body: str


TABLES: dict[type, type[SQLModel]] = {
    Kudos: KudosRow,
    Entry: EntryRow,
    Draft: DraftRow,
    Story: StoryRow,
    Highlight: HighlightRow,
}
