-- Adds the countries that a pair shares to its row and to the indexes of the report, so that a page tests them without
-- a look-up for each pair. The program then rebuilds the pairs, which fills the column. An older program does not start
-- on the migrated database.
-- Not safe to run twice; the journal guards it.

-- The countries that the two share, as bits. Each country along the routes has its own; the others share the rest.
ALTER TABLE adam.Overlap ADD Countries bigint NOT NULL CONSTRAINT DF_Overlap_Countries DEFAULT 0;
GO

DROP INDEX IX_Overlap_Score ON adam.Overlap;
GO
DROP INDEX IX_Overlap_Updated ON adam.Overlap;
GO
DROP INDEX IX_Overlap_Days ON adam.Overlap;
GO
DROP INDEX IX_Overlap_Doubt ON adam.Overlap;
GO

-- One index for each order of the report, with all columns that its filters read. Rows of the table are read only
-- for the pairs of a page.
CREATE INDEX IX_Overlap_Score ON adam.Overlap (Score, FirstId, SecondId)
    INCLUDE (Kind, Pillars, Countries, StartDay, EndDay, Verdict, IsStale, UpdatedMicros);
GO
CREATE INDEX IX_Overlap_Updated ON adam.Overlap (UpdatedMicros, FirstId, SecondId)
    INCLUDE (Kind, Pillars, Countries, StartDay, EndDay, Verdict, IsStale, Score);
GO
CREATE INDEX IX_Overlap_Days ON adam.Overlap (Days, FirstId, SecondId)
    INCLUDE (Kind, Pillars, Countries, StartDay, EndDay, Verdict, IsStale, Score, UpdatedMicros);
GO
CREATE INDEX IX_Overlap_Doubt ON adam.Overlap (Doubt, FirstId, SecondId)
    INCLUDE (Kind, Pillars, Countries, StartDay, EndDay, Verdict, IsStale, Score, UpdatedMicros);
GO
