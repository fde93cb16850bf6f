-- Adds the evidence on which a verdict was given, the factors that were learned from verdicts, and the order of the
-- review queue. An older program does not start on the migrated database.
-- Not safe to run twice; the journal guards it.

-- The evidence as JSON: rules, edition, score, chance of being shown, and the weights by component. Null for verdicts
-- that were given before this migration.
ALTER TABLE adam.OverlapVerdict ADD Evidence nvarchar(4000) NULL;
GO

-- The factors that `overlaps learn` adopted, in their order. A rebuild uses the last ones that are not withdrawn and
-- were learned with its version of the rules.
CREATE TABLE adam.LearnedRules (
    LearnedRulesId int IDENTITY(1, 1) NOT NULL CONSTRAINT PK_LearnedRules PRIMARY KEY,
    RulesVersion   int NOT NULL,
    Multipliers    nvarchar(2000) NOT NULL,
    CreatedAt      datetime2(6) NOT NULL,
    WithdrawnAt    datetime2(6) NULL
);
GO

-- How undecided the score of a pair is, in ten-thousandths: 5,000 at a score of 0.5, and 0 at 0 and 1. -1 if the pair
-- has a verdict that is not stale.
ALTER TABLE adam.Overlap ADD Doubt AS CAST(
    CASE WHEN Verdict IS NULL OR IsStale = 1 THEN 5000 - ABS(Score - 5000) ELSE -1 END AS int)
    PERSISTED NOT NULL;
GO
CREATE INDEX IX_Overlap_Doubt ON adam.Overlap (Doubt, FirstId, SecondId)
    INCLUDE (Kind, Pillars, StartDay, EndDay, Verdict, IsStale, Score, UpdatedMicros);
GO
