"""A small clinic on either engine, a clock that stands still, and a sample clinic for looking at."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from ibh_desktop.app import App
from ibh_desktop.bootstrap import sign_in
from ibh_desktop.home import Home
from ibh_desktop.sample.make import make
from ibh_desktop.sample.size import Size
from tests.integration.world import (
    MANAGER,
    NOW,
    PASSWORD,
    Clinic,
    Clock,
    Ids,
    Server,
    Templates,
    front_desk,
    furnished,
    name_of,
)

ENGINES = ("sqlite", "postgresql")
MIDDLING = Size(therapists=16, patients=500, courses=150, weeks_back=8, weeks_ahead=8)

# The same examples in every run: a red run means a change, not luck. Search wider with `--hypothesis-profile=default`.
settings.register_profile("steady", derandomize=True, database=None, deadline=None)
settings.load_profile("steady")


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A folder in which there is no clinic yet."""
    return Home(tmp_path / "clinic")


@pytest.fixture
def clock() -> Clock:
    """Monday, 4 January 2027, 09:00 in Chicago, until a test moves it."""
    return Clock()


@pytest.fixture(params=ENGINES)
def engine_name(request: pytest.FixtureRequest) -> str:
    """Every test that asks for a clinic runs on SQLCipher and on PostgreSQL."""
    return str(request.param)


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """One PostgreSQL server a session, started when the first test needs it."""
    running = Server()
    yield running
    running.stop()


@pytest.fixture(scope="session")
def templates(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Templates:
    """The furnished clinic of an engine, made once a session and copied for every test."""
    made: dict[str, tuple[Home, Ids]] = {}

    def of(engine: str) -> tuple[Home, Ids]:
        if engine not in made:
            if engine == "sqlite":
                home = Home(tmp_path_factory.mktemp("template") / "clinic")
            else:
                home = request.getfixturevalue("server").fresh()
            made[engine] = home, furnished(home)
        return made[engine]

    return of


@pytest.fixture
def place(engine_name: str, templates: Templates, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Home]:
    """A copy of the furnished clinic that belongs to this test alone."""
    template, _ = templates(engine_name)
    if template.folder is not None:
        shutil.copytree(template.folder, tmp_path / "clinic")
        yield Home(tmp_path / "clinic")
        return
    server: Server = request.getfixturevalue("server")
    copy = server.fresh(name_of(template))
    yield copy
    server.drop(copy)


@pytest.fixture
def app(place: Home, clock: Clock) -> Iterator[App]:
    """The small clinic, opened by its manager."""
    opened = sign_in(place, MANAGER, PASSWORD, clock=clock)
    yield opened
    opened.close()


@pytest.fixture
def clinic(app: App, place: Home, clock: Clock, engine_name: str, templates: Templates) -> Clinic:
    """The small clinic with the ids of everything in it."""
    return Clinic(app, templates(engine_name)[1], clock, place)


@pytest.fixture
def as_role(clinic: Clinic) -> Callable[[str], App]:
    """The same clinic on the same engine, opened by another person."""
    return clinic.as_role


@pytest.fixture(scope="session")
def samples(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], App]]:
    """The sample clinic of an engine, made when the first test needs it."""
    made: dict[str, App] = {}

    def of(engine: str) -> App:
        if engine not in made:
            if engine == "sqlite":
                home = Home(tmp_path_factory.mktemp("sample") / "clinic")
            else:
                home = request.getfixturevalue("server").fresh()
            made[engine] = make(home, now=NOW, size=MIDDLING)
        return made[engine]

    yield of
    for opened in made.values():
        opened.close()


@pytest.fixture
def sample(engine_name: str, samples: Callable[[str], App]) -> App:
    """The sample clinic as its front desk sees it, shared by all tests: for reading only."""
    return front_desk(samples(engine_name))
