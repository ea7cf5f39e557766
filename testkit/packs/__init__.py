"""Packs and conditions drawn at random, and what a condition is read against."""
