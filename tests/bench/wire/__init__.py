"""End to end over HTTP: a platform of raw sockets in its own process, and the bots it talks to in theirs."""
