"""Conditions and gates made ready to be evaluated, one by one or in steps."""
