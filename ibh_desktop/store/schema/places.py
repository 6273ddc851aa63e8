"""Locations with their hours, rooms and closures."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from ibh_desktop.store.schema.base import Base, Key, LocationRef, Short


class Location(Base):
    """`zone` is an IANA name; an inactive location leaves pickers, not history. `part2_program` makes its records Part 2's."""

    __tablename__ = "location"

    id: Mapped[Key]
    name: Mapped[Short] = mapped_column(unique=True)
    street: Mapped[Short]
    city: Mapped[Short]
    state: Mapped[Short]
    postcode: Mapped[Short]
    phone: Mapped[Short]
    fax: Mapped[Short] = mapped_column(default="")
    zone: Mapped[Short]
    active: Mapped[bool] = mapped_column(default=True)
    npi: Mapped[Short] = mapped_column(default="", server_default=text("''"))
    part2_program: Mapped[bool] = mapped_column(default=False, server_default=false())


class LocationHours(Base):
    """Opening hours of a weekday (0 = Monday) in minutes after midnight, wall time."""

    __tablename__ = "location_hours"
    __table_args__ = (
        UniqueConstraint("location_id", "weekday"),
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday"),
        CheckConstraint("opens >= 0 AND opens < closes AND closes <= 1440", name="order"),
    )

    id: Mapped[Key]
    location_id: Mapped[LocationRef]
    weekday: Mapped[int]
    opens: Mapped[int]
    closes: Mapped[int]


class Room(Base):
    """A room of one location."""

    __tablename__ = "room"
    __table_args__ = (UniqueConstraint("location_id", "name"),)

    id: Mapped[Key]
    location_id: Mapped[LocationRef]
    name: Mapped[Short]
    active: Mapped[bool] = mapped_column(default=True)


class Closure(Base):
    """A date on which a location is closed."""

    __tablename__ = "closure"
    __table_args__ = (UniqueConstraint("location_id", "on"),)

    id: Mapped[Key]
    location_id: Mapped[int] = mapped_column(ForeignKey("location.id"))
    on: Mapped[date]
    label: Mapped[Short]
