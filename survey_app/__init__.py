"""Kansmeter: personal questionnaires at intake and follow-up, scored into change per traject.

The rooms of this package stand in the order of the data: definitions, invitations, answering,
scoring, measurements, effects, charts, reports, web. Importing the package loads none of them.
"""

__version__ = "0.1.0"
