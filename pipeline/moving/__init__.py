"""Files of other tools, read as the sources that they name: bytes in, rows out, nothing stored."""
