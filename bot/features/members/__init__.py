"""Welcome, linked identities, time zone, language, away."""
