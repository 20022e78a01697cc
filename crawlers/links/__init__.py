"""Reads the links out of feeds, sitemaps and listings: bytes in, links with hints out, no I/O."""
