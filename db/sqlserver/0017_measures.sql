-- Adds measures, the projects that declare that they serve one, and verdicts about which projects serve which measure.
-- The program that migrates fills ProjectMeasure. An older program does not start on the migrated database.
-- Not safe to run twice; the journal guards it.

-- A row for each measure: what is to be there, where and until when. Document is the record as the API returns it.
CREATE TABLE adam.Measure (
    MeasureId    int IDENTITY(1, 1) NOT NULL CONSTRAINT PK_Measure PRIMARY KEY,
    -- The reference in upper case.
    ReferenceKey nvarchar(40) COLLATE Latin1_General_BIN2 NOT NULL CONSTRAINT UX_Measure_ReferenceKey UNIQUE,
    Version      int NOT NULL,
    WithdrawnAt  datetime2(6) NULL,
    Document     nvarchar(max) NOT NULL
);
GO

-- The measures that projects declare, by the reference in upper case. There may be no such measure, or not yet.
CREATE TABLE adam.ProjectMeasure (
    ReferenceKey nvarchar(40) COLLATE Latin1_General_BIN2 NOT NULL,
    ProjectId    bigint NOT NULL CONSTRAINT FK_ProjectMeasure_Project REFERENCES adam.Project (ProjectId),
    CONSTRAINT PK_ProjectMeasure PRIMARY KEY (ReferenceKey, ProjectId)
);
GO
CREATE INDEX IX_ProjectMeasure_Project ON adam.ProjectMeasure (ProjectId, ReferenceKey);
GO

-- All decisions whether a project serves a measure. The latest one is in force. A row without a Verdict withdraws the
-- decision before it.
CREATE TABLE adam.MeasureVerdict (
    MeasureVerdictId bigint IDENTITY(1, 1) NOT NULL CONSTRAINT PK_MeasureVerdict PRIMARY KEY,
    MeasureId        int NOT NULL CONSTRAINT FK_MeasureVerdict_Measure REFERENCES adam.Measure (MeasureId),
    ProjectId        bigint NOT NULL CONSTRAINT FK_MeasureVerdict_Project REFERENCES adam.Project (ProjectId),
    -- 1 confirmed, 2 rejected.
    Verdict          tinyint NULL CONSTRAINT CK_MeasureVerdict_Verdict CHECK (Verdict IN (1, 2)),
    Note             nvarchar(4000) NULL,
    DecidedBy        nvarchar(200) NOT NULL,
    Partner          nvarchar(20) COLLATE Latin1_General_BIN2 NOT NULL,
    DecidedAt        datetime2(6) NOT NULL,
    -- The instant of the first change since the decision of a value that decides if the project serves the measure.
    StaleAt          datetime2(6) NULL
);
GO
CREATE INDEX IX_MeasureVerdict_Link ON adam.MeasureVerdict (MeasureId, ProjectId, MeasureVerdictId);
GO
CREATE INDEX IX_MeasureVerdict_Project ON adam.MeasureVerdict (ProjectId, MeasureId, MeasureVerdictId);
GO
