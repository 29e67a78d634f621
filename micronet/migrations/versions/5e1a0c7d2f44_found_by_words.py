"""Found by words: what moments and replies are searched by"""

import sqlalchemy as sa
from alembic import op

revision = "5e1a0c7d2f44"
down_revision = "1db3259e0bab"
branch_labels = None
depends_on = None

# A circle's mark is eight characters: these are the first one to six letters of a term.
ON_SQLITE = (
    "create virtual table search_words using fts5(words, content='search_entry', content_rowid='number', "
    "columnsize=0, detail=none, prefix='9 10 11 12 13 14', tokenize=\"ascii tokenchars '='\")",
)
ON_POSTGRES = (
    "create table search_index (number bigint primary key, circle_id varchar(32) not null, words tsvector not null)",
    "create index ix_search_index_words on search_index using gin (words)",
)


def upgrade() -> None:
    """The tables. Triggers follow once all steps are done (`base.search.build`), entries of old rows by an errand."""
    op.create_table(
        "search_entry",
        sa.Column("circle_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("thing", sa.String(length=32), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["circle_id"], ["circle.id"], name=op.f("fk_search_entry_circle_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("circle_id", "id", name=op.f("pk_search_entry")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_search_entry_number", "search_entry", ["number"], unique=True)
    for statement in ON_POSTGRES if op.get_bind().dialect.name == "postgresql" else ON_SQLITE:
        op.execute(statement)
