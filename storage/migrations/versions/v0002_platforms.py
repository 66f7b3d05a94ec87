"""Platforms. Written by `storage.migrations.make`, and as long as what it makes."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "checkin_source",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("occurrence", sa.String(), nullable=False),
        sa.Column("reread", sa.Boolean(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column(
            "seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), sa.Identity(always=False), nullable=False
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("checkin_source", schema=None) as batch_op:
        batch_op.create_index("ix_checkin_source_occurrence_reread", ["occurrence", "reread"], unique=False)
        batch_op.create_index("ux_checkin_source_seq", ["seq"], unique=True)

    op.create_table(
        "note",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("until", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column(
            "seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), sa.Identity(always=False), nullable=False
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("note", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_note_until"), ["until"], unique=False)
        batch_op.create_index("ux_note_seq", ["seq"], unique=True)

    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.add_column(sa.Column("must", sa.Integer(), server_default="1", nullable=False))
        batch_op.add_column(sa.Column("thread", sa.String(), server_default="", nullable=False))

    with op.batch_alter_table("timer", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("armed", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), server_default="0", nullable=False)
        )
        batch_op.drop_index(batch_op.f("ix_timer_due"))
        batch_op.create_index("ix_timer_due", ["due", "armed", "key"], unique=False)
        batch_op.create_index("ix_timer_armed", ["armed"], unique=False)
