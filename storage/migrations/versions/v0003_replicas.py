"""Replicas. Written by `storage.migrations.make`, and as long as what it makes."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "lease",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("holder", sa.String(), nullable=False),
        sa.Column("term", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("until", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "said",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    with op.batch_alter_table("said", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_said_at"), ["at"], unique=False)

    with op.batch_alter_table("checkin_participation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_checkin_participation_checkin_day"))
        batch_op.create_index("ix_checkin_participation_checkin_day", ["checkin", "day", "id"], unique=False)

    with op.batch_alter_table("inbox", schema=None) as batch_op:
        batch_op.create_index(
            "ix_inbox_place",
            ["lane", "seq"],
            unique=False,
            sqlite_where=sa.text("state = 'waiting'"),
            postgresql_where=sa.text("state = 'waiting'"),
        )

    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_membership_team"))
        batch_op.create_index("ix_membership_team", ["team", "id"], unique=False)

    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.add_column(sa.Column("priority", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("place", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("until", sa.String(), server_default="", nullable=False))
        batch_op.add_column(
            sa.Column("term", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), server_default="0", nullable=False)
        )
        batch_op.add_column(sa.Column("calls", sa.Integer(), server_default="0", nullable=False))
        batch_op.drop_index(batch_op.f("ix_outbox_waiting"), sqlite_where=sa.text("state = 'waiting'"))
        batch_op.create_index(
            "ix_outbox_waiting",
            ["platform", "priority", "at", "place", "seq"],
            unique=False,
            sqlite_where=sa.text("state = 'waiting'"),
            postgresql_where=sa.text("state = 'waiting'"),
        )
        batch_op.create_index(
            "ix_outbox_tried",
            ["platform", "leased_until"],
            unique=False,
            sqlite_where=sa.text("leased_until <> ''"),
            postgresql_where=sa.text("leased_until <> ''"),
        )
        batch_op.create_index(
            "ix_outbox_until",
            ["until"],
            unique=False,
            sqlite_where=sa.text("state = 'waiting' AND until <> ''"),
            postgresql_where=sa.text("state = 'waiting' AND until <> ''"),
        )

    with op.batch_alter_table("outbox_part", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_outbox_part_seq"), ["seq"], unique=False)
