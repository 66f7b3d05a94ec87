"""The storage room by itself: files, keys, schema."""
