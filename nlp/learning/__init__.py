"""Trained components on top of the frames: what the words of a sentence say, and how sure that is."""
