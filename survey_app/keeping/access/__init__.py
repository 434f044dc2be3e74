"""All that is on record about one child, for one person who asks (AVG art. 15 and 20).

In come a traject and a request; out come sections of rows, the same for the document and the data.
What others answered, who else asks for the child and what the coach keeps back is not among it, and
is told as a count with a ground where telling that much betrays nobody.
"""
