-- Adds posts of liaison and research officers. An older program does not know the table, and does not start on the
-- migrated database. Not safe to run twice; the journal guards it.

-- A row for each post. Document is the record as the API returns it; it names no person.
CREATE TABLE Post (
    PostId       INTEGER NOT NULL CONSTRAINT PK_Post PRIMARY KEY AUTOINCREMENT,
    -- The reference in upper case.
    ReferenceKey TEXT    NOT NULL CONSTRAINT UX_Post_ReferenceKey UNIQUE,
    Version      INTEGER NOT NULL,
    WithdrawnAt  TEXT    NULL,
    Document     TEXT    NOT NULL
) STRICT;
