"""Papers of a traject: the sheet for a talk, the report for the file, the child's own steps.

In come measurements, what was done, what each informant released and what the coach typed; out
come values that a page or a PDF shows. A PDF is ordered as a row, made by whichever worker claims
it in a process that can reach no network and no file, kept sealed for a day, and sent to nobody.
"""
