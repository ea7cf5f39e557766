"""Spreadsheets as people and programs write them, each cell with what whoever wrote it meant."""
