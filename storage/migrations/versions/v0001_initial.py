"""Initial. Written by `storage.migrations.make`, and as long as what it makes."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "absence",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("first", sa.String(), nullable=False),
        sa.Column("last", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column(
            "seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), sa.Identity(always=False), nullable=False
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("absence", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_absence_first"), ["first"], unique=False)
        batch_op.create_index(batch_op.f("ix_absence_last"), ["last"], unique=False)
        batch_op.create_index(batch_op.f("ix_absence_person"), ["person"], unique=False)
        batch_op.create_index("ux_absence_seq", ["seq"], unique=True)

    op.create_table(
        "baseline",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("team", sa.String(), nullable=False),
        sa.Column("metric", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column(
            "seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), sa.Identity(always=False), nullable=False
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("baseline", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_baseline_team"), ["team"], unique=False)
        batch_op.create_index("ux_baseline_seq", ["seq"], unique=True)

    op.create_table(
        "blocker",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("team", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("solved_at", sa.String(), nullable=True),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column(
            "seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), sa.Identity(always=False), nullable=False
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("blocker", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_blocker_person"), ["person"], unique=False)
        batch_op.create_index(batch_op.f("ix_blocker_team"), ["team"], unique=False)
        batch_op.create_index("ux_blocker_seq", ["seq"], unique=True)

    op.create_table(
        "calendar_day",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column(
            "seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), sa.Identity(always=False), nullable=False
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("calendar_day", schema=None) as batch_op:
        batch_op.create_index("ux_calendar_day_seq", ["seq"], unique=True)

    op.create_table(
        "chat",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column(
            "seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), sa.Identity(always=False), nullable=False
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("chat", schema=None) as batch_op:
        batch_op.create_index("ux_chat_seq", ["seq"], unique=True)

    op.create_table(
        "checkin",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("team", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column(
            "seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), sa.Identity(always=False), nullable=False
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("checkin", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_checkin_team"), ["team"], unique=False)
        batch_op.create_index("ux_checkin_seq", ["seq"], unique=True)

    op.create_table(
        "checkin_draft",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("checkin", sa.String(), nullable=False),
        sa.Column("day", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column(
            "seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), sa.Identity(always=False), nullable=False
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("checkin_draft", schema=None) as batch_op:
        batch_op.create_index("ix_checkin_draft_checkin_day", ["checkin", "day"], unique=False)
        batch_op.create_index(batch_op.f("ix_checkin_draft_person"), ["person"], unique=False)
        batch_op.create_index("ux_checkin_draft_seq", ["seq"], unique=True)

    op.create_table(
        "checkin_occurrence",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column(
            "seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), sa.Identity(always=False), nullable=False
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("checkin_occurrence", schema=None) as batch_op:
        batch_op.create_index("ux_checkin_occurrence_seq", ["seq"], unique=True)

    op.create_table(
        "checkin_participation",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("checkin", sa.String(), nullable=False),
        sa.Column("team", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("day", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column(
            "seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), sa.Identity(always=False), nullable=False
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("checkin_participation", schema=None) as batch_op:
        batch_op.create_index("ix_checkin_participation_checkin_day", ["checkin", "day"], unique=False)
        batch_op.create_index("ix_checkin_participation_person_day", ["person", "day"], unique=False)
        batch_op.create_index("ix_checkin_participation_team_day", ["team", "day"], unique=False)
        batch_op.create_index("ux_checkin_participation_seq", ["seq"], unique=True)

    op.create_table(
        "checkin_private_answer",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("participation", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column(
            "seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), sa.Identity(always=False), nullable=False
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("checkin_private_answer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_checkin_private_answer_participation"), ["participation"], unique=False)
        batch_op.create_index("ux_checkin_private_answer_seq", ["seq"], unique=True)

    op.create_table(
        "checkin_report",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column(
            "seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), sa.Identity(always=False), nullable=False
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("checkin_report", schema=None) as batch_op:
        batch_op.create_index("ux_checkin_report_seq", ["seq"], unique=True)

    op.create_table(
        "checkin_setup",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column(
            "seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), sa.Identity(always=False), nullable=False
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("checkin_setup", schema=None) as batch_op:
        batch_op.create_index("ux_checkin_setup_seq", ["seq"], unique=True)

    op.create_table(
        "digest",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("team", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column(
            "seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), sa.Identity(always=False), nullable=False
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("digest", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_digest_team"), ["team"], unique=False)
        batch_op.create_index("ux_digest_seq", ["seq"], unique=True)

    op.create_table(
        "flag",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("team", sa.String(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("addressee", sa.String(), nullable=True),
        sa.Column("told_on", sa.String(), nullable=True),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column(
            "seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), sa.Identity(always=False), nullable=False
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("flag", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_flag_addressee"), ["addressee"], unique=False)
        batch_op.create_index(batch_op.f("ix_flag_person"), ["person"], unique=False)
        batch_op.create_index(batch_op.f("ix_flag_stage"), ["stage"], unique=False)
        batch_op.create_index(batch_op.f("ix_flag_team"), ["team"], unique=False)
        batch_op.create_index(batch_op.f("ix_flag_told_on"), ["told_on"], unique=False)
        batch_op.create_index("ux_flag_seq", ["seq"], unique=True)

    op.create_table(
        "followed_team",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column(
            "seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), sa.Identity(always=False), nullable=False
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("followed_team", schema=None) as batch_op:
        batch_op.create_index("ux_followed_team_seq", ["seq"], unique=True)

    op.create_table(
        "identity",
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("user", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("used", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("platform", "tenant", "user"),
    )
    with op.batch_alter_table("identity", schema=None) as batch_op:
        batch_op.create_index("ix_identity_person", ["person", "used"], unique=False)

    op.create_table(
        "inbox",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("dedupe", sa.String(), nullable=False),
        sa.Column("received", sa.String(), nullable=False),
        sa.Column("lane", sa.String(), nullable=False),
        sa.Column("payload", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("due", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("error", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("seq"),
    )
    with op.batch_alter_table("inbox", schema=None) as batch_op:
        batch_op.create_index(
            "ix_inbox_due",
            ["due", "seq"],
            unique=False,
            sqlite_where=sa.text("state = 'waiting'"),
            postgresql_where=sa.text("state = 'waiting'"),
        )
        batch_op.create_index(
            "ix_inbox_handled",
            ["received"],
            unique=False,
            sqlite_where=sa.text("state = 'handled'"),
            postgresql_where=sa.text("state = 'handled'"),
        )
        batch_op.create_index(
            "ix_inbox_lane",
            ["lane", "due"],
            unique=False,
            sqlite_where=sa.text("state = 'waiting'"),
            postgresql_where=sa.text("state = 'waiting'"),
        )
        batch_op.create_index(
            "ix_inbox_parked",
            ["received"],
            unique=False,
            sqlite_where=sa.text("state = 'parked'"),
            postgresql_where=sa.text("state = 'parked'"),
        )
        batch_op.create_index(
            "ix_inbox_waiting",
            ["seq"],
            unique=False,
            sqlite_where=sa.text("state = 'waiting'"),
            postgresql_where=sa.text("state = 'waiting'"),
        )
        batch_op.create_index("ux_inbox_event", ["source", "dedupe"], unique=True)

    op.create_table(
        "kudos",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("gift", sa.String(), nullable=False),
        sa.Column("giver", sa.String(), nullable=False),
        sa.Column("receiver", sa.String(), nullable=False),
        sa.Column("echoes", sa.String(), nullable=False),
        sa.Column("given_at", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column(
            "seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), sa.Identity(always=False), nullable=False
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("kudos", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_kudos_echoes"), ["echoes"], unique=False)
        batch_op.create_index(batch_op.f("ix_kudos_gift"), ["gift"], unique=False)
        batch_op.create_index(batch_op.f("ix_kudos_given_at"), ["given_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_kudos_giver"), ["giver"], unique=False)
        batch_op.create_index(batch_op.f("ix_kudos_receiver"), ["receiver"], unique=False)
        batch_op.create_index("ux_kudos_seq", ["seq"], unique=True)

    op.create_table(
        "kudos_draft",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column(
            "seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), sa.Identity(always=False), nullable=False
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("kudos_draft", schema=None) as batch_op:
        batch_op.create_index("ux_kudos_draft_seq", ["seq"], unique=True)

    op.create_table(
        "kudos_entry",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("kudos", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column(
            "seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), sa.Identity(always=False), nullable=False
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("kudos_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_kudos_entry_account"), ["account"], unique=False)
        batch_op.create_index(batch_op.f("ix_kudos_entry_kudos"), ["kudos"], unique=False)
        batch_op.create_index("ux_kudos_entry_seq", ["seq"], unique=True)

    op.create_table(
        "kudos_highlight",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column(
            "seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), sa.Identity(always=False), nullable=False
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("kudos_highlight", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_kudos_highlight_person"), ["person"], unique=False)
        batch_op.create_index("ux_kudos_highlight_seq", ["seq"], unique=True)

    op.create_table(
        "kudos_story",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("saved_at", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column(
            "seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), sa.Identity(always=False), nullable=False
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("kudos_story", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_kudos_story_saved_at"), ["saved_at"], unique=False)
        batch_op.create_index("ux_kudos_story_seq", ["seq"], unique=True)

    op.create_table(
        "membership",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("team", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column(
            "seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), sa.Identity(always=False), nullable=False
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_membership_person"), ["person"], unique=False)
        batch_op.create_index(batch_op.f("ix_membership_team"), ["team"], unique=False)
        batch_op.create_index("ux_membership_seq", ["seq"], unique=True)

    op.create_table(
        "misses",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column(
            "seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), sa.Identity(always=False), nullable=False
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("misses", schema=None) as batch_op:
        batch_op.create_index("ux_misses_seq", ["seq"], unique=True)

    op.create_table(
        "name_key",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column(
            "seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), sa.Identity(always=False), nullable=False
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("name_key", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_name_key_key"), ["key"], unique=False)
        batch_op.create_index("ux_name_key_seq", ["seq"], unique=True)

    op.create_table(
        "obligation",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("towards", sa.String(), nullable=True),
        sa.Column("superior", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column(
            "seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), sa.Identity(always=False), nullable=False
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("obligation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_obligation_owner"), ["owner"], unique=False)
        batch_op.create_index(batch_op.f("ix_obligation_superior"), ["superior"], unique=False)
        batch_op.create_index(batch_op.f("ix_obligation_towards"), ["towards"], unique=False)
        batch_op.create_index("ux_obligation_seq", ["seq"], unique=True)

    op.create_table(
        "open_blocker",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("solved", sa.Boolean(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column(
            "seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), sa.Identity(always=False), nullable=False
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("open_blocker", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_open_blocker_person"), ["person"], unique=False)
        batch_op.create_index("ux_open_blocker_seq", ["seq"], unique=True)

    op.create_table(
        "outbox",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("lane", sa.String(), nullable=False),
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("recipient", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=True),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("due", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("token", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("uncertain", sa.Integer(), nullable=False),
        sa.Column("leased_until", sa.String(), nullable=False),
        sa.Column("settled", sa.String(), nullable=False),
        sa.Column("error", sa.String(), nullable=False),
        sa.Column("receipt", sa.String(), nullable=False),
        sa.Column("parts", sa.String(), nullable=False),
        sa.Column("stands", sa.Integer(), nullable=False),
        sa.Column("revises", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.PrimaryKeyConstraint("seq"),
    )
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.create_index(
            "ix_outbox_buried",
            ["seq"],
            unique=False,
            sqlite_where=sa.text("state = 'buried'"),
            postgresql_where=sa.text("state = 'buried'"),
        )
        batch_op.create_index(
            "ix_outbox_lane",
            ["lane", "due", "seq"],
            unique=False,
            sqlite_where=sa.text("state IN ('waiting', 'sending')"),
            postgresql_where=sa.text("state IN ('waiting', 'sending')"),
        )
        batch_op.create_index(
            "ix_outbox_pushes",
            ["person", "due"],
            unique=False,
            sqlite_where=sa.text("rule <> ''"),
            postgresql_where=sa.text("rule <> ''"),
        )
        batch_op.create_index(
            "ix_outbox_revising",
            ["revises"],
            unique=False,
            sqlite_where=sa.text("revises IS NOT NULL AND state IN ('waiting', 'sending')"),
            postgresql_where=sa.text("revises IS NOT NULL AND state IN ('waiting', 'sending')"),
        )
        batch_op.create_index(
            "ix_outbox_sending",
            ["lane", "leased_until"],
            unique=False,
            sqlite_where=sa.text("state = 'sending'"),
            postgresql_where=sa.text("state = 'sending'"),
        )
        batch_op.create_index(
            "ix_outbox_standing",
            ["lane", "leased_until"],
            unique=False,
            sqlite_where=sa.text("state IN ('sending', 'sent') AND stands = 1"),
            postgresql_where=sa.text("state IN ('sending', 'sent') AND stands = 1"),
        )
        batch_op.create_index(
            "ix_outbox_waiting",
            ["platform", "at", "seq"],
            unique=False,
            sqlite_where=sa.text("state = 'waiting'"),
            postgresql_where=sa.text("state = 'waiting'"),
        )
        batch_op.create_index(
            "ix_outbox_worded",
            ["settled"],
            unique=False,
            sqlite_where=sa.text("settled <> '' AND parts <> ''"),
            postgresql_where=sa.text("settled <> '' AND parts <> ''"),
        )
        batch_op.create_index("ux_outbox_key", ["key"], unique=True)

    op.create_table(
        "outbox_part",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("department", sa.String(), nullable=False),
        sa.Column("manager", sa.String(), nullable=True),
        sa.Column("admin", sa.Boolean(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column(
            "seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), sa.Identity(always=False), nullable=False
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_person_admin"), ["admin"], unique=False)
        batch_op.create_index(batch_op.f("ix_person_department"), ["department"], unique=False)
        batch_op.create_index(batch_op.f("ix_person_manager"), ["manager"], unique=False)
        batch_op.create_index(batch_op.f("ix_person_name"), ["name"], unique=False)
        batch_op.create_index("ux_person_seq", ["seq"], unique=True)

    op.create_table(
        "person_key",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("wrapped", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("person_key", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_person_key_person"), ["person"], unique=False)

    op.create_table(
        "promise",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("towards", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column(
            "seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), sa.Identity(always=False), nullable=False
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("promise", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_promise_owner"), ["owner"], unique=False)
        batch_op.create_index(batch_op.f("ix_promise_towards"), ["towards"], unique=False)
        batch_op.create_index("ux_promise_seq", ["seq"], unique=True)

    op.create_table(
        "reading",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("metric", sa.String(), nullable=False),
        sa.Column("day", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column(
            "seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), sa.Identity(always=False), nullable=False
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("reading", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reading_day"), ["day"], unique=False)
        batch_op.create_index(batch_op.f("ix_reading_person"), ["person"], unique=False)
        batch_op.create_index("ux_reading_seq", ["seq"], unique=True)

    op.create_table(
        "team",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("manager", sa.String(), nullable=True),
        sa.Column("chat", sa.String(), nullable=True),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column(
            "seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), sa.Identity(always=False), nullable=False
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("team", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_team_chat"), ["chat"], unique=False)
        batch_op.create_index(batch_op.f("ix_team_manager"), ["manager"], unique=False)
        batch_op.create_index(batch_op.f("ix_team_name"), ["name"], unique=False)
        batch_op.create_index("ux_team_seq", ["seq"], unique=True)

    op.create_table(
        "timer",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("due", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    with op.batch_alter_table("timer", schema=None) as batch_op:
        batch_op.create_index("ix_timer_due", ["due", "key"], unique=False)
