"""Seed assets: what the user's pictures show, described once for writer, directions and judges."""
