"""A photo may be left out of an album that gathers by itself."""

import sqlalchemy as sa
from alembic import op

revision = "5c1f2a9d7e04"
down_revision = "5e1a0c7d2f44"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("album_photo", sa.Column("left_out", sa.Boolean(), nullable=False, server_default=sa.false()))
