"""Signing in and out, and setting a password through a one-time link."""
