-- Adds the notes that editors write into the yearly report. An older program does not start on the migrated database.
-- Not safe to run twice; the journal guards it.

-- A row for each section of a year's report into which somebody has written.
CREATE TABLE ReportNote (
    Year      INTEGER NOT NULL,
    -- The number of the section; stored, so never renumbered.
    Section   INTEGER NOT NULL,
    Version   INTEGER NOT NULL,
    -- CommonMark; empty for a note that was taken away.
    Markdown  TEXT    NOT NULL,
    UpdatedAt TEXT    NOT NULL,
    UpdatedBy TEXT    NOT NULL,
    CONSTRAINT PK_ReportNote PRIMARY KEY (Year, Section)
) STRICT, WITHOUT ROWID;
