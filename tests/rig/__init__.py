"""The machinery under the tests: preparing the machine, databases, servers and browsers."""
