"""Structured professional judgement of a radicalisation concern, in a terminal, during the contact meeting."""

__version__ = "0.1.0"
