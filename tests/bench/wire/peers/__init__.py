"""What users would pick instead, as their documentation sets them up: each a program of its own, without storage.

Each reads the port to listen on, the platform's address and a file with the reply from its arguments.
"""
