"""What can go wrong with a database, each as a sentence that names the place and the remedy."""


class StorageError(Exception):
    """The database cannot do its work. `str(error)` says where, why and what to do; it shows no password.

    StorageError
    ├── AlreadyRunning    another process has this database open
    └── KeyProblem        the master key is missing, unsafe or not the right one
    """


class AlreadyRunning(StorageError):
    """A second process wants a database that only one may have."""


class KeyProblem(StorageError):
    """The master key file cannot be used."""
