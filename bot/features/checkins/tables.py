"""Rows of the records of check-ins."""

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from bot.features.checkins.model import CheckIn, Draft, Occurrence, Participation, PrivateAnswer, Report, Setup, Source


class CheckInRow(SQLModel, table=True):
    __tablename__ = "checkin"
    id: str = Field(primary_key=True)
    team: str = Field(index=True)
    body: str


class OccurrenceRow(SQLModel, table=True):
    __tablename__ = "checkin_occurrence"
    id: str = Field(primary_key=True)
    body: str


class ParticipationRow(SQLModel, table=True):
    __tablename__ = "checkin_participation"
    # Each is asked for on a day: an index on one of them alone would read a year.
    __table_args__ = (
        Index("ix_checkin_participation_checkin_day", "checkin", "day", "id"),
        Index("ix_checkin_participation_team_day", "team", "day"),
        Index("ix_checkin_participation_person_day", "person", "day"),
    )
    id: str = Field(primary_key=True)
    checkin: str
    team: str
    person: str
    day: str
    status: str
    body: str


class PrivateAnswerRow(SQLModel, table=True):
    __tablename__ = "checkin_private_answer"
    id: str = Field(primary_key=True)
    participation: str = Field(index=True)
    body: str


class DraftRow(SQLModel, table=True):
    __tablename__ = "checkin_draft"
    __table_args__ = (Index("ix_checkin_draft_checkin_day", "checkin", "day"),)
    id: str = Field(primary_key=True)
    person: str = Field(index=True)
    checkin: str
    day: str
    body: str


class ReportRow(SQLModel, table=True):
    __tablename__ = "checkin_report"
    id: str = Field(primary_key=True)
    body: str


class SourceRow(SQLModel, table=True):
    __tablename__ = "checkin_source"
    __table_args__ = (Index("ix_checkin_source_occurrence_reread", "occurrence", "reread"),)
    id: str = Field(primary_key=True)
    occurrence: str
    reread: bool
    body: str


class SetupRow(SQLModel, table=True):
    __tablename__ = "checkin_setup"
    id: str = Field(primary_key=True)
    body: str


TABLES: dict[type, type[SQLModel]] = {
    CheckIn: CheckInRow,
    Occurrence: OccurrenceRow,
    Participation: ParticipationRow,
    PrivateAnswer: PrivateAnswerRow,
    Draft: DraftRow,
    Report: ReportRow,
    Setup: SetupRow,
    Source: SourceRow,
}
