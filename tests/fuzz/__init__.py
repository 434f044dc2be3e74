"""Every address is asked for what nobody would ask, by somebody who may come in and by nobody."""
