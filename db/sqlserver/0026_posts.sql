-- Adds posts of liaison and research officers. An older program does not know the table, and does not start on the
-- migrated database. Not safe to run twice; the journal guards it.

-- A row for each post. Document is the record as the API returns it; it names no person.
CREATE TABLE adam.Post (
    PostId       int IDENTITY(1, 1) NOT NULL CONSTRAINT PK_Post PRIMARY KEY,
    -- The reference in upper case.
    ReferenceKey nvarchar(40) COLLATE Latin1_General_BIN2 NOT NULL CONSTRAINT UX_Post_ReferenceKey UNIQUE,
    Version      int NOT NULL,
    WithdrawnAt  datetime2(6) NULL,
    Document     nvarchar(max) NOT NULL
);
GO
