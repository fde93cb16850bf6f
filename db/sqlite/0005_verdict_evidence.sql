-- Adds the evidence on which a verdict was given, the factors that were learned from verdicts, and the order of the
-- review queue. An older program does not start on the migrated database.
-- Not safe to run twice; the journal guards it.

-- The evidence as JSON: rules, edition, score, chance of being shown, and the weights by component. Null for verdicts
-- that were given before this migration.
ALTER TABLE OverlapVerdict ADD COLUMN Evidence TEXT NULL;

-- The factors that `overlaps learn` adopted, in their order. A rebuild uses the last ones that are not withdrawn and
-- were learned with its version of the rules.
CREATE TABLE LearnedRules (
    LearnedRulesId INTEGER NOT NULL CONSTRAINT PK_LearnedRules PRIMARY KEY AUTOINCREMENT,
    RulesVersion   INTEGER NOT NULL,
    Multipliers    TEXT    NOT NULL,
    CreatedAt      TEXT    NOT NULL,
    WithdrawnAt    TEXT    NULL
) STRICT;

-- How undecided the score of a pair is, in ten-thousandths: 5,000 at a score of 0.5, and 0 at 0 and 1. -1 if the pair
-- has a verdict that is not stale.
ALTER TABLE Overlap ADD COLUMN Doubt INTEGER NOT NULL
    GENERATED ALWAYS AS (CASE WHEN Verdict IS NULL OR IsStale = 1 THEN 5000 - ABS(Score - 5000) ELSE -1 END) VIRTUAL;

CREATE INDEX IX_Overlap_Doubt ON Overlap (
    Doubt, FirstId, SecondId, Kind, Pillars, StartDay, EndDay, Verdict, IsStale, Score, UpdatedMicros);
