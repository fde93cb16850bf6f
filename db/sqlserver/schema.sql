-- The declared schema: what migrating an empty database gives. DacFx checks every query of the stores against it in the tests.
-- Keys that C# has folded are compared by code point, whatever the database's collation.

CREATE SCHEMA adam;
GO

-- The migrations that have run. DbUp makes it.
CREATE TABLE adam.SchemaVersion (
    Id         int IDENTITY(1, 1) NOT NULL CONSTRAINT PK_SchemaVersion_Id PRIMARY KEY,
    ScriptName nvarchar(255) NOT NULL,
    Applied    datetime NOT NULL
);
GO

CREATE TABLE adam.Partner (
    PartnerId int IDENTITY(1, 1) NOT NULL CONSTRAINT PK_Partner PRIMARY KEY,
    Code      nvarchar(20) COLLATE Latin1_General_BIN2 NOT NULL CONSTRAINT UX_Partner_Code UNIQUE,
    Kind      tinyint NOT NULL CONSTRAINT CK_Partner_Kind CHECK (Kind IN (1, 2)),
    Name      nvarchar(200) NOT NULL,
    Member    bit NOT NULL,
    Contact   nvarchar(254) NULL,
    Version   int NOT NULL
);
GO

-- Every spelling that means a partner, its code and name among them: no two partners share one.
CREATE TABLE adam.PartnerName (
    NameKey   nvarchar(200) COLLATE Latin1_General_BIN2 NOT NULL CONSTRAINT PK_PartnerName PRIMARY KEY,
    PartnerId int NOT NULL CONSTRAINT FK_PartnerName_Partner REFERENCES adam.Partner (PartnerId),
    Ordinal   int NOT NULL,
    Name      nvarchar(200) NOT NULL
);
GO
CREATE INDEX IX_PartnerName_Partner ON adam.PartnerName (PartnerId, Ordinal);
GO

-- Identifier is upper case; one that ends in * is a prefix.
CREATE TABLE adam.PartnerIdentifier (
    Identifier nvarchar(100) COLLATE Latin1_General_BIN2 NOT NULL CONSTRAINT PK_PartnerIdentifier PRIMARY KEY,
    PartnerId  int NOT NULL CONSTRAINT FK_PartnerIdentifier_Partner REFERENCES adam.Partner (PartnerId),
    Ordinal    int NOT NULL
);
GO
CREATE INDEX IX_PartnerIdentifier_Partner ON adam.PartnerIdentifier (PartnerId, Ordinal);
GO

CREATE TABLE adam.ApiKey (
    ApiKeyId  bigint IDENTITY(1, 1) NOT NULL CONSTRAINT PK_ApiKey PRIMARY KEY,
    Id        nvarchar(16) COLLATE Latin1_General_BIN2 NOT NULL CONSTRAINT UX_ApiKey_Id UNIQUE,
    PartnerId int NOT NULL CONSTRAINT FK_ApiKey_Partner REFERENCES adam.Partner (PartnerId),
    Role      tinyint NOT NULL CONSTRAINT CK_ApiKey_Role CHECK (Role BETWEEN 1 AND 4),
    Name      nvarchar(200) NOT NULL,
    Hash      varbinary(32) NOT NULL,
    CreatedAt datetime2(6) NOT NULL,
    RevokedAt datetime2(6) NULL
);
GO
CREATE INDEX IX_ApiKey_Partner ON adam.ApiKey (PartnerId, ApiKeyId);
GO

-- The answers to requests that carried an Idempotency-Key.
CREATE TABLE adam.IdempotencyKey (
    KeyId       nvarchar(16) COLLATE Latin1_General_BIN2 NOT NULL,
    Value       nvarchar(255) COLLATE Latin1_General_BIN2 NOT NULL,
    RequestHash varbinary(32) NOT NULL,
    Status      int NOT NULL,
    Location    nvarchar(400) NULL,
    ETag        nvarchar(100) NULL,
    Body        nvarchar(max) NOT NULL,
    CreatedAt   datetime2(6) NOT NULL,
    CONSTRAINT PK_IdempotencyKey PRIMARY KEY (KeyId, Value)
);
GO
CREATE INDEX IX_IdempotencyKey_CreatedAt ON adam.IdempotencyKey (CreatedAt);
GO

-- One number for each set of donors that was ever written, so that "their sets of donors differ" is one comparison.
-- DonorSetKey is the SHA-256 of the sorted keys, one a line.
CREATE TABLE adam.DonorSet (
    DonorSetId  int IDENTITY(1, 1) NOT NULL CONSTRAINT PK_DonorSet PRIMARY KEY,
    DonorSetKey nvarchar(64) COLLATE Latin1_General_BIN2 NOT NULL CONSTRAINT UX_DonorSet_Key UNIQUE
);
GO

-- Who is in a set: the partner's code, or the key of a name outside the partnership.
CREATE TABLE adam.DonorSetDonor (
    DonorSetId int NOT NULL CONSTRAINT FK_DonorSetDonor_DonorSet REFERENCES adam.DonorSet (DonorSetId),
    DonorKey   nvarchar(200) COLLATE Latin1_General_BIN2 NOT NULL,
    CONSTRAINT PK_DonorSetDonor PRIMARY KEY (DonorSetId, DonorKey)
);
GO

-- Organisations outside the partnership: their names as they were first written.
CREATE TABLE adam.OrganisationName (
    NameKey nvarchar(200) COLLATE Latin1_General_BIN2 NOT NULL CONSTRAINT PK_OrganisationName PRIMARY KEY,
    Name    nvarchar(200) NOT NULL
);
GO

-- Document is the record as it is answered with, and the truth; every other column and table of projects is derived from it.
CREATE TABLE adam.Project (
    ProjectId    bigint IDENTITY(1, 1) NOT NULL CONSTRAINT PK_Project PRIMARY KEY,
    Id           uniqueidentifier NOT NULL CONSTRAINT UX_Project_Id UNIQUE,
    OwnerId      int NOT NULL CONSTRAINT FK_Project_Owner REFERENCES adam.Partner (PartnerId),
    ReferenceKey nvarchar(200) COLLATE Latin1_General_BIN2 NOT NULL,
    Version      int NOT NULL,
    UpdatedAt    datetime2(6) NOT NULL,
    WithdrawnAt  datetime2(6) NULL,
    -- Since when the record has had the countries, pillars, period, donors and standing that decide its overlaps.
    ActivityAt   datetime2(6) NOT NULL,
    Document     nvarchar(max) NOT NULL,
    CONSTRAINT UX_Project_Reference UNIQUE (OwnerId, ReferenceKey)
);
GO

-- What lists filter by, one row a value: Facet is the name of the filter, 'all' has one row for each project that is not withdrawn.
-- Days are counted from 0001-01-01 (day 0), an open end is day 3652058 (9999-12-31); UpdatedMicros are microseconds since 1970-01-01.
CREATE TABLE adam.ProjectFacet (
    Facet         nvarchar(20) COLLATE Latin1_General_BIN2 NOT NULL,
    Value         nvarchar(200) COLLATE Latin1_General_BIN2 NOT NULL,
    ProjectId     bigint NOT NULL CONSTRAINT FK_ProjectFacet_Project REFERENCES adam.Project (ProjectId),
    StartDay      int NOT NULL,
    EndDay        int NOT NULL,
    UpdatedMicros bigint NOT NULL,
    CONSTRAINT PK_ProjectFacet PRIMARY KEY (Facet, Value, ProjectId)
);
GO
CREATE INDEX IX_ProjectFacet_Start ON adam.ProjectFacet (Facet, Value, StartDay, ProjectId) INCLUDE (EndDay, UpdatedMicros);
GO
CREATE INDEX IX_ProjectFacet_Updated ON adam.ProjectFacet (Facet, Value, UpdatedMicros, ProjectId) INCLUDE (StartDay, EndDay);
GO
CREATE INDEX IX_ProjectFacet_Project ON adam.ProjectFacet (ProjectId, Facet, Value);
GO

-- The words of title, description, reference and beneficiaries, folded.
CREATE TABLE adam.ProjectWord (
    Word      nvarchar(40) COLLATE Latin1_General_BIN2 NOT NULL,
    ProjectId bigint NOT NULL CONSTRAINT FK_ProjectWord_Project REFERENCES adam.Project (ProjectId),
    CONSTRAINT PK_ProjectWord PRIMARY KEY (Word, ProjectId)
);
GO
CREATE INDEX IX_ProjectWord_Project ON adam.ProjectWord (ProjectId, Word);
GO

-- What the donors give, summed by currency.
CREATE TABLE adam.ProjectAmount (
    ProjectId bigint NOT NULL CONSTRAINT FK_ProjectAmount_Project REFERENCES adam.Project (ProjectId),
    Currency  nvarchar(3) COLLATE Latin1_General_BIN2 NOT NULL,
    Amount    decimal(19, 4) NOT NULL,
    CONSTRAINT PK_ProjectAmount PRIMARY KEY (ProjectId, Currency)
);
GO

-- One row for each country and pillar of a project that takes part in overlaps: neither cancelled nor withdrawn.
CREATE TABLE adam.ProjectCell (
    Country        nvarchar(2) COLLATE Latin1_General_BIN2 NOT NULL,
    Pillar         tinyint NOT NULL,
    StartDay       int NOT NULL,
    ProjectId      bigint NOT NULL CONSTRAINT FK_ProjectCell_Project REFERENCES adam.Project (ProjectId),
    EndDay         int NOT NULL,
    -- The day five years after the start: how far an open end counts when pairs are ranked.
    OpenEndDay     int NOT NULL,
    OwnerId        int NOT NULL,
    DonorSetId     int NOT NULL,
    -- The project's pillars and countries below this cell's, as bits: one for each pillar, then one for a country; some countries share a bit.
    Lower          bigint NOT NULL,
    CONSTRAINT PK_ProjectCell PRIMARY KEY (Country, Pillar, StartDay, ProjectId)
);
GO
CREATE INDEX IX_ProjectCell_Start ON adam.ProjectCell (StartDay, ProjectId, Country, Pillar) INCLUDE (EndDay, OpenEndDay, OwnerId, DonorSetId, Lower);
GO
CREATE INDEX IX_ProjectCell_Project ON adam.ProjectCell (ProjectId, Pillar, Country);
GO

-- The years that a date may lie in; presence by year joins it.
CREATE TABLE adam.CalendarYear (
    Year     int NOT NULL CONSTRAINT PK_CalendarYear PRIMARY KEY,
    FirstDay int NOT NULL,
    LastDay  int NOT NULL
);
GO

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

-- What a change leaves in its transaction, so that it can be asked whether a commit whose answer was lost took place. Rows stay for an hour, by the clock of the database.
CREATE TABLE adam.CommitMark (
    Id     uniqueidentifier NOT NULL CONSTRAINT PK_CommitMark PRIMARY KEY,
    MadeAt datetime2(6) NOT NULL
);
GO
CREATE INDEX IX_CommitMark_MadeAt ON adam.CommitMark (MadeAt);
GO

-- The tables whose rows are derived from Project.Document, each with the version of the rules that filled it.
CREATE TABLE adam.DerivedTable (
    Name    nvarchar(40) COLLATE Latin1_General_BIN2 NOT NULL CONSTRAINT PK_DerivedTable PRIMARY KEY,
    Version int NOT NULL
);
GO
