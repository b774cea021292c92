"""One event across agencies: what is kept of a mention, where it is looked for, what speaks for and against, the choice."""
