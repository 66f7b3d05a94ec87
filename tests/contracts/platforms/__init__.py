"""What every platform's adapter promises, asked of each in the same words."""
