"""Former names, merged files, and the words of names by sound and spelling."""

from collections.abc import Iterator
from itertools import islice

import sqlalchemy as sa
from alembic import op

from ibh_desktop.domain.people import LONGEST_KEY, digits, name_words
from ibh_desktop.domain.sounds import SHORTEST, word_keys

revision = "0015"
down_revision = "0014"

_CHUNK = 10_000


def upgrade() -> None:
    op.add_column("patient", sa.Column("former", sa.String(length=120), server_default=sa.text("''"), nullable=False))
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "ALTER TABLE patient ADD COLUMN merged_into_id INTEGER CONSTRAINT fk_patient_merged_into_id REFERENCES patient (id)"
        )
    else:
        op.add_column("patient", sa.Column("merged_into_id", sa.Integer(), nullable=True))
        op.create_foreign_key(op.f("fk_patient_merged_into_id"), "patient", "patient", ["merged_into_id"], ["id"])
    op.create_table(
        "name_key",
        sa.Column("key", _text(40), nullable=False),
        sa.Column("word", _text(220), nullable=False),
        sa.PrimaryKeyConstraint("key", "word", name=op.f("pk_name_key")),
        sqlite_with_rowid=False,
    )
    _fill()


def _text(length: int) -> sa.types.TypeEngine[str]:
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def _fill() -> None:
    """The words and the last four digits of the phones of all who are there."""
    bind = op.get_bind()
    patient = sa.table("patient", *(sa.column(name) for name in ("id", "given", "family", "preferred", "phone")))
    keys, words = sa.table("patient_key", sa.column("key"), sa.column("patient_id")), set[str]()
    found: list[tuple[str, int]] = []
    for one in bind.execute(sa.select(patient)):
        words |= {w[:LONGEST_KEY] for w in name_words(one.given, one.family, one.preferred) if len(w) >= SHORTEST}
        if last := digits(one.phone)[-4:]:
            found.append((last, one.id))
    there = set(bind.execute(sa.select(keys).where(sa.func.length(keys.c.key) <= 4)).tuples()) if found else set()
    new: Iterator[dict[str, object]] = ({"key": key, "patient_id": one} for key, one in found if (key, one) not in there)
    while some := list(islice(new, _CHUNK)):
        bind.execute(sa.insert(keys), some)
    spelt = _spelt(words)
    while some := list(islice(spelt, _CHUNK)):
        bind.execute(sa.insert(sa.table("name_key", sa.column("key"), sa.column("word"))), some)


def _spelt(words: set[str]) -> Iterator[dict[str, object]]:
    for word in sorted(words):
        for key in sorted(word_keys(word)):
            yield {"key": key, "word": word}
