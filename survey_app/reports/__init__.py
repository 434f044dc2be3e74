"""All that is shown of one traject: per informant and scale the points, what may be said of them,
and why.

In come measurements and the definitions they belong to; out come prepared values for pages and
charts.
"""
