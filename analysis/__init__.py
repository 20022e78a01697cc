"""Momentum, patterns, profiles, the five looks and the quarterly review."""
