"""Feishu's adapter: what it reads, what it writes, and how it keeps its connection."""
