"""The system of record: database, migrations, archive and registry."""
