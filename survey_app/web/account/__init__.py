"""Signing in and out, setting a password through a one-time link, and what else somebody signs in
with."""
