"""What people ask about their data: requests with a clock, limits on use, corrections on request.

A traject knows since when its data are kept and not used, and when the first open request is due; a
correction knows the coach who entered
it for somebody.
"""

import sqlalchemy as sa
from alembic import op

revision = "0040_rights_of_people"
down_revision = "0039_erasure"
branch_labels = None
depends_on = None

ENTERED_BY = "fk_correction_entered_by"
NEVER_CHANGE = ("rectification", "rights_given")


def upgrade() -> None:
    op.add_column("traject", sa.Column("restricted_at", sa.String(27), nullable=True))
    op.add_column("traject", sa.Column("request_due_on", sa.Date(), nullable=True))
    with op.batch_alter_table("correction") as table:
        table.add_column(sa.Column("entered_by", sa.String(32), nullable=True))
        table.create_foreign_key(ENTERED_BY, "person", ["entered_by"], ["id"])
    _refuse_updates_again()
    _requests()
    op.create_table(
        "rights_given",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("organisation_id", sa.String(32), nullable=False),
        sa.Column("request_id", sa.String(32), nullable=False),
        sa.Column("form", sa.String(10), nullable=False),
        sa.Column("counts", sa.Text(), nullable=False),
        sa.Column("left_out", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("given_by", sa.String(32), nullable=False),
        sa.Column("given_at", sa.String(27), nullable=False),
        sa.CheckConstraint("form IN ('document', 'data')", name=op.f("ck_rights_given_known_form")),
        _of_request("rights_given"),
        _by("rights_given", "given_by"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rights_given")),
    )
    op.create_index("ix_rights_given_request_id", "rights_given", ["request_id"], unique=False)
    op.create_table(
        "withheld_text",
        sa.Column("request_id", sa.String(32), nullable=False),
        sa.Column("place", sa.String(60), nullable=False),
        sa.Column("row_id", sa.String(64), nullable=False),
        sa.Column("organisation_id", sa.String(32), nullable=False),
        sa.Column("ground", sa.String(10), nullable=False),
        sa.CheckConstraint(
            "ground IN ('others', 'confidence', 'safety', 'protection')",
            name=op.f("ck_withheld_text_known_ground"),
        ),
        _of_request("withheld_text"),
        sa.PrimaryKeyConstraint("request_id", "place", "row_id", name=op.f("pk_withheld_text")),
    )
    _restrictions()
    op.create_table(
        "rectification",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("organisation_id", sa.String(32), nullable=False),
        sa.Column("traject_id", sa.String(32), nullable=False),
        sa.Column("request_id", sa.String(32), nullable=False),
        sa.Column("place", sa.String(60), nullable=False),
        sa.Column("row_id", sa.String(64), nullable=False),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("after", sa.Text(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("recorded_by", sa.String(32), nullable=False),
        sa.Column("recorded_at", sa.String(27), nullable=False),
        sa.CheckConstraint(
            "(before IS NULL) = (after IS NULL)", name=op.f("ck_rectification_before_with_after")
        ),
        _of_organisation("rectification"),
        _of_traject("rectification"),
        _of_request("rectification"),
        _by("rectification", "recorded_by"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rectification")),
    )
    op.create_index("ix_rectification_traject_id", "rectification", ["traject_id"], unique=False)
    for table in NEVER_CHANGE:
        guard = f"CREATE TRIGGER {table}_never_changes BEFORE UPDATE ON {table} "
        op.execute(
            guard + f"BEGIN SELECT RAISE(ABORT, '{table} rows never change'); END"
            if op.get_bind().dialect.name == "sqlite"
            else guard + "FOR EACH ROW EXECUTE FUNCTION refuse_update()"
        )


def downgrade() -> None:
    for table in ("rectification", "restriction", "withheld_text", "rights_given"):
        op.drop_table(table)
    op.drop_table("rights_request")
    with op.batch_alter_table("correction") as table:
        table.drop_constraint(ENTERED_BY, type_="foreignkey")
        table.drop_column("entered_by")
    _refuse_updates_again()
    op.drop_column("traject", "request_due_on")
    op.drop_column("traject", "restricted_at")


def _refuse_updates_again() -> None:
    """Put back the guard that SQLite loses with the table that is built anew."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE TRIGGER correction_never_changes BEFORE UPDATE ON correction"
            " BEGIN SELECT RAISE(ABORT, 'correction rows never change'); END"
        )


def _requests() -> None:
    op.create_table(
        "rights_request",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("organisation_id", sa.String(32), nullable=False),
        sa.Column("traject_id", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(15), nullable=False),
        sa.Column("informant_id", sa.String(32), nullable=True),
        sa.Column("asker_words", sa.Text(), nullable=True),
        sa.Column("identity", sa.String(10), nullable=False),
        sa.Column("identity_words", sa.Text(), nullable=True),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("extended_on", sa.Date(), nullable=True),
        sa.Column("extension_reason", sa.Text(), nullable=True),
        sa.Column("looked_over", sa.String(64), nullable=True),
        sa.Column("recorded_by", sa.String(32), nullable=False),
        sa.Column("recorded_at", sa.String(27), nullable=False),
        sa.Column("outcome", sa.String(10), nullable=True),
        sa.Column("ground", sa.Text(), nullable=True),
        sa.Column("closed_by", sa.String(32), nullable=True),
        sa.Column("closed_at", sa.String(27), nullable=True),
        sa.CheckConstraint(
            "kind IN ('access', 'portability', 'rectification', 'restriction')",
            name=op.f("ck_rights_request_known_kind"),
        ),
        sa.CheckConstraint(
            "(informant_id IS NULL) = (asker_words IS NOT NULL)",
            name=op.f("ck_rights_request_somebody_asks"),
        ),
        sa.CheckConstraint(
            "identity IN ('known', 'document', 'other')",
            name=op.f("ck_rights_request_known_identity"),
        ),
        sa.CheckConstraint(
            "(identity = 'other') = (identity_words IS NOT NULL)",
            name=op.f("ck_rights_request_otherwise_in_words"),
        ),
        sa.CheckConstraint(
            "(extended_on IS NULL) = (extension_reason IS NULL)",
            name=op.f("ck_rights_request_extended_with_a_reason"),
        ),
        sa.CheckConstraint(
            "outcome IN ('given', 'refused', 'withdrawn')",
            name=op.f("ck_rights_request_known_outcome"),
        ),
        sa.CheckConstraint(
            "(outcome IS NULL) = (closed_at IS NULL) AND (outcome IS NULL) = (closed_by IS NULL)",
            name=op.f("ck_rights_request_closed_whole"),
        ),
        sa.CheckConstraint(
            "outcome <> 'refused' OR ground IS NOT NULL",
            name=op.f("ck_rights_request_refused_with_a_ground"),
        ),
        _of_organisation("rights_request"),
        _of_traject("rights_request"),
        sa.ForeignKeyConstraint(
            ["informant_id"], ["traject_informant.id"], name=op.f("fk_rights_request_informant_id")
        ),
        _by("rights_request", "recorded_by"),
        _by("rights_request", "closed_by"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rights_request")),
        sa.UniqueConstraint(
            "id", "organisation_id", name=op.f("uq_rights_request_id_organisation_id")
        ),
    )
    op.create_index("ix_rights_request_traject_id", "rights_request", ["traject_id"], unique=False)


def _restrictions() -> None:
    op.create_table(
        "restriction",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("organisation_id", sa.String(32), nullable=False),
        sa.Column("traject_id", sa.String(32), nullable=False),
        sa.Column("request_id", sa.String(32), nullable=False),
        sa.Column("ground", sa.String(10), nullable=False),
        sa.Column("began_by", sa.String(32), nullable=False),
        sa.Column("began_at", sa.String(27), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=True),
        sa.Column("lift_reason", sa.Text(), nullable=True),
        sa.Column("lifted_by", sa.String(32), nullable=True),
        sa.Column("lifted_at", sa.String(27), nullable=True),
        sa.CheckConstraint(
            "ground IN ('accuracy', 'unlawful', 'claim', 'objection')",
            name=op.f("ck_restriction_known_ground"),
        ),
        sa.CheckConstraint(
            "(lifted_at IS NULL) = (lifted_by IS NULL)"
            " AND (lifted_at IS NULL) = (lift_reason IS NULL)"
            " AND (lifted_at IS NULL) = (told_on IS NULL)",
            name=op.f("ck_restriction_lifted_whole"),
        ),
        _of_organisation("restriction"),
        _of_traject("restriction"),
        _of_request("restriction"),
        _by("restriction", "began_by"),
        _by("restriction", "lifted_by"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_restriction")),
    )
    holds = sa.text("lifted_at IS NULL")
    op.create_index(
        "uq_restriction_holds",
        "restriction",
        ["traject_id"],
        unique=True,
        sqlite_where=holds,
        postgresql_where=holds,
    )


def _of_organisation(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["organisation_id"], ["organisation.id"], name=op.f(f"fk_{table}_organisation_id")
    )


def _of_traject(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["traject_id", "organisation_id"],
        ["traject.id", "traject.organisation_id"],
        name=op.f(f"fk_{table}_traject_id_organisation_id"),
    )


def _of_request(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["request_id", "organisation_id"],
        ["rights_request.id", "rights_request.organisation_id"],
        name=op.f(f"fk_{table}_request_id_organisation_id"),
    )


def _by(table: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], ["person.id"], name=op.f(f"fk_{table}_{column}"))
