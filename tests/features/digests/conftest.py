"""The living company of the red flags' tests, which has these features too."""

from tests.features.red_flags.conftest import company, open_company

__all__ = ["company", "open_company"]
