-- Allows the kinds next-phase, other-place, part-of and co-funded. SQLite cannot change a constraint, so the table is
-- made anew, with its rows. The program then rebuilds it, because the rules have changed. An older program does not
-- start on the migrated database.
-- Not safe to run twice; the journal guards it.
CREATE TABLE OverlapOfMoreKinds (
    FirstId       INTEGER NOT NULL CONSTRAINT FK_Overlap_First REFERENCES Project (ProjectId),
    SecondId      INTEGER NOT NULL CONSTRAINT FK_Overlap_Second REFERENCES Project (ProjectId),
    Score         INTEGER NOT NULL,
    -- 1 shared setting, 2 same activity, 3 same project, 4 declared, 5 next phase, 6 other place, 7 part of,
    -- 8 co-funded.
    Kind          INTEGER NOT NULL CONSTRAINT CK_Overlap_Kind CHECK (Kind BETWEEN 1 AND 8),
    StartDay      INTEGER NOT NULL,
    EndDay        INTEGER NOT NULL,
    -- The number of shared days that pairs are ranked by.
    Days          INTEGER NOT NULL,
    -- The shared pillars, as the bits 1, 2, 4 and 8 for I to IV.
    Pillars       INTEGER NOT NULL,
    -- The instant since which both records have had their present scope.
    FoundMicros   INTEGER NOT NULL,
    -- The instant of the last change of score, reasons, kind, verdict or shared scope.
    UpdatedMicros INTEGER NOT NULL,
    -- The current verdict: 1 duplicate, 2 complementary, 3 co-funded, 4 unrelated.
    Verdict       INTEGER NULL CONSTRAINT CK_Overlap_Verdict CHECK (Verdict BETWEEN 1 AND 4),
    -- 1 if a value that matching reads has changed since the verdict.
    IsStale       INTEGER NOT NULL CONSTRAINT CK_Overlap_IsStale CHECK (IsStale IN (0, 1)),
    CONSTRAINT PK_Overlap PRIMARY KEY (FirstId, SecondId),
    CONSTRAINT CK_Overlap_Order CHECK (FirstId < SecondId)
) STRICT, WITHOUT ROWID;

INSERT INTO OverlapOfMoreKinds (
    FirstId, SecondId, Score, Kind, StartDay, EndDay, Days, Pillars, FoundMicros, UpdatedMicros, Verdict, IsStale)
SELECT FirstId, SecondId, Score, Kind, StartDay, EndDay, Days, Pillars, FoundMicros, UpdatedMicros, Verdict, IsStale
FROM Overlap;

DROP TABLE Overlap;
ALTER TABLE OverlapOfMoreKinds RENAME TO Overlap;

CREATE INDEX IX_Overlap_Second ON Overlap (SecondId, FirstId);
-- One index for each order of the report, with all columns that its filters read. Rows of the table are read only
-- for the pairs of a page.
CREATE INDEX IX_Overlap_Score ON Overlap (
    Score, FirstId, SecondId, Kind, Pillars, StartDay, EndDay, Verdict, IsStale, UpdatedMicros);
CREATE INDEX IX_Overlap_Updated ON Overlap (
    UpdatedMicros, FirstId, SecondId, Kind, Pillars, StartDay, EndDay, Verdict, IsStale, Score);
CREATE INDEX IX_Overlap_Days ON Overlap (
    Days, FirstId, SecondId, Kind, Pillars, StartDay, EndDay, Verdict, IsStale, Score, UpdatedMicros);
-- Few pairs have a verdict, or another kind than shared setting.
CREATE INDEX IX_Overlap_Verdict ON Overlap (Verdict, IsStale, Score, FirstId, SecondId) WHERE Verdict IS NOT NULL;
CREATE INDEX IX_Overlap_Found ON Overlap (FoundMicros, FirstId, SecondId);
CREATE INDEX IX_Overlap_Kind ON Overlap (Kind, Score, FirstId, SecondId) WHERE Kind > 1;
