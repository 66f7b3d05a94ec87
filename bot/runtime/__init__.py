"""The running shell: inbox, turns, ticker, outbox."""
