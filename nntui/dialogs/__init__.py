"""Dialogs: each returns an answer and acts on nothing."""
