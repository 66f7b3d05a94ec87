"""Reminders of what is owed, and telling the lead in the end."""
