-- Adds the frozen editions of the yearly report: the bytes of each form, so that neither later writes nor a later
-- program change them. An older program does not start on the migrated database.
-- Not safe to run twice; the journal guards it.

CREATE TABLE adam.ReportEdition (
    ReportEditionId int IDENTITY(1, 1) NOT NULL CONSTRAINT PK_ReportEdition PRIMARY KEY,
    Year            int NOT NULL,
    -- Counted from 1 in each year.
    Number          int NOT NULL,
    -- The day of the figures: a number from 0001-01-01 on.
    UntilDay        int NOT NULL,
    Remark          nvarchar(2000) NULL,
    CreatedAt       datetime2(6) NOT NULL,
    CreatedBy       nvarchar(200) NOT NULL,
    CONSTRAINT UX_ReportEdition_Number UNIQUE (Year, Number)
);
GO

-- A row for each form of an edition in each language.
CREATE TABLE adam.ReportEditionFile (
    ReportEditionId int NOT NULL CONSTRAINT FK_ReportEditionFile_ReportEdition
        REFERENCES adam.ReportEdition (ReportEditionId),
    -- en or ru.
    Language        nvarchar(10) COLLATE Latin1_General_BIN2 NOT NULL,
    -- json, html or docx.
    Format          nvarchar(10) COLLATE Latin1_General_BIN2 NOT NULL,
    Length          int NOT NULL,
    -- SHA-256 of the content, in hexadecimal digits.
    Sha256          nvarchar(64) COLLATE Latin1_General_BIN2 NOT NULL,
    Content         varbinary(max) NOT NULL,
    CONSTRAINT PK_ReportEditionFile PRIMARY KEY (ReportEditionId, Language, Format)
);
GO
