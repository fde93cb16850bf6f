-- The declared schema: the result of migrating an empty database. In the tests DacFx checks every query against it.
-- Keys that C# has folded are compared by code point, regardless of the collation of the database.

CREATE SCHEMA adam;
GO

-- The migrations that have run. DbUp creates this table.
CREATE TABLE adam.SchemaVersion (
    Id         int IDENTITY(1, 1) NOT NULL CONSTRAINT PK_SchemaVersion_Id PRIMARY KEY,
    ScriptName nvarchar(255) NOT NULL,
    Applied    datetime NOT NULL
);
GO

-- Countries and organisations that record projects or are named in them.
CREATE TABLE adam.Partner (
    PartnerId int IDENTITY(1, 1) NOT NULL CONSTRAINT PK_Partner PRIMARY KEY,
    Code      nvarchar(20) COLLATE Latin1_General_BIN2 NOT NULL CONSTRAINT UX_Partner_Code UNIQUE,
    -- 1 country, 2 organisation.
    Kind      tinyint NOT NULL CONSTRAINT CK_Partner_Kind CHECK (Kind IN (1, 2)),
    Name      nvarchar(400) NOT NULL,
    Contact   nvarchar(400) NULL,
    Version   int NOT NULL
);
GO

-- Every spelling that means a partner, its code and its name included. No two partners share a spelling.
CREATE TABLE adam.PartnerName (
    NameKey   nvarchar(200) COLLATE Latin1_General_BIN2 NOT NULL CONSTRAINT PK_PartnerName PRIMARY KEY,
    PartnerId int NOT NULL CONSTRAINT FK_PartnerName_Partner REFERENCES adam.Partner (PartnerId),
    Ordinal   int NOT NULL,
    Name      nvarchar(400) NOT NULL
);
GO
CREATE INDEX IX_PartnerName_Partner ON adam.PartnerName (PartnerId, Ordinal);
GO

-- Identifiers of partners in IATI, in upper case. An identifier that ends in * is a prefix.
CREATE TABLE adam.PartnerIdentifier (
    Identifier nvarchar(100) COLLATE Latin1_General_BIN2 NOT NULL CONSTRAINT PK_PartnerIdentifier PRIMARY KEY,
    PartnerId  int NOT NULL CONSTRAINT FK_PartnerIdentifier_Partner REFERENCES adam.Partner (PartnerId),
    Ordinal    int NOT NULL
);
GO
CREATE INDEX IX_PartnerIdentifier_Partner ON adam.PartnerIdentifier (PartnerId, Ordinal);
GO

-- The times in which a partner is a member of the partnership. Days are numbers from 0001-01-01 on; both are included.
CREATE TABLE adam.PartnerMembership (
    PartnerId  int NOT NULL CONSTRAINT FK_PartnerMembership_Partner REFERENCES adam.Partner (PartnerId),
    Ordinal    int NOT NULL,
    -- Null: since before records began.
    FromDay    int NULL,
    -- Null: without a known end.
    UntilDay   int NULL,
    -- The reference of the meeting that endorsed the membership.
    EndorsedAt nvarchar(40) NULL,
    CONSTRAINT PK_PartnerMembership PRIMARY KEY (PartnerId, Ordinal),
    CONSTRAINT CK_PartnerMembership_Days CHECK (FromDay <= UntilDay)
);
GO

-- Keys of callers. Hash is the SHA-256 of the secret, which is not stored.
CREATE TABLE adam.ApiKey (
    ApiKeyId  bigint IDENTITY(1, 1) NOT NULL CONSTRAINT PK_ApiKey PRIMARY KEY,
    Id        nvarchar(16) COLLATE Latin1_General_BIN2 NOT NULL CONSTRAINT UX_ApiKey_Id UNIQUE,
    PartnerId int NOT NULL CONSTRAINT FK_ApiKey_Partner REFERENCES adam.Partner (PartnerId),
    -- 1 viewer, 2 donor, 3 analyst, 4 admin.
    Role      tinyint NOT NULL CONSTRAINT CK_ApiKey_Role CHECK (Role BETWEEN 1 AND 4),
    Name      nvarchar(400) NOT NULL,
    Hash      varbinary(32) NOT NULL,
    CreatedAt datetime2(6) NOT NULL,
    RevokedAt datetime2(6) NULL,
    ExpiresAt datetime2(6) NULL,
    -- The instant at which the program found the key expired. It is a state: a clock that goes back makes no key valid.
    ExpiredAt datetime2(6) NULL,
    -- The hour of the last use.
    LastUsedAt datetime2(6) NULL,
    -- Networks in CIDR notation, with spaces between them; null for every address.
    AllowedAddresses nvarchar(2400) NULL,
    -- Bit 0 read, 1 projects:write, 2 imports:write, 3 overlaps:decide, 4 subscriptions:write, 5 reference:write,
    -- 6 audit:read, 7 keys:manage; null for all scopes of the role.
    Scopes    int NULL CONSTRAINT CK_ApiKey_Scopes CHECK (Scopes BETWEEN 1 AND 255),
    -- The id of the key that this one replaces.
    Replaces  nvarchar(16) COLLATE Latin1_General_BIN2 NULL
);
GO
CREATE INDEX IX_ApiKey_Partner ON adam.ApiKey (PartnerId, ApiKeyId);
GO
CREATE INDEX IX_ApiKey_Expiry ON adam.ApiKey (ExpiresAt) WHERE ExpiresAt IS NOT NULL AND ExpiredAt IS NULL;
GO

-- Only hashes of the tokens are stored: whoever reads the table or a backup cannot use a session.
CREATE TABLE adam.BrowserSession (
    TokenHash varbinary(32) NOT NULL CONSTRAINT PK_BrowserSession PRIMARY KEY,
    -- The key that was exchanged; null for an account.
    ApiKeyId  bigint NULL CONSTRAINT FK_BrowserSession_ApiKey REFERENCES adam.ApiKey (ApiKeyId),
    -- The account, as the issuer has stated it; null for a key.
    AccountId nvarchar(16) COLLATE Latin1_General_BIN2 NULL,
    PartnerId int NULL CONSTRAINT FK_BrowserSession_Partner REFERENCES adam.Partner (PartnerId),
    -- 1 viewer, 2 donor, 3 analyst, 4 admin.
    Role      tinyint NULL CONSTRAINT CK_BrowserSession_Role CHECK (Role BETWEEN 1 AND 4),
    Name      nvarchar(400) NULL,
    Issuer    nvarchar(400) NULL,
    Subject   nvarchar(400) NULL,
    CreatedAt datetime2(6) NOT NULL,
    ExpiresAt datetime2(6) NOT NULL,
    CONSTRAINT CK_BrowserSession_Holder CHECK (
        (ApiKeyId IS NOT NULL AND AccountId IS NULL)
        OR (
            ApiKeyId IS NULL
            AND AccountId IS NOT NULL
            AND PartnerId IS NOT NULL
            AND Role IS NOT NULL
            AND Name IS NOT NULL
            AND Issuer IS NOT NULL
            AND Subject IS NOT NULL
        )
    )
);
GO
CREATE INDEX IX_BrowserSession_ApiKey ON adam.BrowserSession (ApiKeyId, CreatedAt);
GO
CREATE INDEX IX_BrowserSession_Account ON adam.BrowserSession (AccountId, CreatedAt);
GO
CREATE INDEX IX_BrowserSession_ExpiresAt ON adam.BrowserSession (ExpiresAt);
GO

-- Responses to requests with an Idempotency-Key, to be replayed if a request is repeated.
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

-- The projects. Document is the record as the API returns it, and the source of every derived table.
CREATE TABLE adam.Project (
    ProjectId      bigint IDENTITY(1, 1) NOT NULL CONSTRAINT PK_Project PRIMARY KEY,
    Id             uniqueidentifier NOT NULL CONSTRAINT UX_Project_Id UNIQUE,
    OwnerId        int NOT NULL CONSTRAINT FK_Project_Owner REFERENCES adam.Partner (PartnerId),
    ReferenceKey   nvarchar(200) COLLATE Latin1_General_BIN2 NOT NULL,
    Version        int NOT NULL,
    UpdatedAt      datetime2(6) NOT NULL,
    WithdrawnAt    datetime2(6) NULL,
    -- The instant since which the record has had its present scope: owner, donors, countries, pillars, period
    -- and status.
    ScopeChangedAt datetime2(6) NOT NULL,
    Document       nvarchar(max) NOT NULL,
    -- 1 if the project is restricted, as its document states.
    IsRestricted   bit NOT NULL CONSTRAINT DF_Project_IsRestricted DEFAULT 0,
    CONSTRAINT UX_Project_Reference UNIQUE (OwnerId, ReferenceKey)
);
GO
-- The restricted projects, which are few. Queries of other readers leave them out.
CREATE INDEX IX_Project_Restricted ON adam.Project (OwnerId, ProjectId) WHERE IsRestricted = 1;
GO

-- The tables whose rows are derived from Project.Document, each with the version of the rules that filled it.
CREATE TABLE adam.DerivedTable (
    Name    nvarchar(40) COLLATE Latin1_General_BIN2 NOT NULL CONSTRAINT PK_DerivedTable PRIMARY KEY,
    Version int NOT NULL
);
GO

-- Values that lists and reports filter by, one in each row. Facet is the name of the filter. The facet 'all' has one
-- row for each project that is not withdrawn. Days are counted from 0001-01-01 (day 0). An open end is day 3652058
-- (9999-12-31). Micros are microseconds since 1970-01-01.
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
CREATE INDEX IX_ProjectFacet_Start ON adam.ProjectFacet (Facet, Value, StartDay, ProjectId)
    INCLUDE (EndDay, UpdatedMicros);
GO
CREATE INDEX IX_ProjectFacet_Updated ON adam.ProjectFacet (Facet, Value, UpdatedMicros, ProjectId)
    INCLUDE (StartDay, EndDay);
GO
CREATE INDEX IX_ProjectFacet_Project ON adam.ProjectFacet (ProjectId, Facet, Value);
GO
CREATE INDEX IX_ProjectFacet_End ON adam.ProjectFacet (Facet, Value, EndDay, ProjectId)
    INCLUDE (StartDay, UpdatedMicros);
GO

-- The folded words of title, description, reference and beneficiaries, for the text search.
CREATE TABLE adam.ProjectWord (
    Word      nvarchar(40) COLLATE Latin1_General_BIN2 NOT NULL,
    ProjectId bigint NOT NULL CONSTRAINT FK_ProjectWord_Project REFERENCES adam.Project (ProjectId),
    CONSTRAINT PK_ProjectWord PRIMARY KEY (Word, ProjectId)
);
GO
CREATE INDEX IX_ProjectWord_Project ON adam.ProjectWord (ProjectId, Word);
GO

-- The places of a project that have coordinates. Latitude and Longitude are ten-millionths of a degree. LatitudeBand is
-- the degree of latitude, counted from the South Pole. X, Y and Z are the direction from the centre of the Earth in
-- billionths of its radius.
CREATE TABLE adam.ProjectPlace (
    LatitudeBand tinyint NOT NULL,
    Longitude    int NOT NULL,
    Latitude     int NOT NULL,
    ProjectId    bigint NOT NULL CONSTRAINT FK_ProjectPlace_Project REFERENCES adam.Project (ProjectId),
    X            int NOT NULL,
    Y            int NOT NULL,
    Z            int NOT NULL,
    CONSTRAINT PK_ProjectPlace PRIMARY KEY (LatitudeBand, Longitude, Latitude, ProjectId)
);
GO
CREATE INDEX IX_ProjectPlace_Project ON adam.ProjectPlace (ProjectId);
GO

-- The amounts of a project's donors, summed by currency.
CREATE TABLE adam.ProjectAmount (
    ProjectId bigint NOT NULL CONSTRAINT FK_ProjectAmount_Project REFERENCES adam.Project (ProjectId),
    Currency  nvarchar(3) COLLATE Latin1_General_BIN2 NOT NULL,
    Amount    decimal(19, 4) NOT NULL,
    CONSTRAINT PK_ProjectAmount PRIMARY KEY (ProjectId, Currency)
);
GO

-- The amount that each donor gives to a project, in one currency. DonorKey is that of DonorSetDonor.
CREATE TABLE adam.ProjectDonorAmount (
    ProjectId bigint NOT NULL CONSTRAINT FK_ProjectDonorAmount_Project REFERENCES adam.Project (ProjectId),
    DonorKey  nvarchar(200) COLLATE Latin1_General_BIN2 NOT NULL,
    Currency  nvarchar(3) COLLATE Latin1_General_BIN2 NOT NULL,
    Amount    decimal(19, 4) NOT NULL,
    CONSTRAINT PK_ProjectDonorAmount PRIMARY KEY (ProjectId, DonorKey, Currency)
);
GO
CREATE INDEX IX_ProjectDonorAmount_Donor ON adam.ProjectDonorAmount (DonorKey, Currency, ProjectId, Amount);
GO

-- Yearly average exchange rates that an admin has added to those of the program. UnitsPerUsd is a decimal number.
CREATE TABLE adam.ExchangeRate (
    Currency    nvarchar(3) COLLATE Latin1_General_BIN2 NOT NULL,
    Year        int NOT NULL,
    UnitsPerUsd nvarchar(40) NOT NULL,
    Source      nvarchar(400) NOT NULL,
    AddedBy     nvarchar(400) NOT NULL,
    AddedAt     datetime2(6) NOT NULL,
    CONSTRAINT PK_ExchangeRate PRIMARY KEY (Currency, Year)
);
GO

-- Names of organisations outside the partnership, as they were first written.
CREATE TABLE adam.OrganisationName (
    NameKey nvarchar(200) COLLATE Latin1_General_BIN2 NOT NULL CONSTRAINT PK_OrganisationName PRIMARY KEY,
    Name    nvarchar(400) NOT NULL
);
GO

-- A number for each set of donors, so that one comparison shows if two projects have the same donors.
-- DonorSetKey is the SHA-256 of the sorted donor keys, each on a line.
CREATE TABLE adam.DonorSet (
    DonorSetId  int IDENTITY(1, 1) NOT NULL CONSTRAINT PK_DonorSet PRIMARY KEY,
    DonorSetKey nvarchar(64) COLLATE Latin1_General_BIN2 NOT NULL CONSTRAINT UX_DonorSet_Key UNIQUE
);
GO

-- The donors of a set. DonorKey is a partner's code, or the key of a name in OrganisationName.
CREATE TABLE adam.DonorSetDonor (
    DonorSetId int NOT NULL CONSTRAINT FK_DonorSetDonor_DonorSet REFERENCES adam.DonorSet (DonorSetId),
    DonorKey   nvarchar(200) COLLATE Latin1_General_BIN2 NOT NULL,
    CONSTRAINT PK_DonorSetDonor PRIMARY KEY (DonorSetId, DonorKey)
);
GO

-- A row for each country and pillar of a project that can overlap with others: neither cancelled nor withdrawn.
CREATE TABLE adam.ProjectCell (
    Country    nvarchar(2) COLLATE Latin1_General_BIN2 NOT NULL,
    Pillar     tinyint NOT NULL,
    StartDay   int NOT NULL,
    ProjectId  bigint NOT NULL CONSTRAINT FK_ProjectCell_Project REFERENCES adam.Project (ProjectId),
    EndDay     int NOT NULL,
    -- The day five years after the start. When pairs are ranked, an open end counts until this day.
    OpenEndDay int NOT NULL,
    OwnerId    int NOT NULL,
    DonorSetId int NOT NULL,
    -- The project's pillars and countries that sort before this cell's, as bits: first one for each pillar, then one
    -- for each country. Some countries share a bit.
    Lower      bigint NOT NULL,
    CONSTRAINT PK_ProjectCell PRIMARY KEY (Country, Pillar, StartDay, ProjectId)
);
GO
CREATE INDEX IX_ProjectCell_Start ON adam.ProjectCell (StartDay, ProjectId, Country, Pillar)
    INCLUDE (EndDay, OpenEndDay, OwnerId, DonorSetId, Lower);
GO
CREATE INDEX IX_ProjectCell_Project ON adam.ProjectCell (ProjectId, Pillar, Country);
GO

-- The years that a date may be in. Presence by year joins this table.
CREATE TABLE adam.CalendarYear (
    Year     int NOT NULL CONSTRAINT PK_CalendarYear PRIMARY KEY,
    FirstDay int NOT NULL,
    LastDay  int NOT NULL
);
GO

-- The frozen term statistics that pairs are scored with: the number of projects that contain each term. The last row
-- is current. Id is a hash of the contents. RulesVersion is the version of the scoring rules.
CREATE TABLE adam.TermStatistics (
    TermStatisticsId int IDENTITY(1, 1) NOT NULL CONSTRAINT PK_TermStatistics PRIMARY KEY,
    Id               nvarchar(40) COLLATE Latin1_General_BIN2 NOT NULL,
    RulesVersion     int NOT NULL,
    ProjectCount     int NOT NULL,
    Counts           nvarchar(max) NOT NULL,
    CreatedAt        datetime2(6) NOT NULL
);
GO

-- Hashes of the rare terms by which candidate pairs are found, with the days of the project as in ProjectCell.
-- Cancelled and withdrawn projects have none.
CREATE TABLE adam.ProjectBlockingKey (
    ProjectId bigint NOT NULL CONSTRAINT FK_ProjectBlockingKey_Project REFERENCES adam.Project (ProjectId),
    KeyHash   bigint NOT NULL,
    StartDay  int NOT NULL,
    EndDay    int NOT NULL,
    CONSTRAINT PK_ProjectBlockingKey PRIMARY KEY (ProjectId, KeyHash)
);
GO
CREATE INDEX IX_ProjectBlockingKey_Key ON adam.ProjectBlockingKey (KeyHash, ProjectId) INCLUDE (StartDay, EndDay);
GO

-- The pairs of projects whose score is at or above the floor. Score counts ten-thousandths. Days are as in ProjectCell.
CREATE TABLE adam.Overlap (
    FirstId       bigint NOT NULL CONSTRAINT FK_Overlap_First REFERENCES adam.Project (ProjectId),
    SecondId      bigint NOT NULL CONSTRAINT FK_Overlap_Second REFERENCES adam.Project (ProjectId),
    Score         int NOT NULL,
    -- 1 shared setting, 2 same activity, 3 same project, 4 declared, 5 next phase, 6 other place, 7 part of,
    -- 8 co-funded.
    Kind          tinyint NOT NULL CONSTRAINT CK_Overlap_Kind CHECK (Kind BETWEEN 1 AND 8),
    StartDay      int NOT NULL,
    EndDay        int NOT NULL,
    -- The number of shared days that pairs are ranked by.
    Days          int NOT NULL,
    -- The shared pillars, as the bits 1, 2, 4 and 8 for I to IV.
    Pillars       tinyint NOT NULL,
    -- The instant since which both records have had their present scope.
    FoundMicros   bigint NOT NULL,
    -- The instant of the last change of score, reasons, kind, verdict or shared scope.
    UpdatedMicros bigint NOT NULL,
    -- The current verdict: 1 duplicate, 2 complementary, 3 co-funded, 4 unrelated.
    Verdict       tinyint NULL CONSTRAINT CK_Overlap_Verdict CHECK (Verdict BETWEEN 1 AND 4),
    -- 1 if a value that matching reads has changed since the verdict.
    IsStale       bit NOT NULL,
    -- How undecided the score is, in ten-thousandths: 5,000 at a score of 0.5, and 0 at 0 and 1. -1 if the pair has a
    -- verdict that is not stale.
    Doubt AS CAST(
        CASE WHEN Verdict IS NULL OR IsStale = 1 THEN 5000 - ABS(Score - 5000) ELSE -1 END AS int)
        PERSISTED NOT NULL,
    -- 1 if one of the two projects is restricted. Clusters and sums do not contain the pair.
    IsRestricted  bit NOT NULL CONSTRAINT DF_Overlap_IsRestricted DEFAULT 0,
    -- The countries that the two share, as bits. Each country along the routes has its own; the others share the rest.
    Countries     bigint NOT NULL CONSTRAINT DF_Overlap_Countries DEFAULT 0,
    CONSTRAINT PK_Overlap PRIMARY KEY (FirstId, SecondId),
    CONSTRAINT CK_Overlap_Order CHECK (FirstId < SecondId)
);
GO
CREATE INDEX IX_Overlap_Second ON adam.Overlap (SecondId, FirstId);
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
-- Few pairs have a verdict or are declared.
CREATE INDEX IX_Overlap_Verdict ON adam.Overlap (Verdict, IsStale, Score, FirstId, SecondId) WHERE Verdict IS NOT NULL;
GO
CREATE INDEX IX_Overlap_Kind ON adam.Overlap (Kind, Score, FirstId, SecondId) WHERE Kind > 1;
GO
CREATE INDEX IX_Overlap_Found ON adam.Overlap (FoundMicros, FirstId, SecondId);
GO
CREATE INDEX IX_Overlap_Doubt ON adam.Overlap (Doubt, FirstId, SecondId)
    INCLUDE (Kind, Pillars, Countries, StartDay, EndDay, Verdict, IsStale, Score, UpdatedMicros);
GO

-- The reasons of a pair's score, in a separate table, so that a page of Overlap contains many pairs.
CREATE TABLE adam.OverlapReasons (
    FirstId  bigint NOT NULL,
    SecondId bigint NOT NULL,
    -- For each reason its component, contribution and detail, all separated by |. A ~ with four hexadecimal digits
    -- encodes one UTF-16 code unit.
    Reasons  nvarchar(max) NOT NULL,
    CONSTRAINT PK_OverlapReasons PRIMARY KEY (FirstId, SecondId)
);
GO

-- Each pair twice, once for each of its projects, to find the best match and the pairs of a project by score.
CREATE TABLE adam.OverlapByProject (
    ProjectId    bigint NOT NULL CONSTRAINT FK_OverlapByProject_Project REFERENCES adam.Project (ProjectId),
    OtherOwnerId int NOT NULL,
    Score        int NOT NULL,
    OtherId      bigint NOT NULL,
    CONSTRAINT PK_OverlapByProject PRIMARY KEY (ProjectId, OtherId)
);
GO
CREATE INDEX IX_OverlapByProject_Best ON adam.OverlapByProject (ProjectId, OtherOwnerId, Score, OtherId);
GO

-- Values that pairs are filtered by, in the order of scores. Both projects have a 'country'; its bits are the shared
-- pillars. A 'payer' owns one of the projects (bit 1) or is a donor of it (bit 2); its other bits are the owner and the
-- donors of the other project. Some payers share a bit.
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

-- All decisions about pairs. The latest one is in force, even if the pair is not in Overlap. A row without a Verdict
-- withdraws the decision before it.
CREATE TABLE adam.OverlapVerdict (
    VerdictId bigint IDENTITY(1, 1) NOT NULL CONSTRAINT PK_OverlapVerdict PRIMARY KEY,
    FirstId   bigint NOT NULL CONSTRAINT FK_OverlapVerdict_First REFERENCES adam.Project (ProjectId),
    SecondId  bigint NOT NULL CONSTRAINT FK_OverlapVerdict_Second REFERENCES adam.Project (ProjectId),
    Verdict   tinyint NULL CONSTRAINT CK_OverlapVerdict_Verdict CHECK (Verdict BETWEEN 1 AND 4),
    Note      nvarchar(4000) NULL,
    DecidedBy nvarchar(200) NOT NULL,
    Partner   nvarchar(20) COLLATE Latin1_General_BIN2 NOT NULL,
    DecidedAt datetime2(6) NOT NULL,
    -- The instant of the first change since the decision of a value that matching reads.
    StaleAt   datetime2(6) NULL,
    -- The evidence on which the verdict was given, as JSON: rules, edition, score, chance of being shown, and the
    -- weights by component. Null for verdicts that were given before it was kept.
    Evidence  nvarchar(4000) NULL
);
GO
CREATE INDEX IX_OverlapVerdict_Pair ON adam.OverlapVerdict (FirstId, SecondId, VerdictId);
GO
CREATE INDEX IX_OverlapVerdict_Second ON adam.OverlapVerdict (SecondId, FirstId, VerdictId);
GO
CREATE INDEX IX_OverlapVerdict_Verdict ON adam.OverlapVerdict (Verdict, FirstId, SecondId, VerdictId);
GO

-- Notes about pairs, which are only added.
CREATE TABLE adam.OverlapNote (
    NoteId    bigint IDENTITY(1, 1) NOT NULL CONSTRAINT PK_OverlapNote PRIMARY KEY,
    Id        uniqueidentifier NOT NULL CONSTRAINT UX_OverlapNote_Id UNIQUE,
    -- The pair, the lower ProjectId first.
    FirstId   bigint NOT NULL CONSTRAINT FK_OverlapNote_First REFERENCES adam.Project (ProjectId),
    SecondId  bigint NOT NULL CONSTRAINT FK_OverlapNote_Second REFERENCES adam.Project (ProjectId),
    Text      nvarchar(4000) NOT NULL,
    -- The verdict that the writer proposes; null for none.
    Proposed  tinyint NULL CONSTRAINT CK_OverlapNote_Proposed CHECK (Proposed BETWEEN 1 AND 4),
    -- The name of the key, and the code of its partner.
    WrittenBy nvarchar(400) NOT NULL,
    Partner   nvarchar(20) COLLATE Latin1_General_BIN2 NOT NULL,
    WrittenAt datetime2(6) NOT NULL,
    CONSTRAINT CK_OverlapNote_Order CHECK (FirstId < SecondId)
);
GO
CREATE INDEX IX_OverlapNote_Pair ON adam.OverlapNote (FirstId, SecondId, NoteId);
GO
CREATE INDEX IX_OverlapNote_Second ON adam.OverlapNote (SecondId, FirstId, NoteId);
GO

-- A row for each measure: what is to be there, where and until when. Document is the record as the API returns it.
CREATE TABLE adam.Measure (
    MeasureId    int IDENTITY(1, 1) NOT NULL CONSTRAINT PK_Measure PRIMARY KEY,
    -- The reference in upper case.
    ReferenceKey nvarchar(40) COLLATE Latin1_General_BIN2 NOT NULL CONSTRAINT UX_Measure_ReferenceKey UNIQUE,
    Version      int NOT NULL,
    WithdrawnAt  datetime2(6) NULL,
    Document     nvarchar(max) NOT NULL
);
GO

-- A row for each meeting. Document is the record as the API returns it, without what other records decide.
CREATE TABLE adam.Meeting (
    MeetingId    int IDENTITY(1, 1) NOT NULL CONSTRAINT PK_Meeting PRIMARY KEY,
    -- The reference in upper case.
    ReferenceKey nvarchar(40) COLLATE Latin1_General_BIN2 NOT NULL CONSTRAINT UX_Meeting_ReferenceKey UNIQUE,
    Version      int NOT NULL,
    WithdrawnAt  datetime2(6) NULL,
    Document     nvarchar(max) NOT NULL
);
GO

-- A row for each statement.
CREATE TABLE adam.ProgressStatement (
    StatementId bigint IDENTITY(1, 1) NOT NULL CONSTRAINT PK_ProgressStatement PRIMARY KEY,
    Id          uniqueidentifier NOT NULL CONSTRAINT UX_ProgressStatement_Id UNIQUE,
    MeasureId   int NOT NULL CONSTRAINT FK_ProgressStatement_Measure REFERENCES adam.Measure (MeasureId),
    -- 1 statement of a partner, 2 assessment of an analyst.
    Type        tinyint NOT NULL CONSTRAINT CK_ProgressStatement_Type CHECK (Type IN (1, 2)),
    -- The partner of the key that wrote it.
    Partner     nvarchar(20) COLLATE Latin1_General_BIN2 NOT NULL,
    -- The day that it is about, as a number from 0001-01-01 on.
    AsOf        int NOT NULL,
    -- 1 no information, 2 not started, 3 limited, 4 substantial, 5 complete, 6 no longer applicable.
    Stage       tinyint NOT NULL CONSTRAINT CK_ProgressStatement_Stage CHECK (Stage BETWEEN 1 AND 6),
    Text        nvarchar(4000) NOT NULL,
    -- The documents that it names: a JSON list of texts.
    Documents   nvarchar(max) NOT NULL,
    -- The name of the key.
    WrittenBy   nvarchar(400) NOT NULL,
    WrittenAt   datetime2(6) NOT NULL
);
GO
CREATE INDEX IX_ProgressStatement_Latest ON adam.ProgressStatement (MeasureId, Type, Partner, AsOf, StatementId);
GO

-- The projects that a statement names.
CREATE TABLE adam.ProgressStatementProject (
    StatementId bigint NOT NULL
        CONSTRAINT FK_ProgressStatementProject_Statement REFERENCES adam.ProgressStatement (StatementId),
    Ordinal     int NOT NULL,
    ProjectId   bigint NOT NULL CONSTRAINT FK_ProgressStatementProject_Project REFERENCES adam.Project (ProjectId),
    CONSTRAINT PK_ProgressStatementProject PRIMARY KEY (StatementId, Ordinal)
);
GO
CREATE INDEX IX_ProgressStatementProject_Project ON adam.ProgressStatementProject (ProjectId, StatementId);
GO

-- The measures that projects declare, by the reference in upper case. There may be no such measure, or not yet.
CREATE TABLE adam.ProjectMeasure (
    ReferenceKey nvarchar(40) COLLATE Latin1_General_BIN2 NOT NULL,
    ProjectId    bigint NOT NULL CONSTRAINT FK_ProjectMeasure_Project REFERENCES adam.Project (ProjectId),
    CONSTRAINT PK_ProjectMeasure PRIMARY KEY (ReferenceKey, ProjectId)
);
GO
CREATE INDEX IX_ProjectMeasure_Project ON adam.ProjectMeasure (ProjectId, ReferenceKey);
GO

-- All decisions whether a project serves a measure. The latest one is in force. A row without a Verdict withdraws the
-- decision before it.
CREATE TABLE adam.MeasureVerdict (
    MeasureVerdictId bigint IDENTITY(1, 1) NOT NULL CONSTRAINT PK_MeasureVerdict PRIMARY KEY,
    MeasureId        int NOT NULL CONSTRAINT FK_MeasureVerdict_Measure REFERENCES adam.Measure (MeasureId),
    ProjectId        bigint NOT NULL CONSTRAINT FK_MeasureVerdict_Project REFERENCES adam.Project (ProjectId),
    -- 1 confirmed, 2 rejected.
    Verdict          tinyint NULL CONSTRAINT CK_MeasureVerdict_Verdict CHECK (Verdict IN (1, 2)),
    Note             nvarchar(4000) NULL,
    DecidedBy        nvarchar(200) NOT NULL,
    Partner          nvarchar(20) COLLATE Latin1_General_BIN2 NOT NULL,
    DecidedAt        datetime2(6) NOT NULL,
    -- The instant of the first change since the decision of a value that decides if the project serves the measure.
    StaleAt          datetime2(6) NULL
);
GO
CREATE INDEX IX_MeasureVerdict_Link ON adam.MeasureVerdict (MeasureId, ProjectId, MeasureVerdictId);
GO
CREATE INDEX IX_MeasureVerdict_Project ON adam.MeasureVerdict (ProjectId, MeasureId, MeasureVerdictId);
GO

-- A row for each recommendation, in the same form as a meeting.
CREATE TABLE adam.Recommendation (
    RecommendationId int IDENTITY(1, 1) NOT NULL CONSTRAINT PK_Recommendation PRIMARY KEY,
    -- The reference in upper case.
    ReferenceKey     nvarchar(60) COLLATE Latin1_General_BIN2 NOT NULL CONSTRAINT UX_Recommendation_ReferenceKey UNIQUE,
    Version          int NOT NULL,
    WithdrawnAt      datetime2(6) NULL,
    Document         nvarchar(max) NOT NULL
);
GO

-- A row for each section of a year's report into which somebody has written.
CREATE TABLE adam.ReportNote (
    Year      int NOT NULL,
    -- The number of the section; stored, so never renumbered.
    Section   tinyint NOT NULL,
    Version   int NOT NULL,
    -- CommonMark; empty for a note that was taken away.
    Markdown  nvarchar(max) NOT NULL,
    UpdatedAt datetime2(6) NOT NULL,
    UpdatedBy nvarchar(200) NOT NULL,
    CONSTRAINT PK_ReportNote PRIMARY KEY (Year, Section)
);
GO

-- A frozen edition of the yearly report.
CREATE TABLE adam.ReportEdition (
    ReportEditionId int IDENTITY(1, 1) NOT NULL CONSTRAINT PK_ReportEdition PRIMARY KEY,
    Year            int NOT NULL,
    -- Counted from 1 in each year.
    Number          int NOT NULL,
    -- The day of the figures: a number from 0001-01-01 on.
    UntilDay        int NOT NULL,
    Remark          nvarchar(2000) NULL,
    CreatedAt       datetime2(6) NOT NULL,
    CreatedBy       nvarchar(200) NOT NULL,
    CONSTRAINT UX_ReportEdition_Number UNIQUE (Year, Number)
);
GO

-- A row for each form of an edition in each language.
CREATE TABLE adam.ReportEditionFile (
    ReportEditionId int NOT NULL CONSTRAINT FK_ReportEditionFile_ReportEdition
        REFERENCES adam.ReportEdition (ReportEditionId),
    -- en or ru.
    Language        nvarchar(10) COLLATE Latin1_General_BIN2 NOT NULL,
    -- json, html or docx.
    Format          nvarchar(10) COLLATE Latin1_General_BIN2 NOT NULL,
    Length          int NOT NULL,
    -- SHA-256 of the content, in hexadecimal digits.
    Sha256          nvarchar(64) COLLATE Latin1_General_BIN2 NOT NULL,
    Content         varbinary(max) NOT NULL,
    CONSTRAINT PK_ReportEditionFile PRIMARY KEY (ReportEditionId, Language, Format)
);
GO

-- A row for each layer that was declared, or that differs from the shipped one.
CREATE TABLE adam.Layer (
    LayerKey nvarchar(40) COLLATE Latin1_General_BIN2 NOT NULL CONSTRAINT PK_Layer PRIMARY KEY,
    Version  int NOT NULL,
    Document nvarchar(max) NOT NULL
);
GO

-- A row for each item. Document is the item; the other columns are derived from it.
CREATE TABLE adam.LayerItem (
    ItemId       bigint IDENTITY(1, 1) NOT NULL CONSTRAINT PK_LayerItem PRIMARY KEY,
    Id           uniqueidentifier NOT NULL CONSTRAINT UX_LayerItem_Id UNIQUE,
    LayerKey     nvarchar(40) COLLATE Latin1_General_BIN2 NOT NULL,
    -- The partner that recorded it.
    RecorderId   int NOT NULL CONSTRAINT FK_LayerItem_Partner REFERENCES adam.Partner (PartnerId),
    -- The recorder's own reference in upper case.
    ReferenceKey nvarchar(200) COLLATE Latin1_General_BIN2 NOT NULL,
    Version      int NOT NULL,
    WithdrawnAt  datetime2(6) NULL,
    Country      nvarchar(2) COLLATE Latin1_General_BIN2 NOT NULL,
    -- Days are numbers from 0001-01-01 on; both are included. An item without time has all days.
    FromDay      int NOT NULL,
    UntilDay     int NOT NULL,
    -- The year of the first day; null without time.
    Year         int NULL,
    -- The cell of the position in a quadtree; 1048576 without one.
    Cell         bigint NOT NULL,
    -- Ten-millionths of a degree; null without a position.
    Latitude     int NULL,
    Longitude    int NULL,
    -- 1 reported, 2 cross-checked, 3 rejected.
    Checked      tinyint NOT NULL CONSTRAINT CK_LayerItem_Checked CHECK (Checked IN (1, 2, 3)),
    -- The codes of the dimensions and the units of the numbers, as a JSON array.
    SummaryCell  nvarchar(800) COLLATE Latin1_General_BIN2 NOT NULL,
    Document     nvarchar(max) NOT NULL,
    -- The class of the number of days, then the first day: a day, a month, a year, more.
    Slot AS CAST(
        FromDay + CASE
            WHEN UntilDay - FromDay < 1 THEN 0
            WHEN UntilDay - FromDay < 31 THEN 4000000
            WHEN UntilDay - FromDay < 366 THEN 8000000
            ELSE 12000000 END AS int)
        PERSISTED NOT NULL,
    CONSTRAINT UX_LayerItem_Reference UNIQUE (LayerKey, RecorderId, ReferenceKey),
    CONSTRAINT CK_LayerItem_Days CHECK (FromDay <= UntilDay)
);
GO

CREATE INDEX IX_LayerItem_Order ON adam.LayerItem (LayerKey, ItemId)
    INCLUDE (RecorderId, Checked)
    WHERE WithdrawnAt IS NULL;
GO
CREATE INDEX IX_LayerItem_Recorder ON adam.LayerItem (LayerKey, RecorderId, ItemId)
    WHERE WithdrawnAt IS NULL;
GO
CREATE INDEX IX_LayerItem_Country ON adam.LayerItem (LayerKey, Country, ItemId)
    INCLUDE (Checked)
    WHERE WithdrawnAt IS NULL;
GO
CREATE INDEX IX_LayerItem_Space ON adam.LayerItem (LayerKey, Cell, ItemId)
    INCLUDE (Latitude, Longitude, FromDay, UntilDay, Country, Checked)
    WHERE WithdrawnAt IS NULL;
GO
CREATE INDEX IX_LayerItem_Days ON adam.LayerItem (LayerKey, Slot, ItemId)
    INCLUDE (Latitude, Longitude, FromDay, UntilDay, Country, Checked)
    WHERE WithdrawnAt IS NULL;
GO
CREATE INDEX IX_LayerItem_Summary ON adam.LayerItem (LayerKey, Country, Year, ItemId)
    INCLUDE (SummaryCell, RecorderId, Checked)
    WHERE WithdrawnAt IS NULL;
GO

-- The numbers of items that summaries add up, in ten-thousandths.
CREATE TABLE adam.LayerItemNumber (
    ItemId   bigint NOT NULL CONSTRAINT FK_LayerItemNumber_LayerItem REFERENCES adam.LayerItem (ItemId),
    Property nvarchar(40) COLLATE Latin1_General_BIN2 NOT NULL,
    -- Empty for none.
    Unit     nvarchar(200) COLLATE Latin1_General_BIN2 NOT NULL,
    Value    bigint NOT NULL,
    CONSTRAINT PK_LayerItemNumber PRIMARY KEY (ItemId, Property)
);
GO

-- A row for each post. Document is the record as the API returns it; it names no person.
CREATE TABLE adam.Post (
    PostId       int IDENTITY(1, 1) NOT NULL CONSTRAINT PK_Post PRIMARY KEY,
    -- The reference in upper case.
    ReferenceKey nvarchar(40) COLLATE Latin1_General_BIN2 NOT NULL CONSTRAINT UX_Post_ReferenceKey UNIQUE,
    Version      int NOT NULL,
    WithdrawnAt  datetime2(6) NULL,
    Document     nvarchar(max) NOT NULL
);
GO

-- A row for each document. Column Document is the record as the API returns it; no file is stored.
CREATE TABLE adam.Document (
    DocumentId   int IDENTITY(1, 1) NOT NULL CONSTRAINT PK_Document PRIMARY KEY,
    -- The reference in upper case.
    ReferenceKey nvarchar(60) COLLATE Latin1_General_BIN2 NOT NULL CONSTRAINT UX_Document_ReferenceKey UNIQUE,
    Version      int NOT NULL,
    WithdrawnAt  datetime2(6) NULL,
    Document     nvarchar(max) NOT NULL
);
GO

-- A row for each questionnaire. Document is the record as the API returns it, without what other records decide.
CREATE TABLE adam.Questionnaire (
    QuestionnaireId int IDENTITY(1, 1) NOT NULL CONSTRAINT PK_Questionnaire PRIMARY KEY,
    -- The reference in upper case.
    ReferenceKey    nvarchar(40) COLLATE Latin1_General_BIN2 NOT NULL CONSTRAINT UX_Questionnaire_ReferenceKey UNIQUE,
    Version         int NOT NULL,
    WithdrawnAt     datetime2(6) NULL,
    Document        nvarchar(max) NOT NULL
);
GO

-- A row for each response. Document is the record as the API returns it.
CREATE TABLE adam.PartnerResponse (
    QuestionnaireId int NOT NULL
        CONSTRAINT FK_PartnerResponse_Questionnaire REFERENCES adam.Questionnaire (QuestionnaireId),
    PartnerId       int NOT NULL CONSTRAINT FK_PartnerResponse_Partner REFERENCES adam.Partner (PartnerId),
    Version         int NOT NULL,
    -- The day on which it was received, as a number from 0001-01-01 on; null if it counts as not received.
    ReceivedDay     int NULL,
    Document        nvarchar(max) NOT NULL,
    CONSTRAINT PK_PartnerResponse PRIMARY KEY (QuestionnaireId, PartnerId)
);
GO

-- Rates count the responses of all questionnaires by a day, without their documents.
CREATE INDEX IX_PartnerResponse_ReceivedDay ON adam.PartnerResponse (ReceivedDay, QuestionnaireId, PartnerId);
GO

-- A row for each finding. Document is the record as the API returns it.
CREATE TABLE adam.ProgressFinding (
    FindingId       bigint IDENTITY(1, 1) NOT NULL CONSTRAINT PK_ProgressFinding PRIMARY KEY,
    Id              uniqueidentifier NOT NULL CONSTRAINT UX_ProgressFinding_Id UNIQUE,
    MeasureId       int NOT NULL CONSTRAINT FK_ProgressFinding_Measure REFERENCES adam.Measure (MeasureId),
    QuestionnaireId int NOT NULL
        CONSTRAINT FK_ProgressFinding_Questionnaire REFERENCES adam.Questionnaire (QuestionnaireId),
    -- The name of the question.
    Question        nvarchar(60) COLLATE Latin1_General_BIN2 NOT NULL,
    -- The last day on which a response counts, as a number from 0001-01-01 on.
    AsOf            int NOT NULL,
    Document        nvarchar(max) NOT NULL,
    WrittenAt       datetime2(6) NOT NULL
);
GO
CREATE INDEX IX_ProgressFinding_Latest
    ON adam.ProgressFinding (MeasureId, QuestionnaireId, Question, AsOf, FindingId);
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

-- Pairs that connect projects to clusters, each twice, once for each of its projects: pairs of certain kinds without a
-- current verdict that separates them. Score is that of the pair.
CREATE TABLE adam.OverlapLink (
    ProjectId bigint NOT NULL CONSTRAINT FK_OverlapLink_Project REFERENCES adam.Project (ProjectId),
    OtherId   bigint NOT NULL,
    Score     int NOT NULL,
    CONSTRAINT PK_OverlapLink PRIMARY KEY (ProjectId, OtherId)
);
GO

-- The projects of clusters, each in one. Score is that of the project's strongest link, Links their number.
CREATE TABLE adam.OverlapClusterMember (
    ProjectId bigint NOT NULL CONSTRAINT FK_OverlapClusterMember_Project REFERENCES adam.Project (ProjectId),
    ClusterId bigint NOT NULL,
    Score     int NOT NULL,
    Links     int NOT NULL,
    CONSTRAINT PK_OverlapClusterMember PRIMARY KEY (ProjectId)
);
GO
CREATE INDEX IX_OverlapClusterMember_Cluster ON adam.OverlapClusterMember (ClusterId, Score, ProjectId, Links);
GO

-- The clusters. Score is that of the strongest link.
CREATE TABLE adam.OverlapCluster (
    ClusterId    bigint NOT NULL CONSTRAINT PK_OverlapCluster PRIMARY KEY,
    Score        int NOT NULL,
    Projects     bigint NOT NULL,
    Links        bigint NOT NULL,
    -- Changes with each write that affects the cluster.
    Revision     bigint NOT NULL,
    -- 1 if links were removed and nothing has checked yet if the remaining ones connect all projects.
    IsUnverified bit NOT NULL
);
GO
CREATE INDEX IX_OverlapCluster_Score ON adam.OverlapCluster (Score, ClusterId);
GO
CREATE INDEX IX_OverlapCluster_Unverified ON adam.OverlapCluster (ClusterId) WHERE IsUnverified = 1;
GO

-- The number of projects in each cell of some tables of presence, without cancelled projects. Dimensions is the number
-- of the table, Cell its values separated by U+0001. The row with the empty Partner counts all projects of the cell,
-- the others those in which the partner has a part. Tables by year contain differences from the year before.
CREATE TABLE adam.PresenceSum (
    Dimensions tinyint NOT NULL,
    Cell       nvarchar(410) COLLATE Latin1_General_BIN2 NOT NULL,
    Partner    nvarchar(20) COLLATE Latin1_General_BIN2 NOT NULL,
    Projects   bigint NOT NULL,
    CONSTRAINT PK_PresenceSum PRIMARY KEY (Dimensions, Cell, Partner)
);
GO

-- The amounts of the projects of these cells, by the year of their start (0 if unknown; always 0 in tables by year).
-- Amounts is their number. Given is what the donor of the cell gives. A sum is Units + TenThousandths / 10,000.
CREATE TABLE adam.PresenceAmountSum (
    Dimensions          tinyint NOT NULL,
    Cell                nvarchar(410) COLLATE Latin1_General_BIN2 NOT NULL,
    Currency            nvarchar(3) COLLATE Latin1_General_BIN2 NOT NULL,
    StartYear           int NOT NULL,
    Amounts             bigint NOT NULL,
    Units               bigint NOT NULL,
    TenThousandths      bigint NOT NULL,
    GivenUnits          bigint NOT NULL,
    GivenTenThousandths bigint NOT NULL,
    CONSTRAINT PK_PresenceAmountSum PRIMARY KEY (Dimensions, Cell, Currency, StartYear)
);
GO

-- Sums over the stored pairs in each cell of some summaries of overlaps, by kind and verdict. Dimensions is the number
-- of the summary, Cell its values separated by U+0001. Verdict is 0 if there is none, and 5 if it is stale.
CREATE TABLE adam.OverlapSum (
    Dimensions tinyint NOT NULL,
    Cell       nvarchar(410) COLLATE Latin1_General_BIN2 NOT NULL,
    Kind       tinyint NOT NULL,
    Verdict    tinyint NOT NULL,
    Overlaps   bigint NOT NULL,
    Days       bigint NOT NULL,
    CONSTRAINT PK_OverlapSum PRIMARY KEY (Dimensions, Cell, Kind, Verdict)
);
GO

-- The amounts that could be spent twice in these pairs. Amounts is their number. A sum is
-- Units + TenThousandths / 10,000.
CREATE TABLE adam.OverlapAmountSum (
    Dimensions     tinyint NOT NULL,
    Cell           nvarchar(410) COLLATE Latin1_General_BIN2 NOT NULL,
    Kind           tinyint NOT NULL,
    Verdict        tinyint NOT NULL,
    Currency       nvarchar(3) COLLATE Latin1_General_BIN2 NOT NULL,
    Amounts        bigint NOT NULL,
    Units          bigint NOT NULL,
    TenThousandths bigint NOT NULL,
    CONSTRAINT PK_OverlapAmountSum PRIMARY KEY (Dimensions, Cell, Kind, Verdict, Currency)
);
GO

-- For each donor of a project of a pair, the change of the number of such projects from one month to the next. Months
-- are counted from January of year 0.
CREATE TABLE adam.OverlapMonthSum (
    Donor    nvarchar(200) COLLATE Latin1_General_BIN2 NOT NULL,
    Month    int NOT NULL,
    Kind     tinyint NOT NULL,
    Verdict  tinyint NOT NULL,
    Projects bigint NOT NULL,
    CONSTRAINT PK_OverlapMonthSum PRIMARY KEY (Donor, Month, Kind, Verdict)
);
GO

-- A row for each recorded, changed, withdrawn or revived project and each decision about a pair. A row is added in the
-- transaction of its write, which holds the lock of the register until it has ended, so ChangeId ascends in the order
-- of the commits.
CREATE TABLE adam.RegisterChange (
    ChangeId  bigint IDENTITY(1, 1) NOT NULL CONSTRAINT PK_RegisterChange PRIMARY KEY,
    -- 1 recorded, 2 changed, 3 withdrawn, 4 revived, 5 verdict given, 6 verdict taken back, 7 import ended,
    -- 8 note added, 9 questionnaire due.
    Kind      tinyint NOT NULL CONSTRAINT CK_RegisterChange_Kind CHECK (Kind BETWEEN 1 AND 9),
    -- The project, or the first project of the pair; null for an import. No foreign key, which would need an index to
    -- check: no project is ever deleted.
    ProjectId bigint NULL,
    -- The second project of the pair; null for a change of a project.
    OtherId   bigint NULL,
    -- The version of the project after the change; null for a decision.
    Version   int NULL,
    ChangedAt datetime2(6) NOT NULL,
    -- The name of the key; null if it is unknown.
    ChangedBy nvarchar(400) NULL,
    -- The members of the record that changed, with commas between them; null for other changes.
    Fields    nvarchar(1000) NULL,
    -- Owners, donors, countries and pillars before and after the change: lists separated by |, with percent-encoded
    -- items separated by commas. Null for changes before the log existed.
    Scope     nvarchar(max) NULL,
    -- The import that has ended; null for other changes.
    ImportId  bigint NULL,
    -- The owner of the project if it was restricted before the change, or of the first project of a restricted pair;
    -- null if everybody read it.
    FirstRestrictedTo  int NULL,
    -- The owner of the project if it is restricted after the change, or of the second project of a restricted pair;
    -- null if everybody reads it.
    SecondRestrictedTo int NULL,
    -- The questionnaire that is due, its last day, and the number of days before; null for other changes. No foreign
    -- key, which would need an index to check: no questionnaire is ever deleted.
    QuestionnaireId    int NULL,
    DueDay             int NULL,
    ReminderStep       int NULL
);
GO

-- A step of a questionnaire and its last day is told once.
CREATE UNIQUE INDEX UX_RegisterChange_Reminder ON adam.RegisterChange (QuestionnaireId, DueDay, ReminderStep)
    WHERE QuestionnaireId IS NOT NULL;
GO

-- Subscriptions: to whom changes are told, and how.
CREATE TABLE adam.Subscription (
    SubscriptionId      bigint IDENTITY(1, 1) NOT NULL CONSTRAINT PK_Subscription PRIMARY KEY,
    Id                  uniqueidentifier NOT NULL CONSTRAINT UX_Subscription_Id UNIQUE,
    PartnerId           int NOT NULL CONSTRAINT FK_Subscription_Partner REFERENCES adam.Partner (PartnerId),
    -- 1 webhook, 2 e-mail, 3 feed.
    Channel             tinyint NOT NULL CONSTRAINT CK_Subscription_Channel CHECK (Channel IN (1, 2, 3)),
    Name                nvarchar(400) NOT NULL,
    -- The URL of a webhook or the address of a mailbox; empty for a feed.
    Url                 nvarchar(2000) NOT NULL,
    -- Events and filters, as JSON.
    Definition          nvarchar(max) NOT NULL,
    -- The key of the signatures of a webhook, as it is, because the register signs with it. The hash of the token
    -- of a feed. Empty for e-mail.
    Secret              varbinary(64) NOT NULL,
    -- The key before the last one, which also signs until the instant.
    PreviousSecret      varbinary(64) NULL,
    PreviousSecretUntil datetime2(6) NULL,
    -- 1 active, 2 paused by its owner, 3 disabled after failures or by the recipient.
    State               tinyint NOT NULL CONSTRAINT CK_Subscription_State CHECK (State IN (1, 2, 3)),
    StateReason         nvarchar(400) NULL,
    Version             int NOT NULL,
    CreatedAt           datetime2(6) NOT NULL,
    CreatedBy           nvarchar(400) NOT NULL,
    -- The change up to which everything is delivered: its number and its instant in microseconds.
    ChangeId            bigint NOT NULL,
    ChangeMicros        bigint NOT NULL,
    -- The number of failed attempts since the last delivery.
    Failures            int NOT NULL,
    FailingSince        datetime2(6) NULL,
    NextAttemptAt       datetime2(6) NULL,
    -- The hour (UTC) of a daily mail; null for mails at once, and for other channels.
    DigestHour          tinyint NULL CONSTRAINT CK_Subscription_DigestHour CHECK (DigestHour BETWEEN 0 AND 23),
    -- The instant at which the question to the recipient was sent; null if it must be sent.
    ConfirmationSentAt  datetime2(6) NULL,
    -- The instant at which the recipient agreed; null before, and for other channels.
    ConfirmedAt         datetime2(6) NULL,
    -- The instant of an attempt to send a mail whose outcome is unknown; null if there is none.
    UnansweredAt        datetime2(6) NULL
);
GO
CREATE INDEX IX_Subscription_Partner ON adam.Subscription (PartnerId, SubscriptionId);
GO

-- The latest attempts to deliver events to subscriptions.
CREATE TABLE adam.SubscriptionDelivery (
    DeliveryId     bigint IDENTITY(1, 1) NOT NULL CONSTRAINT PK_SubscriptionDelivery PRIMARY KEY,
    SubscriptionId bigint NOT NULL CONSTRAINT FK_SubscriptionDelivery_Subscription
        REFERENCES adam.Subscription (SubscriptionId),
    -- The id of the event, or of the mail.
    EventId        nvarchar(200) COLLATE Latin1_General_BIN2 NOT NULL,
    -- 0 for a mail.
    EventType      tinyint NOT NULL,
    AttemptedAt    datetime2(6) NOT NULL,
    -- The status of HTTP or the reply code of SMTP; null if there was no response.
    Status         int NULL,
    -- The reason of a failure; null if the event was delivered.
    Error          nvarchar(400) NULL,
    -- The number of events of a mail; null for a webhook, which sends one.
    Events         int NULL
);
GO
CREATE INDEX IX_SubscriptionDelivery_Subscription ON adam.SubscriptionDelivery (SubscriptionId, DeliveryId);
GO

-- A row for each import. Its state tells if it waits, runs or has ended.
CREATE TABLE adam.Import (
    ImportId       bigint IDENTITY(1, 1) NOT NULL CONSTRAINT PK_Import PRIMARY KEY,
    Id             uniqueidentifier NOT NULL CONSTRAINT UX_Import_Id UNIQUE,
    -- The partner of the key; null for the command line.
    PartnerId      int NULL CONSTRAINT FK_Import_Partner REFERENCES adam.Partner (PartnerId),
    -- The partner that owns the records for which the file names no owner; null if there is none.
    OwnerId        int NULL CONSTRAINT FK_Import_Owner REFERENCES adam.Partner (PartnerId),
    CreatedBy      nvarchar(400) NOT NULL,
    -- 1 queued, 2 running, 3 finished, 4 failed, 5 cancelled.
    State          tinyint NOT NULL CONSTRAINT CK_Import_State CHECK (State BETWEEN 1 AND 5),
    StateReason    nvarchar(4000) NULL,
    -- 1: a server works on it beside its requests, from a file in the folder of imports.
    IsJob          tinyint NOT NULL CONSTRAINT CK_Import_IsJob CHECK (IsJob IN (0, 1)),
    IsDryRun       tinyint NOT NULL CONSTRAINT CK_Import_IsDryRun CHECK (IsDryRun IN (0, 1)),
    -- 1: somebody has asked to end it.
    IsCancelled    tinyint NOT NULL CONSTRAINT CK_Import_IsCancelled CHECK (IsCancelled IN (0, 1)),
    Format         nvarchar(20) NOT NULL,
    FileName       nvarchar(400) NULL,
    -- The file as it was sent: bytes, and SHA-256.
    Size           bigint NOT NULL,
    Sha256         varbinary(32) NOT NULL,
    -- The source that the file belongs to: its format and the meaning of its columns. Files of one owner and source
    -- follow each other.
    Source         nvarchar(400) COLLATE Latin1_General_BIN2 NOT NULL,
    -- The options, as JSON.
    Options        nvarchar(max) NOT NULL,
    CreatedAt      datetime2(6) NOT NULL,
    StartedAt      datetime2(6) NULL,
    EndedAt        datetime2(6) NULL,
    -- The progress: bytes of the unpacked file, records that were read, records that were written.
    TotalBytes     bigint NOT NULL,
    BytesRead      bigint NOT NULL,
    RecordsRead    int NOT NULL,
    RecordsWritten int NOT NULL,
    -- The numbers of records by outcome. Missing ones were in the file before this one, and are not in it.
    Created        int NOT NULL,
    Updated        int NOT NULL,
    Unchanged      int NOT NULL,
    Rejected       int NOT NULL,
    Missing        int NOT NULL,
    Withdrawn      int NOT NULL,
    -- The process that works on it, and until when it is presumed to live.
    LeaseHolder    nvarchar(40) COLLATE Latin1_General_BIN2 NULL,
    LeaseUntil     datetime2(6) NULL,
    -- The number of times that a server has begun it.
    Attempts       int NOT NULL,
    -- 1: ImportedProject has a row for each project of the file.
    IsListed       tinyint NOT NULL CONSTRAINT CK_Import_IsListed CHECK (IsListed IN (0, 1)),
    -- The instant until which the report and the former documents are kept; null if there are none.
    KeptUntil      datetime2(6) NULL,
    UndoneAt       datetime2(6) NULL,
    UndoneBy       nvarchar(400) NULL
);
GO

CREATE INDEX IX_Import_Partner ON adam.Import (PartnerId, ImportId);
GO
CREATE INDEX IX_Import_Source ON adam.Import (OwnerId, Source, ImportId);
GO
-- Imports that have not ended, and those with something to remove.
CREATE INDEX IX_Import_State ON adam.Import (State, ImportId);
GO
CREATE INDEX IX_Import_KeptUntil ON adam.Import (KeptUntil) WHERE KeptUntil IS NOT NULL;
GO

-- The projects of an import: one row for each that it has created, changed, withdrawn or found unchanged.
CREATE TABLE adam.ImportedProject (
    ImportId      bigint NOT NULL CONSTRAINT FK_ImportedProject_Import REFERENCES adam.Import (ImportId),
    -- No foreign key, which would need an index to check: no project is ever deleted.
    ProjectId     bigint NOT NULL,
    -- 1 created, 2 updated, 3 unchanged, 4 withdrawn.
    Outcome       tinyint NOT NULL CONSTRAINT CK_ImportedProject_Outcome CHECK (Outcome BETWEEN 1 AND 4),
    -- The version before the import; 0 for a created project.
    VersionBefore int NOT NULL,
    VersionAfter  int NOT NULL,
    -- 1: the project was withdrawn before the import.
    WasWithdrawn  tinyint NOT NULL CONSTRAINT CK_ImportedProject_WasWithdrawn CHECK (WasWithdrawn IN (0, 1)),
    -- The record before the import; null if the import did not change it, and when the import can no longer be undone.
    Document      nvarchar(max) NULL,
    CONSTRAINT PK_ImportedProject PRIMARY KEY (ImportId, ProjectId)
);
GO

-- The reports of imports, compressed with gzip, in parts.
CREATE TABLE adam.ImportReport (
    ImportId bigint NOT NULL CONSTRAINT FK_ImportReport_Import REFERENCES adam.Import (ImportId),
    -- 1 the counts, 2 the items, 3 the rejected rows of a table.
    Kind     tinyint NOT NULL CONSTRAINT CK_ImportReport_Kind CHECK (Kind BETWEEN 1 AND 3),
    Part     int NOT NULL,
    Content  varbinary(max) NOT NULL,
    CONSTRAINT PK_ImportReport PRIMARY KEY (ImportId, Kind, Part)
);
GO

-- The meanings of columns that a partner has saved under a name.
CREATE TABLE adam.ImportMapping (
    ImportMappingId bigint IDENTITY(1, 1) NOT NULL CONSTRAINT PK_ImportMapping PRIMARY KEY,
    PartnerId       int NOT NULL CONSTRAINT FK_ImportMapping_Partner REFERENCES adam.Partner (PartnerId),
    Name            nvarchar(50) COLLATE Latin1_General_BIN2 NOT NULL,
    -- The mapping, as JSON.
    Definition      nvarchar(max) NOT NULL,
    Version         int NOT NULL,
    UpdatedAt       datetime2(6) NOT NULL,
    UpdatedBy       nvarchar(400) NOT NULL,
    CONSTRAINT UX_ImportMapping_Name UNIQUE (PartnerId, Name)
);
GO

-- The tokens of links in mails. Only hashes are stored: whoever reads the table can neither confirm nor unsubscribe.
CREATE TABLE adam.SubscriptionToken (
    TokenHash      varbinary(32) NOT NULL CONSTRAINT PK_SubscriptionToken PRIMARY KEY,
    -- 1 confirmation, 2 unsubscription.
    Purpose        tinyint NOT NULL CONSTRAINT CK_SubscriptionToken_Purpose CHECK (Purpose IN (1, 2)),
    -- No foreign key: confirmations are counted until they expire, also those of deleted subscriptions.
    SubscriptionId bigint NOT NULL,
    PartnerId      int NOT NULL,
    -- The address to which the link was sent. A link ends with a change of the address.
    Email          nvarchar(254) COLLATE Latin1_General_BIN2 NOT NULL,
    ExpiresAt      datetime2(6) NOT NULL
);
GO
CREATE INDEX IX_SubscriptionToken_Subscription ON adam.SubscriptionToken (SubscriptionId, ExpiresAt);
GO
CREATE INDEX IX_SubscriptionToken_Partner ON adam.SubscriptionToken (PartnerId, Purpose, ExpiresAt);
GO
CREATE INDEX IX_SubscriptionToken_Email ON adam.SubscriptionToken (Email, Purpose, ExpiresAt);
GO

-- A row for each version of each record. Rows are only added, each in the transaction of its write, which holds the
-- lock of the register until it has ended, so AuditId ascends in the order of the commits, without gaps.
CREATE TABLE adam.AuditEntry (
    AuditId   bigint NOT NULL CONSTRAINT PK_AuditEntry PRIMARY KEY,
    At        datetime2(6) NOT NULL,
    -- 1 project, 2 overlap, 3 partner, 4 key, 5 import, 6 mapping, 7 subscription, 8 exchange rate, 9 learned rules,
    -- 10 note on an overlap, 11 measure, 12 link of a project and a measure, 13 meeting, 14 recommendation,
    -- 15 statement of progress, 17 note of a report, 18 edition of a report, 19 questionnaire, 20 response,
    -- 21 layer, 22 item of a layer, 23 post.
    -- 15 statement, 16 document, 17 note of a report, 18 edition of a report, 19 questionnaire, 20 response, 21 layer,
    -- 22 item of a layer, 23 post.
    Subject   tinyint NOT NULL CONSTRAINT CK_AuditEntry_Subject CHECK (Subject BETWEEN 1 AND 32),
    -- 1 created, 2 changed, 3 withdrawn, 4 revived, 5 verdict given, 6 verdict taken back, 7 removed, 8 revoked,
    -- 9 undone, 10 first kept, 11 finished.
    Action    tinyint NOT NULL CONSTRAINT CK_AuditEntry_Action CHECK (Action BETWEEN 1 AND 11),
    -- The project; null for other records. No foreign key, so that an entry survives what is done to the record.
    ProjectId bigint NULL,
    -- The id or code of a record that is no project; null for a project.
    RecordId  nvarchar(200) COLLATE Latin1_General_BIN2 NULL,
    Version   int NULL,
    -- The author: the key with its name and partner. Null for a command, which has a name only.
    KeyId     nvarchar(40) COLLATE Latin1_General_BIN2 NULL,
    KeyName   nvarchar(400) NULL,
    Partner   nvarchar(20) COLLATE Latin1_General_BIN2 NULL,
    RequestId nvarchar(200) COLLATE Latin1_General_BIN2 NULL,
    ImportId  bigint NULL,
    -- 1: Content has the members that changed; 0: the whole record.
    IsPatch   tinyint NOT NULL CONSTRAINT CK_AuditEntry_IsPatch CHECK (IsPatch IN (0, 1)),
    -- The record after the write, as JSON; null if a withdrawal did not change it, or if it was removed.
    Content   nvarchar(max) NULL,
    -- SHA-256 over the hash of the row before and the values of this one, in hexadecimal digits.
    Hash      nvarchar(64) COLLATE Latin1_General_BIN2 NOT NULL
);
GO

CREATE UNIQUE INDEX UX_AuditEntry_Project ON adam.AuditEntry (ProjectId, Version) WHERE ProjectId IS NOT NULL;
GO
CREATE INDEX IX_AuditEntry_Record ON adam.AuditEntry (Subject, RecordId, AuditId) WHERE RecordId IS NOT NULL;
GO

-- A row for each segment of 5,000 numbers of the chain that has emptied entries: those without project and record.
CREATE TABLE adam.AuditCut (
    -- The first number of the segment.
    FirstEntry bigint NOT NULL CONSTRAINT PK_AuditCut PRIMARY KEY,
    -- Entries from before this instant were emptied.
    CutBefore  datetime2(6) NOT NULL,
    CutAt      datetime2(6) NOT NULL,
    -- The number of emptied entries in the segment.
    Entries    int NOT NULL,
    -- SHA-256 over their numbers and hashes, in hexadecimal digits.
    Digest     nvarchar(64) COLLATE Latin1_General_BIN2 NOT NULL,
    -- The signature of the operator over all of this, in Base64.
    Signature  nvarchar(200) COLLATE Latin1_General_BIN2 NOT NULL
);
GO

-- Requests that were refused for their key: no valid key, or one that may not. Like refusals of a minute are one row.
CREATE TABLE adam.Refusal (
    RefusalId     bigint IDENTITY(1, 1) NOT NULL CONSTRAINT PK_Refusal PRIMARY KEY,
    FirstAt       datetime2(6) NOT NULL,
    LastAt        datetime2(6) NOT NULL,
    -- The number of requests.
    Requests      int NOT NULL,
    Status        int NOT NULL,
    Code          nvarchar(20) COLLATE Latin1_General_BIN2 NOT NULL,
    Detail        nvarchar(1000) NOT NULL,
    KeyId         nvarchar(40) COLLATE Latin1_General_BIN2 NULL,
    KeyName       nvarchar(400) NULL,
    Partner       nvarchar(20) COLLATE Latin1_General_BIN2 NULL,
    RemoteAddress nvarchar(100) COLLATE Latin1_General_BIN2 NULL,
    Method        nvarchar(20) COLLATE Latin1_General_BIN2 NOT NULL,
    -- The route of the first request, such as /v1/projects/{id}.
    Route         nvarchar(400) COLLATE Latin1_General_BIN2 NOT NULL,
    -- The id of the first request.
    RequestId     nvarchar(200) COLLATE Latin1_General_BIN2 NOT NULL
);
GO

-- A row for each write of the last hour, by the clock of the database. A server that received no reply to a commit
-- looks here to find out if the write was committed.
CREATE TABLE adam.CommitMark (
    Id        uniqueidentifier NOT NULL CONSTRAINT PK_CommitMark PRIMARY KEY,
    CreatedAt datetime2(6) NOT NULL
);
GO
CREATE INDEX IX_CommitMark_CreatedAt ON adam.CommitMark (CreatedAt);
GO
