-- Pairs with their scores: what the rules find strong enough to keep, why, how it was decided, and the evidence under which pairs are looked for.
-- An older server would write projects without keeping these tables true: `overlaps rebuild` puts that right. Not safe to run twice; the journal guards it.

-- The statistics that scores are given under, frozen; the last edition is the current one. Rules is the version of the rules.
CREATE TABLE adam.OverlapEdition (
    EditionId    int IDENTITY(1, 1) NOT NULL CONSTRAINT PK_OverlapEdition PRIMARY KEY,
    Id           nvarchar(40) COLLATE Latin1_General_BIN2 NOT NULL,
    Rules        int NOT NULL,
    Projects     int NOT NULL,
    [Statistics] nvarchar(max) NOT NULL,
    MadeAt       datetime2(6) NOT NULL
);
GO

-- The rare evidence under which a project is looked for, as hashes, with its days as in ProjectCell. Cancelled and withdrawn projects have none.
CREATE TABLE adam.ProjectEvidence (
    ProjectId bigint NOT NULL CONSTRAINT FK_ProjectEvidence_Project REFERENCES adam.Project (ProjectId),
    KeyHash   bigint NOT NULL,
    StartDay  int NOT NULL,
    EndDay    int NOT NULL,
    CONSTRAINT PK_ProjectEvidence PRIMARY KEY (ProjectId, KeyHash)
);
GO
CREATE INDEX IX_ProjectEvidence_Key ON adam.ProjectEvidence (KeyHash, ProjectId) INCLUDE (StartDay, EndDay);
GO

-- The pairs at or above the floor. Scores are whole ten-thousandths; days are counted as in ProjectCell, Days as pairs are ranked.
CREATE TABLE adam.Overlap (
    FirstId       bigint NOT NULL CONSTRAINT FK_Overlap_First REFERENCES adam.Project (ProjectId),
    SecondId      bigint NOT NULL CONSTRAINT FK_Overlap_Second REFERENCES adam.Project (ProjectId),
    Score         int NOT NULL,
    -- 1 shared setting, 2 same activity, 3 same project, 4 declared.
    Kind          tinyint NOT NULL CONSTRAINT CK_Overlap_Kind CHECK (Kind BETWEEN 1 AND 4),
    StartDay      int NOT NULL,
    EndDay        int NOT NULL,
    Days          int NOT NULL,
    -- The pillars that the two share, as the bits 1, 2, 4, 8 for I to IV.
    Pillars       tinyint NOT NULL,
    -- Since when both records have had what decides the pair; when score, reasons, kind or what they share last changed.
    FoundMicros   bigint NOT NULL,
    UpdatedMicros bigint NOT NULL,
    -- The standing verdict: 1 duplicate, 2 complementary, 3 co-funded, 4 unrelated; and whether a project has changed since in what counts.
    Verdict       tinyint NULL CONSTRAINT CK_Overlap_Verdict CHECK (Verdict BETWEEN 1 AND 4),
    IsStale       bit NOT NULL,
    CONSTRAINT PK_Overlap PRIMARY KEY (FirstId, SecondId),
    CONSTRAINT CK_Overlap_Order CHECK (FirstId < SecondId)
);
GO
CREATE INDEX IX_Overlap_Second ON adam.Overlap (SecondId, FirstId);
GO
CREATE INDEX IX_Overlap_Score ON adam.Overlap (Score, FirstId, SecondId) INCLUDE (Kind, Pillars, StartDay, EndDay, Verdict, IsStale, UpdatedMicros);
GO
CREATE INDEX IX_Overlap_Updated ON adam.Overlap (UpdatedMicros, FirstId, SecondId) INCLUDE (Kind, Pillars, StartDay, EndDay, Verdict, IsStale, Score);
GO
CREATE INDEX IX_Overlap_Days ON adam.Overlap (Days, FirstId, SecondId) INCLUDE (Kind, Pillars, StartDay, EndDay, Verdict, IsStale, Score, UpdatedMicros);
GO
-- Of pairs that were decided, and of those that are declared, there are few.
CREATE INDEX IX_Overlap_Verdict ON adam.Overlap (Verdict, IsStale, Score, FirstId, SecondId) WHERE Verdict IS NOT NULL;
GO
CREATE INDEX IX_Overlap_Declared ON adam.Overlap (Score, FirstId, SecondId) WHERE Kind = 4;
GO

-- Why a pair has its score: apart from Overlap, so that many pairs lie on one page there.
CREATE TABLE adam.OverlapReasons (
    FirstId  bigint NOT NULL,
    SecondId bigint NOT NULL,
    -- Of each reason component, contribution and detail, all with | between them; ~ and four hexadecimal digits stand for one UTF-16 unit.
    Reasons  nvarchar(max) NOT NULL,
    CONSTRAINT PK_OverlapReasons PRIMARY KEY (FirstId, SecondId)
);
GO

-- A pair from each of its sides: for the best match, and for the pairs of one project by score.
CREATE TABLE adam.OverlapSide (
    ProjectId    bigint NOT NULL CONSTRAINT FK_OverlapSide_Project REFERENCES adam.Project (ProjectId),
    OtherOwnerId int NOT NULL,
    Score        int NOT NULL,
    OtherId      bigint NOT NULL,
    CONSTRAINT PK_OverlapSide PRIMARY KEY (ProjectId, OtherId)
);
GO
CREATE INDEX IX_OverlapSide_Best ON adam.OverlapSide (ProjectId, OtherOwnerId, Score, OtherId);
GO

-- What pairs are filtered by, in the order of their scores: a 'country' that the two share, with the bits of the pillars that they share; a 'payer', who owns (1) one of them or is a donor of one (2),
-- with a bit for each who owns the other or is a donor of it; some payers share a bit.
CREATE TABLE adam.OverlapFacet (
    FirstId  bigint NOT NULL,
    SecondId bigint NOT NULL,
    Facet    nvarchar(20) COLLATE Latin1_General_BIN2 NOT NULL,
    Value    nvarchar(200) COLLATE Latin1_General_BIN2 NOT NULL,
    Score    int NOT NULL,
    Bits     bigint NOT NULL,
    CONSTRAINT PK_OverlapFacet PRIMARY KEY (FirstId, SecondId, Facet, Value)
);
GO
CREATE INDEX IX_OverlapFacet_Score ON adam.OverlapFacet (Facet, Value, Score, FirstId, SecondId) INCLUDE (Bits);
GO

-- Every decision about a pair; the last one stands, and outlives the pair's disappearing from Overlap. Without a Verdict the one before is taken back.
CREATE TABLE adam.OverlapVerdict (
    VerdictId bigint IDENTITY(1, 1) NOT NULL CONSTRAINT PK_OverlapVerdict PRIMARY KEY,
    FirstId   bigint NOT NULL CONSTRAINT FK_OverlapVerdict_First REFERENCES adam.Project (ProjectId),
    SecondId  bigint NOT NULL CONSTRAINT FK_OverlapVerdict_Second REFERENCES adam.Project (ProjectId),
    Verdict   tinyint NULL CONSTRAINT CK_OverlapVerdict_Verdict CHECK (Verdict BETWEEN 1 AND 4),
    Note      nvarchar(2000) NULL,
    DecidedBy nvarchar(200) NOT NULL,
    Partner   nvarchar(20) COLLATE Latin1_General_BIN2 NOT NULL,
    DecidedAt datetime2(6) NOT NULL,
    -- When a project changed in what counts, for the first time since the decision.
    StaleAt   datetime2(6) NULL
);
GO
CREATE INDEX IX_OverlapVerdict_Pair ON adam.OverlapVerdict (FirstId, SecondId, VerdictId);
GO
CREATE INDEX IX_OverlapVerdict_Second ON adam.OverlapVerdict (SecondId, FirstId, VerdictId);
GO
CREATE INDEX IX_OverlapVerdict_Verdict ON adam.OverlapVerdict (Verdict, FirstId, SecondId, VerdictId);
GO

-- Pairs are ranked by what is stored above: how many days the longest of them could share is asked by nobody any more.
DROP INDEX IX_ProjectCell_MostDays ON adam.ProjectCell;
GO
DROP INDEX IX_ProjectCell_Project ON adam.ProjectCell;
GO
ALTER TABLE adam.ProjectCell DROP COLUMN MostDays;
GO
CREATE INDEX IX_ProjectCell_Project ON adam.ProjectCell (ProjectId, Pillar, Country);
GO
