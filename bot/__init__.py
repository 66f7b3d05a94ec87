"""Hepai (合拍): one conversational core for check-ins, kudos, nudges, red flags and digests."""

__version__ = "0.1.0"
