"""Rows of the records of check-ins."""

from sqlmodel import Field, SQLModel

from bot.features.checkins.model import CheckIn, Draft, Occurrence, Participation, PrivateAnswer, Report, Setup


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
    id: str = Field(primary_key=True)
    checkin: str = Field(index=True)
    team: str = Field(index=True)
    person: str = Field(index=True)
    day: str = Field(index=True)
    status: str
    body: str


class PrivateAnswerRow(SQLModel, table=True):
    __tablename__ = "checkin_private_answer"
    id: str = Field(primary_key=True)
    participation: str = Field(index=True)
    body: str


class DraftRow(SQLModel, table=True):
    __tablename__ = "checkin_draft"
    id: str = Field(primary_key=True)
    person: str = Field(index=True)
    checkin: str = Field(index=True)
    day: str = Field(index=True)
    body: str


class ReportRow(SQLModel, table=True):
    __tablename__ = "checkin_report"
    id: str = Field(primary_key=True)
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
}
