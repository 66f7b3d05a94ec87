"""What is counted while the bot works, for whoever watches it; and the form in which a scrape asks for the rest."""

from typing import Literal

from bot.kernel.ids import Platform

Turned = Literal["handled", "retried", "parked"]
Sent = Literal["sent", "put_off", "uncertain", "buried"]
"""`uncertain`: put off, and may have arrived all the same."""


class Figures:
    """This one counts nothing: where nobody asks for figures they cost nothing. `bot.runtime.metrics` counts."""

    def accepted(self, seconds: float) -> None:
        """An event was stored; the platform may be answered from now on."""

    def turned(self, outcome: Turned, count: int = 1) -> None:
        """Turns ended so."""

    def took(self, seconds: float) -> None:
        """A group of turns was taken in one transaction."""

    def sent(self, platform: Platform, outcome: Sent, count: int = 1) -> None:
        """Tries to send ended so."""

    def send_took(self, platform: Platform, seconds: float) -> None:
        """One try, what it waited for the platform's limits included."""

    def withdrawn(self, count: int) -> None:
        """Messages had become pointless before they could be sent."""

    def folded(self, platform: Platform, count: int) -> None:
        """Late messages went into others."""

    def database_failed(self) -> None:
        """A transaction ended because the database did not do its work."""
