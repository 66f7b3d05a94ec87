"""How connections are opened: tickets, subscriptions, and a gateway that will not."""
