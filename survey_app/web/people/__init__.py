"""The pages of everybody's own rights, of who gives them, of what takes two, and of emergencies."""

from survey_app.web.people import approvals, emergency, keeping, people, schools, start, trail
from survey_app.web.people.blueprint import people as blueprint

__all__ = ["approvals", "blueprint", "emergency", "keeping", "people", "schools", "start", "trail"]
