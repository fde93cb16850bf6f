-- Adds measures, the projects that declare that they serve one, and verdicts about which projects serve which measure.
-- The program that migrates fills ProjectMeasure. An older program does not start on the migrated database.
-- Not safe to run twice; the journal guards it.

-- A row for each measure: what is to be there, where and until when. Document is the record as the API returns it.
CREATE TABLE Measure (
    MeasureId    INTEGER NOT NULL CONSTRAINT PK_Measure PRIMARY KEY AUTOINCREMENT,
    -- The reference in upper case.
    ReferenceKey TEXT    NOT NULL CONSTRAINT UX_Measure_ReferenceKey UNIQUE,
    Version      INTEGER NOT NULL,
    WithdrawnAt  TEXT    NULL,
    Document     TEXT    NOT NULL
) STRICT;

-- The measures that projects declare, by the reference in upper case. There may be no such measure, or not yet.
CREATE TABLE ProjectMeasure (
    ReferenceKey TEXT    NOT NULL,
    ProjectId    INTEGER NOT NULL CONSTRAINT FK_ProjectMeasure_Project REFERENCES Project (ProjectId),
    CONSTRAINT PK_ProjectMeasure PRIMARY KEY (ReferenceKey, ProjectId)
) STRICT, WITHOUT ROWID;

CREATE INDEX IX_ProjectMeasure_Project ON ProjectMeasure (ProjectId, ReferenceKey);

-- All decisions whether a project serves a measure. The latest one is in force. A row without a Verdict withdraws the
-- decision before it.
CREATE TABLE MeasureVerdict (
    MeasureVerdictId INTEGER NOT NULL CONSTRAINT PK_MeasureVerdict PRIMARY KEY AUTOINCREMENT,
    MeasureId        INTEGER NOT NULL CONSTRAINT FK_MeasureVerdict_Measure REFERENCES Measure (MeasureId),
    ProjectId        INTEGER NOT NULL CONSTRAINT FK_MeasureVerdict_Project REFERENCES Project (ProjectId),
    -- 1 confirmed, 2 rejected.
    Verdict          INTEGER NULL CONSTRAINT CK_MeasureVerdict_Verdict CHECK (Verdict IN (1, 2)),
    Note             TEXT    NULL,
    DecidedBy        TEXT    NOT NULL,
    Partner          TEXT    NOT NULL,
    DecidedAt        TEXT    NOT NULL,
    -- The instant of the first change since the decision of a value that decides if the project serves the measure.
    StaleAt          TEXT    NULL
) STRICT;

CREATE INDEX IX_MeasureVerdict_Link ON MeasureVerdict (MeasureId, ProjectId, MeasureVerdictId);
CREATE INDEX IX_MeasureVerdict_Project ON MeasureVerdict (ProjectId, MeasureId, MeasureVerdictId);
