"""Everybody who works with Kansmeter has a role of their own, and some things take two people.

What a coach has now stays as it is.
"""

import sqlalchemy as sa
from alembic import op

revision = "0035_roles"
down_revision = "0034_rare_keys"
branch_labels = None
depends_on = None

OLD_UNIQUE = "uq_role_grant_person_id_school_id_role_starts_on"
ROLES = (
    "role IN ('coach', 'substitute', 'ib', 'director', 'project_leader', 'researcher', "
    "'administrator', 'emergency')"
)
AT_A_SCHOOL = "role IN ('coach', 'substitute', 'ib', 'director', 'emergency')"
CHECKS = {
    "known_role": ROLES,
    "school_where_held_at_one": f"({AT_A_SCHOOL}) = (school_id IS NOT NULL)",
    "stands_in_for_somebody": "(role = 'substitute') = (coach_id IS NOT NULL)",
    "ends_by_itself": "role NOT IN ('substitute', 'emergency') OR ends_on IS NOT NULL",
    "emergency_has_a_reason": "(role = 'emergency') = (reason IS NOT NULL)",
    "opens_one_traject": "role <> 'emergency' OR traject_id IS NOT NULL",
    "ends_after_start": "ends_on IS NULL OR ends_on >= starts_on",
}


def upgrade() -> None:
    with op.batch_alter_table("role_grant") as table:
        table.drop_constraint("ck_role_grant_known_role", type_="check")
        table.drop_constraint(OLD_UNIQUE, type_="unique")
        table.alter_column("school_id", existing_type=sa.String(32), nullable=True)
        table.add_column(sa.Column("coach_id", sa.String(32), nullable=True))
        table.add_column(sa.Column("traject_id", sa.String(32), nullable=True))
        table.add_column(sa.Column("scope", sa.String(98), nullable=True))
        table.add_column(sa.Column("given_by", sa.String(32), nullable=True))
        table.add_column(sa.Column("given_at", sa.String(27), nullable=True))
        table.add_column(sa.Column("reason", sa.Text(), nullable=True))
        table.add_column(sa.Column("ended_at", sa.String(27), nullable=True))
        table.add_column(sa.Column("ended_by", sa.String(32), nullable=True))
    op.execute("UPDATE role_grant SET scope = school_id || ' - -'")
    # Until now the last day did not count; a right of no days never held.
    op.execute("UPDATE role_grant SET ends_on = starts_on WHERE ends_on < starts_on")
    op.execute("UPDATE role_grant SET given_at = CAST(starts_on AS TEXT) || 'T00:00:00.000000Z'")
    with op.batch_alter_table("role_grant") as table:
        table.alter_column("scope", existing_type=sa.String(98), nullable=False)
        table.alter_column("given_at", existing_type=sa.String(27), nullable=False)
        for column in ("coach_id", "given_by", "ended_by"):
            table.create_foreign_key(f"fk_role_grant_{column}", "person", [column], ["id"])
        table.create_foreign_key("fk_role_grant_traject_id", "traject", ["traject_id"], ["id"])
        for name, rule in CHECKS.items():
            table.create_check_constraint(op.f(f"ck_role_grant_{name}"), rule)
    for column in ("organisation_id", "person_id", "school_id"):
        op.create_index(f"ix_role_grant_{column}", "role_grant", [column])
    op.create_index(
        "ix_role_grant_traject_id",
        "role_grant",
        ["traject_id"],
        sqlite_where=sa.text("traject_id IS NOT NULL"),
        postgresql_where=sa.text("traject_id IS NOT NULL"),
    )
    op.create_index(
        "uq_role_grant_once",
        "role_grant",
        ["person_id", "role", "scope", "starts_on"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    _add_approvals()


def _add_approvals() -> None:
    op.create_table(
        "approval",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("organisation_id", sa.String(32), nullable=False),
        sa.Column("school_id", sa.String(32), nullable=True),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.String(32), nullable=False),
        sa.Column("asked_at", sa.String(27), nullable=False),
        sa.Column("ends_at", sa.String(27), nullable=False),
        sa.Column("decided_by", sa.String(32), nullable=True),
        sa.Column("decided_at", sa.String(27), nullable=True),
        sa.Column("approved", sa.Boolean(), nullable=True),
        sa.Column("used_at", sa.String(27), nullable=True),
        sa.CheckConstraint(
            "kind IN ('own_right', 'export', 'erasure')", name=op.f("ck_approval_known_kind")
        ),
        sa.CheckConstraint("decided_by <> asked_by", name=op.f("ck_approval_four_eyes")),
        sa.CheckConstraint(
            "(decided_by IS NULL) = (decided_at IS NULL)"
            " AND (approved IS NULL) = (decided_at IS NULL)",
            name=op.f("ck_approval_decided_whole"),
        ),
        sa.CheckConstraint(
            "used_at IS NULL OR approved", name=op.f("ck_approval_used_once_approved")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name="fk_approval_organisation_id"
        ),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name="fk_approval_school_id"),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"], name="fk_approval_asked_by"),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name="fk_approval_decided_by"),
        sa.PrimaryKeyConstraint("id", name="pk_approval"),
    )
    op.create_index("ix_approval_organisation_id", "approval", ["organisation_id"])


def downgrade() -> None:
    op.drop_table("approval")
    # Software of before knows coaches only, and no right that was taken away.
    op.execute("DELETE FROM role_grant WHERE role <> 'coach' OR ended_at IS NOT NULL")
    op.drop_index("uq_role_grant_once", "role_grant")
    for column in ("traject_id", "school_id", "person_id", "organisation_id"):
        op.drop_index(f"ix_role_grant_{column}", "role_grant")
    with op.batch_alter_table("role_grant") as table:
        for name in CHECKS:
            table.drop_constraint(op.f(f"ck_role_grant_{name}"), type_="check")
        for column in ("traject_id", "ended_by", "given_by", "coach_id"):
            table.drop_constraint(f"fk_role_grant_{column}", type_="foreignkey")
        for column in (
            *("ended_by", "ended_at", "reason", "given_at", "given_by"),
            *("scope", "traject_id", "coach_id"),
        ):
            table.drop_column(column)
        table.alter_column("school_id", existing_type=sa.String(32), nullable=False)
        table.create_unique_constraint(OLD_UNIQUE, ["person_id", "school_id", "role", "starts_on"])
        table.create_check_constraint(op.f("ck_role_grant_known_role"), "role IN ('coach')")
