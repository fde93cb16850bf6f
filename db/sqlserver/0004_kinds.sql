-- Allows the kinds next-phase, other-place, part-of and co-funded. The program then rebuilds the table, because the
-- rules have changed. An older program does not start on the migrated database.
-- Not safe to run twice; the journal guards it.
ALTER TABLE adam.Overlap DROP CONSTRAINT CK_Overlap_Kind;
GO
ALTER TABLE adam.Overlap ADD CONSTRAINT CK_Overlap_Kind CHECK (Kind BETWEEN 1 AND 8);
GO
