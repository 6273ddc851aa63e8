"""What all tables share."""

from collections.abc import Sequence
from datetime import datetime
from enum import Enum
from typing import Annotated

from sqlalchemy import Enum as SqlEnum
from sqlalchemy import ForeignKey, MetaData, String, Text
from sqlalchemy.orm import DeclarativeBase, mapped_column

from ibh_desktop.store.types import Instant


class Base(DeclarativeBase):
    """Every constraint has a name, so that a migration can find it."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: Instant, str: Text}


def one_of(values: type[Enum], *, length: int = 24) -> SqlEnum:
    """A column that holds a value of `values` as its own text, not the member's name."""

    def texts(kind: type[Enum]) -> Sequence[str]:
        return [str(member.value) for member in kind]

    return SqlEnum(values, values_callable=texts, native_enum=False, length=length)


Key = Annotated[int, mapped_column(primary_key=True)]
PatientRef = Annotated[int, mapped_column(ForeignKey("patient.id"))]
TherapistRef = Annotated[int, mapped_column(ForeignKey("therapist.id"))]
LocationRef = Annotated[int, mapped_column(ForeignKey("location.id"))]
RoomRef = Annotated[int | None, mapped_column(ForeignKey("room.id"))]
CourseRef = Annotated[int, mapped_column(ForeignKey("course.id"))]
Short = Annotated[str, mapped_column(String(120))]
