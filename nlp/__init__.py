"""Mentions, moves, stories and scores: pipelines, gazetteer and frames kept as data."""
