"""Rows that are no entities: one module for each table of our own, or for a few that belong together.

Each module declares its tables and holds all statements about them, so the rooms above call functions and get
plain values. Nothing here decides what is allowed or what follows from a change.
"""
