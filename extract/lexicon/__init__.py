"""The lexicon: tables that an editor writes, and the compiler that turns them into a camel-tools database."""
