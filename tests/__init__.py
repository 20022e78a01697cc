"""Tests, laid out like the packages they cover."""
