"""The tables of the log."""

VERSION = 1

SCHEMA = f"""
BEGIN IMMEDIATE;
CREATE TABLE people (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, department TEXT NOT NULL, title TEXT NOT NULL,
    staff_no TEXT NOT NULL, timezone TEXT NOT NULL, locale TEXT NOT NULL
);
CREATE TABLE rooms (id TEXT PRIMARY KEY, title TEXT NOT NULL, bot INTEGER NOT NULL);
CREATE TABLE members (
    room TEXT NOT NULL REFERENCES rooms, person TEXT NOT NULL REFERENCES people, UNIQUE (room, person)
);
-- What people did. The payload is blanked once the bot has accepted it.
CREATE TABLE acts (
    id TEXT PRIMARY KEY, at TEXT NOT NULL, lane TEXT NOT NULL, payload TEXT NOT NULL, accepted INTEGER NOT NULL
);
CREATE INDEX acts_waiting ON acts (accepted) WHERE accepted = 0;
-- `seq` is set anew at every change of a message: what a window has not seen is what lies above its last one.
CREATE TABLE messages (
    id INTEGER PRIMARY KEY AUTOINCREMENT, chat TEXT NOT NULL, author TEXT NOT NULL, at TEXT NOT NULL,
    seq INTEGER NOT NULL UNIQUE, revisions INTEGER NOT NULL, body TEXT NOT NULL, act TEXT UNIQUE REFERENCES acts
);
CREATE INDEX messages_of_chat ON messages (chat, seq);
CREATE TABLE deliveries (key TEXT PRIMARY KEY, message INTEGER NOT NULL REFERENCES messages, first INTEGER NOT NULL);
CREATE INDEX deliveries_of_message ON deliveries (message);
-- Every press a message ever showed: an old card on a second screen can still be pressed, and the bot answers it.
CREATE TABLE presses (
    message INTEGER NOT NULL REFERENCES messages, id TEXT NOT NULL, action TEXT NOT NULL, args TEXT NOT NULL,
    PRIMARY KEY (message, id)
);
CREATE TABLE marks (person TEXT NOT NULL, chat TEXT NOT NULL, message INTEGER NOT NULL, PRIMARY KEY (person, chat));
PRAGMA user_version = {VERSION};
COMMIT;
"""
