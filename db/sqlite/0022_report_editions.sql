-- Adds the frozen editions of the yearly report: the bytes of each form, so that neither later writes nor a later
-- program change them. An older program does not start on the migrated database.
-- Not safe to run twice; the journal guards it.

CREATE TABLE ReportEdition (
    ReportEditionId INTEGER NOT NULL CONSTRAINT PK_ReportEdition PRIMARY KEY AUTOINCREMENT,
    Year            INTEGER NOT NULL,
    -- Counted from 1 in each year.
    Number          INTEGER NOT NULL,
    -- The day of the figures: a number from 0001-01-01 on.
    UntilDay        INTEGER NOT NULL,
    Remark          TEXT    NULL,
    CreatedAt       TEXT    NOT NULL,
    CreatedBy       TEXT    NOT NULL,
    CONSTRAINT UX_ReportEdition_Number UNIQUE (Year, Number)
) STRICT;

-- A row for each form of an edition in each language.
CREATE TABLE ReportEditionFile (
    ReportEditionId INTEGER NOT NULL CONSTRAINT FK_ReportEditionFile_ReportEdition
        REFERENCES ReportEdition (ReportEditionId),
    -- en or ru.
    Language        TEXT    NOT NULL,
    -- json, html or docx.
    Format          TEXT    NOT NULL,
    Length          INTEGER NOT NULL,
    -- SHA-256 of the content, in hexadecimal digits.
    Sha256          TEXT    NOT NULL,
    Content         BLOB    NOT NULL,
    CONSTRAINT PK_ReportEditionFile PRIMARY KEY (ReportEditionId, Language, Format)
) STRICT;
