-- Adds descriptions of documents. An older program does not know the table, and does not start on the migrated
-- database. Not safe to run twice; the journal guards it.

-- A row for each document. Column Document is the record as the API returns it; no file is stored.
CREATE TABLE adam.Document (
    DocumentId   int IDENTITY(1, 1) NOT NULL CONSTRAINT PK_Document PRIMARY KEY,
    -- The reference in upper case.
    ReferenceKey nvarchar(60) COLLATE Latin1_General_BIN2 NOT NULL CONSTRAINT UX_Document_ReferenceKey UNIQUE,
    Version      int NOT NULL,
    WithdrawnAt  datetime2(6) NULL,
    Document     nvarchar(max) NOT NULL
);
GO
