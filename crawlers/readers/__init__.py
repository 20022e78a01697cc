"""Readers of bodies that are no HTML: PDF, JSON, XML, mail, plain text, tables. Pure: bytes in, documents out."""
