-- Adds statements of partners, and assessments of analysts, about the progress of measures. They are only added.
-- An older program does not start on the migrated database. Not safe to run twice; the journal guards it.

-- A row for each statement.
CREATE TABLE adam.ProgressStatement (
    StatementId bigint IDENTITY(1, 1) NOT NULL CONSTRAINT PK_ProgressStatement PRIMARY KEY,
    Id          uniqueidentifier NOT NULL CONSTRAINT UX_ProgressStatement_Id UNIQUE,
    MeasureId   int NOT NULL CONSTRAINT FK_ProgressStatement_Measure REFERENCES adam.Measure (MeasureId),
    -- 1 statement of a partner, 2 assessment of an analyst.
    Type        tinyint NOT NULL CONSTRAINT CK_ProgressStatement_Type CHECK (Type IN (1, 2)),
    -- The partner of the key that wrote it.
    Partner     nvarchar(20) COLLATE Latin1_General_BIN2 NOT NULL,
    -- The day that it is about, as a number from 0001-01-01 on.
    AsOf        int NOT NULL,
    -- 1 no information, 2 not started, 3 limited, 4 substantial, 5 complete, 6 no longer applicable.
    Stage       tinyint NOT NULL CONSTRAINT CK_ProgressStatement_Stage CHECK (Stage BETWEEN 1 AND 6),
    Text        nvarchar(4000) NOT NULL,
    -- The documents that it names: a JSON list of texts.
    Documents   nvarchar(max) NOT NULL,
    -- The name of the key.
    WrittenBy   nvarchar(400) NOT NULL,
    WrittenAt   datetime2(6) NOT NULL
);
GO
CREATE INDEX IX_ProgressStatement_Latest ON adam.ProgressStatement (MeasureId, Type, Partner, AsOf, StatementId);
GO

-- The projects that a statement names.
CREATE TABLE adam.ProgressStatementProject (
    StatementId bigint NOT NULL
        CONSTRAINT FK_ProgressStatementProject_Statement REFERENCES adam.ProgressStatement (StatementId),
    Ordinal     int NOT NULL,
    ProjectId   bigint NOT NULL CONSTRAINT FK_ProgressStatementProject_Project REFERENCES adam.Project (ProjectId),
    CONSTRAINT PK_ProgressStatementProject PRIMARY KEY (StatementId, Ordinal)
);
GO
CREATE INDEX IX_ProgressStatementProject_Project ON adam.ProgressStatementProject (ProjectId, StatementId);
GO
