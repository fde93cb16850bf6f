-- Adds the notes that editors write into the yearly report. An older program does not start on the migrated database.
-- Not safe to run twice; the journal guards it.

-- A row for each section of a year's report into which somebody has written.
CREATE TABLE adam.ReportNote (
    Year      int NOT NULL,
    -- The number of the section; stored, so never renumbered.
    Section   tinyint NOT NULL,
    Version   int NOT NULL,
    -- CommonMark; empty for a note that was taken away.
    Markdown  nvarchar(max) NOT NULL,
    UpdatedAt datetime2(6) NOT NULL,
    UpdatedBy nvarchar(200) NOT NULL,
    CONSTRAINT PK_ReportNote PRIMARY KEY (Year, Section)
);
GO
