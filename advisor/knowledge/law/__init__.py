"""Dated law: its shape, and what is checked of several laws together."""
