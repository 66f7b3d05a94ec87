"""The running shell: intake, inbox, turns, ticker, outbox; it knows ports and the kernel, no feature by name."""
