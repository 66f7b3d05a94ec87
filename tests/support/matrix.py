"""Where the matrix of transcripts and worlds is kept."""

from tests.support.transcripts import FOLDER

MATRIX = FOLDER / "MATRIX.md"
