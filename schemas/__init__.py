"""The records every other package exchanges, their ids and errors. Pydantic only, no I/O."""
