"""Tables, engines and transactions; SQLAlchemy lives here."""
