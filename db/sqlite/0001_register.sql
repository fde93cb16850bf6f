-- The register: partners, keys, projects, the tables that are derived from projects, pairs and decisions about them.
-- Not safe to run twice; the journal guards it.

-- Countries and organisations that record projects or are named in them.
CREATE TABLE Partner (
    PartnerId INTEGER NOT NULL CONSTRAINT PK_Partner PRIMARY KEY AUTOINCREMENT,
    Code      TEXT    NOT NULL CONSTRAINT UX_Partner_Code UNIQUE,
    -- 1 country, 2 organisation.
    Kind      INTEGER NOT NULL CONSTRAINT CK_Partner_Kind CHECK (Kind IN (1, 2)),
    Name      TEXT    NOT NULL,
    Member    INTEGER NOT NULL CONSTRAINT CK_Partner_Member CHECK (Member IN (0, 1)),
    Contact   TEXT    NULL,
    Version   INTEGER NOT NULL
) STRICT;

-- Every spelling that means a partner, its code and its name included. No two partners share a spelling.
CREATE TABLE PartnerName (
    NameKey   TEXT    NOT NULL CONSTRAINT PK_PartnerName PRIMARY KEY,
    PartnerId INTEGER NOT NULL CONSTRAINT FK_PartnerName_Partner REFERENCES Partner (PartnerId),
    Ordinal   INTEGER NOT NULL,
    Name      TEXT    NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX IX_PartnerName_Partner ON PartnerName (PartnerId, Ordinal);

-- Identifiers of partners in IATI, in upper case. An identifier that ends in * is a prefix.
CREATE TABLE PartnerIdentifier (
    Identifier TEXT    NOT NULL CONSTRAINT PK_PartnerIdentifier PRIMARY KEY,
    PartnerId  INTEGER NOT NULL CONSTRAINT FK_PartnerIdentifier_Partner REFERENCES Partner (PartnerId),
    Ordinal    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX IX_PartnerIdentifier_Partner ON PartnerIdentifier (PartnerId, Ordinal);

-- Keys of callers. Hash is the SHA-256 of the secret, which is not stored.
CREATE TABLE ApiKey (
    ApiKeyId  INTEGER NOT NULL CONSTRAINT PK_ApiKey PRIMARY KEY AUTOINCREMENT,
    Id        TEXT    NOT NULL CONSTRAINT UX_ApiKey_Id UNIQUE,
    PartnerId INTEGER NOT NULL CONSTRAINT FK_ApiKey_Partner REFERENCES Partner (PartnerId),
    -- 1 viewer, 2 donor, 3 analyst, 4 admin.
    Role      INTEGER NOT NULL CONSTRAINT CK_ApiKey_Role CHECK (Role BETWEEN 1 AND 4),
    Name      TEXT    NOT NULL,
    Hash      BLOB    NOT NULL,
    CreatedAt TEXT    NOT NULL,
    RevokedAt TEXT    NULL
) STRICT;

CREATE INDEX IX_ApiKey_Partner ON ApiKey (PartnerId, ApiKeyId);

-- Responses to requests with an Idempotency-Key, to be replayed if a request is repeated.
CREATE TABLE IdempotencyKey (
    KeyId       TEXT    NOT NULL,
    Value       TEXT    NOT NULL,
    RequestHash BLOB    NOT NULL,
    Status      INTEGER NOT NULL,
    Location    TEXT    NULL,
    ETag        TEXT    NULL,
    Body        TEXT    NOT NULL,
    CreatedAt   TEXT    NOT NULL,
    CONSTRAINT PK_IdempotencyKey PRIMARY KEY (KeyId, Value)
) STRICT, WITHOUT ROWID;

CREATE INDEX IX_IdempotencyKey_CreatedAt ON IdempotencyKey (CreatedAt);

-- The projects. Document is the record as the API returns it, and the source of every derived table.
CREATE TABLE Project (
    ProjectId      INTEGER NOT NULL CONSTRAINT PK_Project PRIMARY KEY AUTOINCREMENT,
    Id             TEXT    NOT NULL CONSTRAINT UX_Project_Id UNIQUE,
    OwnerId        INTEGER NOT NULL CONSTRAINT FK_Project_Owner REFERENCES Partner (PartnerId),
    ReferenceKey   TEXT    NOT NULL,
    Version        INTEGER NOT NULL,
    UpdatedAt      TEXT    NOT NULL,
    WithdrawnAt    TEXT    NULL,
    -- The instant since which the record has had its present scope: owner, donors, countries, pillars, period
    -- and status.
    ScopeChangedAt TEXT    NOT NULL,
    Document       TEXT    NOT NULL,
    CONSTRAINT UX_Project_Reference UNIQUE (OwnerId, ReferenceKey)
) STRICT;

-- The tables whose rows are derived from Project.Document, each with the version of the rules that filled it.
CREATE TABLE DerivedTable (
    Name    TEXT    NOT NULL CONSTRAINT PK_DerivedTable PRIMARY KEY,
    Version INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Values that lists and reports filter by, one in each row. Facet is the name of the filter. The facet 'all' has one
-- row for each project that is not withdrawn. Days are counted from 0001-01-01 (day 0). An open end is day 3652058
-- (9999-12-31). Micros are microseconds since 1970-01-01.
CREATE TABLE ProjectFacet (
    Facet         TEXT    NOT NULL,
    Value         TEXT    NOT NULL,
    ProjectId     INTEGER NOT NULL CONSTRAINT FK_ProjectFacet_Project REFERENCES Project (ProjectId),
    StartDay      INTEGER NOT NULL,
    EndDay        INTEGER NOT NULL,
    UpdatedMicros INTEGER NOT NULL,
    CONSTRAINT PK_ProjectFacet PRIMARY KEY (Facet, Value, ProjectId)
) STRICT, WITHOUT ROWID;

CREATE INDEX IX_ProjectFacet_Start ON ProjectFacet (Facet, Value, StartDay, ProjectId, EndDay, UpdatedMicros);
CREATE INDEX IX_ProjectFacet_Updated ON ProjectFacet (Facet, Value, UpdatedMicros, ProjectId, StartDay, EndDay);
CREATE INDEX IX_ProjectFacet_Project ON ProjectFacet (ProjectId, Facet, Value);

-- The folded words of title, description, reference and beneficiaries, for the text search.
CREATE TABLE ProjectWord (
    Word      TEXT    NOT NULL,
    ProjectId INTEGER NOT NULL CONSTRAINT FK_ProjectWord_Project REFERENCES Project (ProjectId),
    CONSTRAINT PK_ProjectWord PRIMARY KEY (Word, ProjectId)
) STRICT, WITHOUT ROWID;

CREATE INDEX IX_ProjectWord_Project ON ProjectWord (ProjectId, Word);

-- The amounts of a project's donors, summed by currency. Amount counts ten-thousandths, because SQLite's decimal
-- numbers are floating point.
CREATE TABLE ProjectAmount (
    ProjectId INTEGER NOT NULL CONSTRAINT FK_ProjectAmount_Project REFERENCES Project (ProjectId),
    Currency  TEXT    NOT NULL,
    Amount    INTEGER NOT NULL,
    CONSTRAINT PK_ProjectAmount PRIMARY KEY (ProjectId, Currency)
) STRICT, WITHOUT ROWID;

-- Names of organisations outside the partnership, as they were first written.
CREATE TABLE OrganisationName (
    NameKey TEXT NOT NULL CONSTRAINT PK_OrganisationName PRIMARY KEY,
    Name    TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- A number for each set of donors, so that one comparison shows if two projects have the same donors.
-- DonorSetKey is the SHA-256 of the sorted donor keys, each on a line.
CREATE TABLE DonorSet (
    DonorSetId  INTEGER NOT NULL CONSTRAINT PK_DonorSet PRIMARY KEY AUTOINCREMENT,
    DonorSetKey TEXT    NOT NULL CONSTRAINT UX_DonorSet_Key UNIQUE
) STRICT;

-- The donors of a set. DonorKey is a partner's code, or the key of a name in OrganisationName.
CREATE TABLE DonorSetDonor (
    DonorSetId INTEGER NOT NULL CONSTRAINT FK_DonorSetDonor_DonorSet REFERENCES DonorSet (DonorSetId),
    DonorKey   TEXT    NOT NULL,
    CONSTRAINT PK_DonorSetDonor PRIMARY KEY (DonorSetId, DonorKey)
) STRICT, WITHOUT ROWID;

-- A row for each country and pillar of a project that can overlap with others: neither cancelled nor withdrawn.
CREATE TABLE ProjectCell (
    Country    TEXT    NOT NULL,
    Pillar     INTEGER NOT NULL,
    StartDay   INTEGER NOT NULL,
    ProjectId  INTEGER NOT NULL CONSTRAINT FK_ProjectCell_Project REFERENCES Project (ProjectId),
    EndDay     INTEGER NOT NULL,
    -- The day five years after the start. When pairs are ranked, an open end counts until this day.
    OpenEndDay INTEGER NOT NULL,
    OwnerId    INTEGER NOT NULL,
    DonorSetId INTEGER NOT NULL,
    -- The project's pillars and countries that sort before this cell's, as bits: first one for each pillar, then one
    -- for each country. Some countries share a bit.
    Lower      INTEGER NOT NULL,
    CONSTRAINT PK_ProjectCell PRIMARY KEY (Country, Pillar, StartDay, ProjectId)
) STRICT, WITHOUT ROWID;

CREATE INDEX IX_ProjectCell_Start ON ProjectCell (
    StartDay, ProjectId, Country, Pillar, EndDay, OpenEndDay, OwnerId, DonorSetId, Lower);
CREATE INDEX IX_ProjectCell_Project ON ProjectCell (ProjectId, Pillar, Country);

-- The years that a date may be in. Presence by year joins this table.
CREATE TABLE CalendarYear (
    Year     INTEGER NOT NULL CONSTRAINT PK_CalendarYear PRIMARY KEY,
    FirstDay INTEGER NOT NULL,
    LastDay  INTEGER NOT NULL
) STRICT;

WITH Numbered AS (
    SELECT 1970 AS Year
    UNION ALL
    SELECT Year + 1 FROM Numbered WHERE Year < 2100
)
INSERT INTO CalendarYear (Year, FirstDay, LastDay)
SELECT Year,
       -- The number of days before 1 January of the year in the Gregorian calendar, counted from 0001-01-01.
       365 * (Year - 1) + (Year - 1) / 4 - (Year - 1) / 100 + (Year - 1) / 400,
       365 * Year + Year / 4 - Year / 100 + Year / 400 - 1
FROM Numbered;

-- The frozen term statistics that pairs are scored with: the number of projects that contain each term. The last row
-- is current. Id is a hash of the contents. RulesVersion is the version of the scoring rules.
CREATE TABLE TermStatistics (
    TermStatisticsId INTEGER NOT NULL CONSTRAINT PK_TermStatistics PRIMARY KEY AUTOINCREMENT,
    Id               TEXT    NOT NULL,
    RulesVersion     INTEGER NOT NULL,
    ProjectCount     INTEGER NOT NULL,
    Counts           TEXT    NOT NULL,
    CreatedAt        TEXT    NOT NULL
) STRICT;

-- Hashes of the rare terms by which candidate pairs are found, with the days of the project as in ProjectCell.
-- Cancelled and withdrawn projects have none.
CREATE TABLE ProjectBlockingKey (
    ProjectId INTEGER NOT NULL CONSTRAINT FK_ProjectBlockingKey_Project REFERENCES Project (ProjectId),
    KeyHash   INTEGER NOT NULL,
    StartDay  INTEGER NOT NULL,
    EndDay    INTEGER NOT NULL,
    CONSTRAINT PK_ProjectBlockingKey PRIMARY KEY (ProjectId, KeyHash)
) STRICT, WITHOUT ROWID;

CREATE INDEX IX_ProjectBlockingKey_Key ON ProjectBlockingKey (KeyHash, ProjectId, StartDay, EndDay);

-- The pairs of projects whose score is at or above the floor. Score counts ten-thousandths. Days are as in ProjectCell.
CREATE TABLE Overlap (
    FirstId       INTEGER NOT NULL CONSTRAINT FK_Overlap_First REFERENCES Project (ProjectId),
    SecondId      INTEGER NOT NULL CONSTRAINT FK_Overlap_Second REFERENCES Project (ProjectId),
    Score         INTEGER NOT NULL,
    -- 1 shared setting, 2 same activity, 3 same project, 4 declared.
    Kind          INTEGER NOT NULL CONSTRAINT CK_Overlap_Kind CHECK (Kind BETWEEN 1 AND 4),
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

CREATE INDEX IX_Overlap_Second ON Overlap (SecondId, FirstId);
-- One index for each order of the report, with all columns that its filters read. Rows of the table are read only
-- for the pairs of a page.
CREATE INDEX IX_Overlap_Score ON Overlap (
    Score, FirstId, SecondId, Kind, Pillars, StartDay, EndDay, Verdict, IsStale, UpdatedMicros);
CREATE INDEX IX_Overlap_Updated ON Overlap (
    UpdatedMicros, FirstId, SecondId, Kind, Pillars, StartDay, EndDay, Verdict, IsStale, Score);
CREATE INDEX IX_Overlap_Days ON Overlap (
    Days, FirstId, SecondId, Kind, Pillars, StartDay, EndDay, Verdict, IsStale, Score, UpdatedMicros);
-- Few pairs have a verdict or are declared.
CREATE INDEX IX_Overlap_Verdict ON Overlap (Verdict, IsStale, Score, FirstId, SecondId) WHERE Verdict IS NOT NULL;
CREATE INDEX IX_Overlap_Declared ON Overlap (Score, FirstId, SecondId) WHERE Kind = 4;

-- The reasons of a pair's score, in a separate table, so that a page of Overlap contains many pairs.
CREATE TABLE OverlapReasons (
    FirstId  INTEGER NOT NULL,
    SecondId INTEGER NOT NULL,
    -- For each reason its component, contribution and detail, all separated by |. A ~ with four hexadecimal digits
    -- encodes one UTF-16 code unit.
    Reasons  TEXT    NOT NULL,
    CONSTRAINT PK_OverlapReasons PRIMARY KEY (FirstId, SecondId)
) STRICT, WITHOUT ROWID;

-- Each pair twice, once for each of its projects, to find the best match and the pairs of a project by score.
CREATE TABLE OverlapByProject (
    ProjectId    INTEGER NOT NULL CONSTRAINT FK_OverlapByProject_Project REFERENCES Project (ProjectId),
    OtherOwnerId INTEGER NOT NULL,
    Score        INTEGER NOT NULL,
    OtherId      INTEGER NOT NULL,
    CONSTRAINT PK_OverlapByProject PRIMARY KEY (ProjectId, OtherId)
) STRICT, WITHOUT ROWID;

CREATE INDEX IX_OverlapByProject_Best ON OverlapByProject (ProjectId, OtherOwnerId, Score, OtherId);

-- Values that pairs are filtered by, in the order of scores. Both projects have a 'country'; its bits are the shared
-- pillars. A 'payer' owns one of the projects (bit 1) or is a donor of it (bit 2); its other bits are the owner and the
-- donors of the other project. Some payers share a bit.
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

-- All decisions about pairs. The latest one is in force, even if the pair is not in Overlap. A row without a Verdict
-- withdraws the decision before it.
CREATE TABLE OverlapVerdict (
    VerdictId INTEGER NOT NULL CONSTRAINT PK_OverlapVerdict PRIMARY KEY AUTOINCREMENT,
    FirstId   INTEGER NOT NULL CONSTRAINT FK_OverlapVerdict_First REFERENCES Project (ProjectId),
    SecondId  INTEGER NOT NULL CONSTRAINT FK_OverlapVerdict_Second REFERENCES Project (ProjectId),
    Verdict   INTEGER NULL CONSTRAINT CK_OverlapVerdict_Verdict CHECK (Verdict BETWEEN 1 AND 4),
    Note      TEXT    NULL,
    DecidedBy TEXT    NOT NULL,
    Partner   TEXT    NOT NULL,
    DecidedAt TEXT    NOT NULL,
    -- The instant of the first change since the decision of a value that matching reads.
    StaleAt   TEXT    NULL
) STRICT;

CREATE INDEX IX_OverlapVerdict_Pair ON OverlapVerdict (FirstId, SecondId, VerdictId);
CREATE INDEX IX_OverlapVerdict_Second ON OverlapVerdict (SecondId, FirstId, VerdictId);
CREATE INDEX IX_OverlapVerdict_Verdict ON OverlapVerdict (Verdict, FirstId, SecondId, VerdictId);

-- A row for each write of the last hour whose commit may be in doubt. It stays empty, because a commit to a file of
-- this process is never in doubt.
CREATE TABLE CommitMark (
    Id        TEXT NOT NULL CONSTRAINT PK_CommitMark PRIMARY KEY,
    CreatedAt TEXT NOT NULL
) STRICT;

CREATE INDEX IX_CommitMark_CreatedAt ON CommitMark (CreatedAt);
