"""Doers without film knowledge: money, takes, artifacts, media and providers."""
