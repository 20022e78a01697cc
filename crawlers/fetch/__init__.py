"""What all spiders of a run share: turns per host, limits, parking, archive and journal."""
