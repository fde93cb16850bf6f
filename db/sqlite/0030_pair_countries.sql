-- Adds the countries that a pair shares to its row and to the indexes of the report, so that a page tests them without
-- a look-up for each pair. The program then rebuilds the pairs, which fills the column. An older program does not start
-- on the migrated database.
-- Not safe to run twice; the journal guards it.

-- The countries that the two share, as bits. Each country along the routes has its own; the others share the rest.
ALTER TABLE Overlap ADD COLUMN Countries INTEGER NOT NULL DEFAULT 0;

DROP INDEX IX_Overlap_Score;
DROP INDEX IX_Overlap_Updated;
DROP INDEX IX_Overlap_Days;
DROP INDEX IX_Overlap_Doubt;

-- One index for each order of the report, with all columns that its filters read. Rows of the table are read only
-- for the pairs of a page.
CREATE INDEX IX_Overlap_Score ON Overlap (
    Score, FirstId, SecondId, Kind, Pillars, Countries, StartDay, EndDay, Verdict, IsStale, UpdatedMicros);
CREATE INDEX IX_Overlap_Updated ON Overlap (
    UpdatedMicros, FirstId, SecondId, Kind, Pillars, Countries, StartDay, EndDay, Verdict, IsStale, Score);
CREATE INDEX IX_Overlap_Days ON Overlap (
    Days, FirstId, SecondId, Kind, Pillars, Countries, StartDay, EndDay, Verdict, IsStale, Score, UpdatedMicros);
CREATE INDEX IX_Overlap_Doubt ON Overlap (
    Doubt, FirstId, SecondId, Kind, Pillars, Countries, StartDay, EndDay, Verdict, IsStale, Score, UpdatedMicros);
