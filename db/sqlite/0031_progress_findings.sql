-- Adds findings: answers to questions of questionnaires, counted, that analysts have promoted to evidence of the
-- progress of measures. They are only added. The table is new, so an older program on the same database goes on.
-- Not safe to run twice; the journal guards it.

-- A row for each finding. Document is the record as the API returns it.
CREATE TABLE ProgressFinding (
    FindingId       INTEGER NOT NULL CONSTRAINT PK_ProgressFinding PRIMARY KEY AUTOINCREMENT,
    Id              TEXT    NOT NULL CONSTRAINT UX_ProgressFinding_Id UNIQUE,
    MeasureId       INTEGER NOT NULL CONSTRAINT FK_ProgressFinding_Measure REFERENCES Measure (MeasureId),
    QuestionnaireId INTEGER NOT NULL
        CONSTRAINT FK_ProgressFinding_Questionnaire REFERENCES Questionnaire (QuestionnaireId),
    -- The name of the question.
    Question        TEXT    NOT NULL,
    -- The last day on which a response counts, as a number from 0001-01-01 on.
    AsOf            INTEGER NOT NULL,
    Document        TEXT    NOT NULL,
    WrittenAt       TEXT    NOT NULL
) STRICT;

CREATE INDEX IX_ProgressFinding_Latest ON ProgressFinding (MeasureId, QuestionnaireId, Question, AsOf, FindingId);
