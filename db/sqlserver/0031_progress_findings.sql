-- Adds findings: answers to questions of questionnaires, counted, that analysts have promoted to evidence of the
-- progress of measures. They are only added. The table is new, so an older program on the same database goes on.
-- Not safe to run twice; the journal guards it.

-- A row for each finding. Document is the record as the API returns it.
CREATE TABLE adam.ProgressFinding (
    FindingId       bigint IDENTITY(1, 1) NOT NULL CONSTRAINT PK_ProgressFinding PRIMARY KEY,
    Id              uniqueidentifier NOT NULL CONSTRAINT UX_ProgressFinding_Id UNIQUE,
    MeasureId       int NOT NULL CONSTRAINT FK_ProgressFinding_Measure REFERENCES adam.Measure (MeasureId),
    QuestionnaireId int NOT NULL
        CONSTRAINT FK_ProgressFinding_Questionnaire REFERENCES adam.Questionnaire (QuestionnaireId),
    -- The name of the question.
    Question        nvarchar(60) COLLATE Latin1_General_BIN2 NOT NULL,
    -- The last day on which a response counts, as a number from 0001-01-01 on.
    AsOf            int NOT NULL,
    Document        nvarchar(max) NOT NULL,
    WrittenAt       datetime2(6) NOT NULL
);
GO
CREATE INDEX IX_ProgressFinding_Latest
    ON adam.ProgressFinding (MeasureId, QuestionnaireId, Question, AsOf, FindingId);
GO
