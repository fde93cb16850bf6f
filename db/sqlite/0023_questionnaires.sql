-- Adds questionnaires, which ask partners to report.
-- The table is new, so an older program on the same database goes on.
-- Not safe to run twice; the journal guards it.

-- A row for each questionnaire. Document is the record as the API returns it, without what other records decide.
CREATE TABLE Questionnaire (
    QuestionnaireId INTEGER NOT NULL CONSTRAINT PK_Questionnaire PRIMARY KEY AUTOINCREMENT,
    -- The reference in upper case.
    ReferenceKey    TEXT    NOT NULL CONSTRAINT UX_Questionnaire_ReferenceKey UNIQUE,
    Version         INTEGER NOT NULL,
    WithdrawnAt     TEXT    NULL,
    Document        TEXT    NOT NULL
) STRICT;
