"""Who is asked what and when, and the signed link that goes with it.

In come informants, moments and questionnaires; out come invitations, each for one questionnaire,
one informant and one moment, and the published versions of the questionnaires they use.
"""
