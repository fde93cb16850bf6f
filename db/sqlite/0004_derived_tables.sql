-- Adds DerivedTable, by which a program finds out whether tables were derived by its own rules or by others.
-- Older servers neither read nor write it. Not safe to run twice; the journal guards it.

-- The tables whose rows are derived from Project.Document, each with the version of the rules that filled it.
CREATE TABLE DerivedTable (
    Name    TEXT    NOT NULL CONSTRAINT PK_DerivedTable PRIMARY KEY,
    Version INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
