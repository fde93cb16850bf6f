-- Adds questionnaires, which ask partners to report.
-- The table is new, so an older program on the same database goes on.
-- Not safe to run twice; the journal guards it.

-- A row for each questionnaire. Document is the record as the API returns it, without what other records decide.
CREATE TABLE adam.Questionnaire (
    QuestionnaireId int IDENTITY(1, 1) NOT NULL CONSTRAINT PK_Questionnaire PRIMARY KEY,
    -- The reference in upper case.
    ReferenceKey    nvarchar(40) COLLATE Latin1_General_BIN2 NOT NULL CONSTRAINT UX_Questionnaire_ReferenceKey UNIQUE,
    Version         int NOT NULL,
    WithdrawnAt     datetime2(6) NULL,
    Document        nvarchar(max) NOT NULL
);
GO
