"""Learned templates: what the first pages of a site teach about the next ones."""
