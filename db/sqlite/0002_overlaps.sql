-- Pairs with their scores: what the rules find strong enough to keep, why, how it was decided, and the evidence under which pairs are looked for.
-- An older server would write projects without keeping these tables true: `overlaps rebuild` puts that right. Not safe to run twice; the journal guards it.

-- The statistics that scores are given under, frozen; the last edition is the current one. Rules is the version of the rules.
CREATE TABLE OverlapEdition (
    EditionId  INTEGER NOT NULL CONSTRAINT PK_OverlapEdition PRIMARY KEY AUTOINCREMENT,
    Id         TEXT    NOT NULL,
    Rules      INTEGER NOT NULL,
    Projects   INTEGER NOT NULL,
    Statistics TEXT    NOT NULL,
    MadeAt     TEXT    NOT NULL
) STRICT;

-- The rare evidence under which a project is looked for, as hashes, with its days as in ProjectCell. Cancelled and withdrawn projects have none.
CREATE TABLE ProjectEvidence (
    ProjectId INTEGER NOT NULL CONSTRAINT FK_ProjectEvidence_Project REFERENCES Project (ProjectId),
    KeyHash   INTEGER NOT NULL,
    StartDay  INTEGER NOT NULL,
    EndDay    INTEGER NOT NULL,
    CONSTRAINT PK_ProjectEvidence PRIMARY KEY (ProjectId, KeyHash)
) STRICT, WITHOUT ROWID;

CREATE INDEX IX_ProjectEvidence_Key ON ProjectEvidence (KeyHash, ProjectId, StartDay, EndDay);

-- The pairs at or above the floor. Scores are whole ten-thousandths; days are counted as in ProjectCell, Days as pairs are ranked.
CREATE TABLE Overlap (
    FirstId       INTEGER NOT NULL CONSTRAINT FK_Overlap_First REFERENCES Project (ProjectId),
    SecondId      INTEGER NOT NULL CONSTRAINT FK_Overlap_Second REFERENCES Project (ProjectId),
    Score         INTEGER NOT NULL,
    -- 1 shared setting, 2 same activity, 3 same project, 4 declared.
    Kind          INTEGER NOT NULL CONSTRAINT CK_Overlap_Kind CHECK (Kind BETWEEN 1 AND 4),
    StartDay      INTEGER NOT NULL,
    EndDay        INTEGER NOT NULL,
    Days          INTEGER NOT NULL,
    -- The pillars that the two share, as the bits 1, 2, 4, 8 for I to IV.
    Pillars       INTEGER NOT NULL,
    -- Since when both records have had what decides the pair; when score, reasons, kind or what they share last changed.
    FoundMicros   INTEGER NOT NULL,
    UpdatedMicros INTEGER NOT NULL,
    -- The standing verdict: 1 duplicate, 2 complementary, 3 co-funded, 4 unrelated; and whether a project has changed since in what counts.
    Verdict       INTEGER NULL CONSTRAINT CK_Overlap_Verdict CHECK (Verdict BETWEEN 1 AND 4),
    IsStale       INTEGER NOT NULL CONSTRAINT CK_Overlap_IsStale CHECK (IsStale IN (0, 1)),
    CONSTRAINT PK_Overlap PRIMARY KEY (FirstId, SecondId),
    CONSTRAINT CK_Overlap_Order CHECK (FirstId < SecondId)
) STRICT, WITHOUT ROWID;

CREATE INDEX IX_Overlap_Second ON Overlap (SecondId, FirstId);

-- The orders of the report, with all that it asks of a pair: the rows themselves are read for a page alone.
CREATE INDEX IX_Overlap_Score ON Overlap (Score, FirstId, SecondId, Kind, Pillars, StartDay, EndDay, Verdict, IsStale, UpdatedMicros);
CREATE INDEX IX_Overlap_Updated ON Overlap (UpdatedMicros, FirstId, SecondId, Kind, Pillars, StartDay, EndDay, Verdict, IsStale, Score);
CREATE INDEX IX_Overlap_Days ON Overlap (Days, FirstId, SecondId, Kind, Pillars, StartDay, EndDay, Verdict, IsStale, Score, UpdatedMicros);
-- Of pairs that were decided, and of those that are declared, there are few.
CREATE INDEX IX_Overlap_Verdict ON Overlap (Verdict, IsStale, Score, FirstId, SecondId) WHERE Verdict IS NOT NULL;
CREATE INDEX IX_Overlap_Declared ON Overlap (Score, FirstId, SecondId) WHERE Kind = 4;

-- Why a pair has its score: apart from Overlap, so that many pairs lie on one page there.
CREATE TABLE OverlapReasons (
    FirstId  INTEGER NOT NULL,
    SecondId INTEGER NOT NULL,
    -- Of each reason component, contribution and detail, all with | between them; ~ and four hexadecimal digits stand for one UTF-16 unit.
    Reasons  TEXT    NOT NULL,
    CONSTRAINT PK_OverlapReasons PRIMARY KEY (FirstId, SecondId)
) STRICT, WITHOUT ROWID;

-- A pair from each of its sides: for the best match, and for the pairs of one project by score.
CREATE TABLE OverlapSide (
    ProjectId    INTEGER NOT NULL CONSTRAINT FK_OverlapSide_Project REFERENCES Project (ProjectId),
    OtherOwnerId INTEGER NOT NULL,
    Score        INTEGER NOT NULL,
    OtherId      INTEGER NOT NULL,
    CONSTRAINT PK_OverlapSide PRIMARY KEY (ProjectId, OtherId)
) STRICT, WITHOUT ROWID;

CREATE INDEX IX_OverlapSide_Best ON OverlapSide (ProjectId, OtherOwnerId, Score, OtherId);

-- What pairs are filtered by, in the order of their scores: a 'country' that the two share, with the bits of the pillars that they share; a 'payer', who owns (1) one of them or is a donor of one (2),
-- with a bit for each who owns the other or is a donor of it; some payers share a bit.
CREATE TABLE OverlapFacet (
    FirstId  INTEGER NOT NULL,
    SecondId INTEGER NOT NULL,
    Facet    TEXT    NOT NULL,
    Value    TEXT    NOT NULL,
    Score    INTEGER NOT NULL,
    Bits     INTEGER NOT NULL,
    CONSTRAINT PK_OverlapFacet PRIMARY KEY (FirstId, SecondId, Facet, Value)
) STRICT, WITHOUT ROWID;

CREATE INDEX IX_OverlapFacet_Score ON OverlapFacet (Facet, Value, Score, FirstId, SecondId, Bits);

-- Every decision about a pair; the last one stands, and outlives the pair's disappearing from Overlap. Without a Verdict the one before is taken back.
CREATE TABLE OverlapVerdict (
    VerdictId INTEGER NOT NULL CONSTRAINT PK_OverlapVerdict PRIMARY KEY AUTOINCREMENT,
    FirstId   INTEGER NOT NULL CONSTRAINT FK_OverlapVerdict_First REFERENCES Project (ProjectId),
    SecondId  INTEGER NOT NULL CONSTRAINT FK_OverlapVerdict_Second REFERENCES Project (ProjectId),
    Verdict   INTEGER NULL CONSTRAINT CK_OverlapVerdict_Verdict CHECK (Verdict BETWEEN 1 AND 4),
    Note      TEXT    NULL,
    DecidedBy TEXT    NOT NULL,
    Partner   TEXT    NOT NULL,
    DecidedAt TEXT    NOT NULL,
    -- When a project changed in what counts, for the first time since the decision.
    StaleAt   TEXT    NULL
) STRICT;

CREATE INDEX IX_OverlapVerdict_Pair ON OverlapVerdict (FirstId, SecondId, VerdictId);
CREATE INDEX IX_OverlapVerdict_Second ON OverlapVerdict (SecondId, FirstId, VerdictId);
CREATE INDEX IX_OverlapVerdict_Verdict ON OverlapVerdict (Verdict, FirstId, SecondId, VerdictId);

-- Pairs are ranked by what is stored above: how many days the longest of them could share is asked by nobody any more.
DROP INDEX IX_ProjectCell_MostDays;
DROP INDEX IX_ProjectCell_Project;
ALTER TABLE ProjectCell DROP COLUMN MostDays;
CREATE INDEX IX_ProjectCell_Project ON ProjectCell (ProjectId, Pillar, Country);
