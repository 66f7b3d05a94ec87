"""The attack cases of the security notes, each named after its number; README.md says which is where."""
