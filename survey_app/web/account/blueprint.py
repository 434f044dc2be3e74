"""The blueprint of signing in, one-time links and the own account."""

from flask import Blueprint

account = Blueprint("account", __name__)
