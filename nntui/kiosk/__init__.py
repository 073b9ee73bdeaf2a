"""Visits of strangers: the playground for an open account, confined to one folder, with bounds on all it takes.

Standard library only, and no Textual: what the rest of the program asks is `place.visit()`, None outside of a kiosk.
"""
