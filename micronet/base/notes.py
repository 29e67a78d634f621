"""Small facts about this house: the set-up link's hash, the jobs' last beat."""

from __future__ import annotations

from sqlalchemy import String, delete, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from micronet.base.db import Model, alone, db


class HouseNote(Model):
    """One fact by name."""

    __tablename__ = "house_note"
    data_class = "global"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[str] = mapped_column(String(200))


def note(name: str) -> str | None:
    """What is noted under `name`, or None."""
    return db.session.execute(select(HouseNote.value).where(HouseNote.name == name)).scalar()


def spend_note(name: str, value: str) -> bool:
    """Forget what is noted under `name` if it is `value`; False when it is not. Flushes, does not commit."""
    same = (HouseNote.name == name) & (HouseNote.value == value)
    return db.session.execute(delete(HouseNote).where(same).returning(HouseNote.name)).first() is not None


def keep_note(name: str, value: str | None) -> None:
    """Note `value` under `name`; None forgets it. Flushes, does not commit."""
    alone(f"house note {name}")
    db.session.execute(delete(HouseNote).where(HouseNote.name == name))
    if value is not None:
        db.session.execute(insert(HouseNote).values(name=name, value=value))
