-- Adds statements of partners, and assessments of analysts, about the progress of measures. They are only added.
-- An older program does not start on the migrated database. Not safe to run twice; the journal guards it.

-- A row for each statement.
CREATE TABLE ProgressStatement (
    StatementId INTEGER NOT NULL CONSTRAINT PK_ProgressStatement PRIMARY KEY AUTOINCREMENT,
    Id          TEXT    NOT NULL CONSTRAINT UX_ProgressStatement_Id UNIQUE,
    MeasureId   INTEGER NOT NULL CONSTRAINT FK_ProgressStatement_Measure REFERENCES Measure (MeasureId),
    -- 1 statement of a partner, 2 assessment of an analyst.
    Type        INTEGER NOT NULL CONSTRAINT CK_ProgressStatement_Type CHECK (Type IN (1, 2)),
    -- The partner of the key that wrote it.
    Partner     TEXT    NOT NULL,
    -- The day that it is about, as a number from 0001-01-01 on.
    AsOf        INTEGER NOT NULL,
    -- 1 no information, 2 not started, 3 limited, 4 substantial, 5 complete, 6 no longer applicable.
    Stage       INTEGER NOT NULL CONSTRAINT CK_ProgressStatement_Stage CHECK (Stage BETWEEN 1 AND 6),
    Text        TEXT    NOT NULL,
    -- The documents that it names: a JSON list of texts.
    Documents   TEXT    NOT NULL,
    -- The name of the key.
    WrittenBy   TEXT    NOT NULL,
    WrittenAt   TEXT    NOT NULL
) STRICT;

CREATE INDEX IX_ProgressStatement_Latest ON ProgressStatement (MeasureId, Type, Partner, AsOf, StatementId);

-- The projects that a statement names.
CREATE TABLE ProgressStatementProject (
    StatementId INTEGER NOT NULL
        CONSTRAINT FK_ProgressStatementProject_Statement REFERENCES ProgressStatement (StatementId),
    Ordinal     INTEGER NOT NULL,
    ProjectId   INTEGER NOT NULL CONSTRAINT FK_ProgressStatementProject_Project REFERENCES Project (ProjectId),
    CONSTRAINT PK_ProgressStatementProject PRIMARY KEY (StatementId, Ordinal)
) STRICT, WITHOUT ROWID;

CREATE INDEX IX_ProgressStatementProject_Project ON ProgressStatementProject (ProjectId, StatementId);
