"""The catalogue of attacks and faults, over HTTP: one file a section, one test or more an id."""
