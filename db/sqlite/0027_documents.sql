-- Adds descriptions of documents. An older program does not know the table, and does not start on the migrated
-- database. Not safe to run twice; the journal guards it.

-- A row for each document. Column Document is the record as the API returns it; no file is stored.
CREATE TABLE Document (
    DocumentId   INTEGER NOT NULL CONSTRAINT PK_Document PRIMARY KEY AUTOINCREMENT,
    -- The reference in upper case.
    ReferenceKey TEXT    NOT NULL CONSTRAINT UX_Document_ReferenceKey UNIQUE,
    Version      INTEGER NOT NULL,
    WithdrawnAt  TEXT    NULL,
    Document     TEXT    NOT NULL
) STRICT;
