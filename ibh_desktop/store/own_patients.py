"""Triggers that keep `own_patient` equal to who has a visit or a course with whom.

Asked of ten years of visits, every key pressed in a therapist's search took 0.2 s; this small table stays in memory.
"""

from sqlalchemy import Connection

SOURCES = ("appointment", "course")
PAIRS = " UNION ".join(f"SELECT therapist_id, patient_id FROM {source}" for source in SOURCES)
_INTO = "INSERT INTO own_patient (therapist_id, patient_id) "
_ADD = f"{_INTO} VALUES (NEW.therapist_id, NEW.patient_id) ON CONFLICT DO NOTHING"
_OLD = "therapist_id = OLD.therapist_id AND patient_id = OLD.patient_id"
_DROP = f"DELETE FROM own_patient WHERE {_OLD}" + "".join(
    f" AND NOT EXISTS (SELECT 1 FROM {source} WHERE {_OLD})" for source in SOURCES
)


def create(connection: Connection) -> None:
    """Fill the table from what is there and keep it from now on."""
    connection.exec_driver_sql(_INTO + PAIRS)
    for statement in _sqlite() if connection.dialect.name == "sqlite" else _postgresql():
        connection.exec_driver_sql(statement)


def _sqlite() -> list[str]:
    kept = (
        ("insert", "INSERT", f"{_ADD};"),
        ("update", "UPDATE OF therapist_id, patient_id", f"{_ADD}; {_DROP};"),
        ("delete", "DELETE", f"{_DROP};"),
    )
    return [
        f"CREATE TRIGGER {source}_own_{name} AFTER {event} ON {source} BEGIN {work} END"
        for source in SOURCES
        for name, event, work in kept
    ]


def _postgresql() -> list[str]:
    body = f"IF TG_OP <> 'DELETE' THEN {_ADD}; END IF; IF TG_OP <> 'INSERT' THEN {_DROP}; END IF; RETURN NULL;"
    made = [f"CREATE FUNCTION own_patient_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$"]
    made += [
        f"CREATE TRIGGER {source}_own AFTER INSERT OR DELETE OR UPDATE OF therapist_id, patient_id ON {source}"
        " FOR EACH ROW EXECUTE FUNCTION own_patient_is_kept()"
        for source in SOURCES
    ]
    return made
