"""Pipelines with a label that no program gave: illegal ones, which must be refused, and lawful ones, which must not."""
