"""Slots by a trained model: which words of a passage fill which slot of a move, and who its actor is.

The rules of :mod:`nlp.slots` fill slots first; what they found is one of the things this model
weighs (a conditional random field over the tokens around the trigger), and its word is the last.
"""
