-- The register: partners, keys, projects, and what is derived from projects so that questions are answered from an index.
-- The first script: no older server. Not safe to run twice; the journal guards it.

CREATE TABLE Partner (
    PartnerId INTEGER NOT NULL CONSTRAINT PK_Partner PRIMARY KEY AUTOINCREMENT,
    Code      TEXT    NOT NULL CONSTRAINT UX_Partner_Code UNIQUE,
    Kind      INTEGER NOT NULL CONSTRAINT CK_Partner_Kind CHECK (Kind IN (1, 2)),
    Name      TEXT    NOT NULL,
    Member    INTEGER NOT NULL CONSTRAINT CK_Partner_Member CHECK (Member IN (0, 1)),
    Contact   TEXT    NULL,
    Version   INTEGER NOT NULL
) STRICT;

-- Every spelling that means a partner, its code and name among them: no two partners share one.
CREATE TABLE PartnerName (
    NameKey   TEXT    NOT NULL CONSTRAINT PK_PartnerName PRIMARY KEY,
    PartnerId INTEGER NOT NULL CONSTRAINT FK_PartnerName_Partner REFERENCES Partner (PartnerId),
    Ordinal   INTEGER NOT NULL,
    Name      TEXT    NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX IX_PartnerName_Partner ON PartnerName (PartnerId, Ordinal);

-- Identifier is upper case; one that ends in * is a prefix.
CREATE TABLE PartnerIdentifier (
    Identifier TEXT    NOT NULL CONSTRAINT PK_PartnerIdentifier PRIMARY KEY,
    PartnerId  INTEGER NOT NULL CONSTRAINT FK_PartnerIdentifier_Partner REFERENCES Partner (PartnerId),
    Ordinal    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX IX_PartnerIdentifier_Partner ON PartnerIdentifier (PartnerId, Ordinal);

CREATE TABLE ApiKey (
    ApiKeyId  INTEGER NOT NULL CONSTRAINT PK_ApiKey PRIMARY KEY AUTOINCREMENT,
    Id        TEXT    NOT NULL CONSTRAINT UX_ApiKey_Id UNIQUE,
    PartnerId INTEGER NOT NULL CONSTRAINT FK_ApiKey_Partner REFERENCES Partner (PartnerId),
    Role      INTEGER NOT NULL CONSTRAINT CK_ApiKey_Role CHECK (Role BETWEEN 1 AND 4),
    Name      TEXT    NOT NULL,
    Hash      BLOB    NOT NULL,
    CreatedAt TEXT    NOT NULL,
    RevokedAt TEXT    NULL
) STRICT;

CREATE INDEX IX_ApiKey_Partner ON ApiKey (PartnerId, ApiKeyId);

-- The answers to requests that carried an Idempotency-Key.
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

-- One number for each set of donors that was ever written, so that "their sets of donors differ" is one comparison.
-- DonorSetKey is the SHA-256 of the sorted keys, one a line.
CREATE TABLE DonorSet (
    DonorSetId  INTEGER NOT NULL CONSTRAINT PK_DonorSet PRIMARY KEY AUTOINCREMENT,
    DonorSetKey TEXT    NOT NULL CONSTRAINT UX_DonorSet_Key UNIQUE
) STRICT;

-- Who is in a set: the partner's code, or the key of a name outside the partnership.
CREATE TABLE DonorSetDonor (
    DonorSetId INTEGER NOT NULL CONSTRAINT FK_DonorSetDonor_DonorSet REFERENCES DonorSet (DonorSetId),
    DonorKey   TEXT    NOT NULL,
    CONSTRAINT PK_DonorSetDonor PRIMARY KEY (DonorSetId, DonorKey)
) STRICT, WITHOUT ROWID;

-- Organisations outside the partnership: their names as they were first written.
CREATE TABLE OrganisationName (
    NameKey TEXT NOT NULL CONSTRAINT PK_OrganisationName PRIMARY KEY,
    Name    TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Document is the record as it is answered with, and the truth; every other column and table of projects is derived from it.
CREATE TABLE Project (
    ProjectId    INTEGER NOT NULL CONSTRAINT PK_Project PRIMARY KEY AUTOINCREMENT,
    Id           TEXT    NOT NULL CONSTRAINT UX_Project_Id UNIQUE,
    OwnerId      INTEGER NOT NULL CONSTRAINT FK_Project_Owner REFERENCES Partner (PartnerId),
    ReferenceKey TEXT    NOT NULL,
    Version      INTEGER NOT NULL,
    UpdatedAt    TEXT    NOT NULL,
    WithdrawnAt  TEXT    NULL,
    -- Since when the record has had the countries, pillars, period, donors and standing that decide its overlaps.
    ActivityAt   TEXT    NOT NULL,
    Document     TEXT    NOT NULL,
    CONSTRAINT UX_Project_Reference UNIQUE (OwnerId, ReferenceKey)
) STRICT;

-- What lists filter by, one row a value: Facet is the name of the filter, 'all' has one row for each project that is not withdrawn.
-- Days are counted from 0001-01-01 (day 0), an open end is day 3652058 (9999-12-31); UpdatedMicros are microseconds since 1970-01-01.
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

-- The words of title, description, reference and beneficiaries, folded.
CREATE TABLE ProjectWord (
    Word      TEXT    NOT NULL,
    ProjectId INTEGER NOT NULL CONSTRAINT FK_ProjectWord_Project REFERENCES Project (ProjectId),
    CONSTRAINT PK_ProjectWord PRIMARY KEY (Word, ProjectId)
) STRICT, WITHOUT ROWID;

CREATE INDEX IX_ProjectWord_Project ON ProjectWord (ProjectId, Word);

-- What the donors give, summed by currency. Amount counts ten-thousandths: SQLite's decimals are floating point.
CREATE TABLE ProjectAmount (
    ProjectId INTEGER NOT NULL CONSTRAINT FK_ProjectAmount_Project REFERENCES Project (ProjectId),
    Currency  TEXT    NOT NULL,
    Amount    INTEGER NOT NULL,
    CONSTRAINT PK_ProjectAmount PRIMARY KEY (ProjectId, Currency)
) STRICT, WITHOUT ROWID;

-- One row for each country and pillar of a project that takes part in overlaps: neither cancelled nor withdrawn.
CREATE TABLE ProjectCell (
    Country        TEXT    NOT NULL,
    Pillar         INTEGER NOT NULL,
    StartDay       INTEGER NOT NULL,
    ProjectId      INTEGER NOT NULL CONSTRAINT FK_ProjectCell_Project REFERENCES Project (ProjectId),
    EndDay         INTEGER NOT NULL,
    -- The day five years after the start: how far an open end counts when pairs are ranked.
    OpenEndDay     INTEGER NOT NULL,
    OwnerId        INTEGER NOT NULL,
    DonorSetId     INTEGER NOT NULL,
    -- The project's pillars and countries below this cell's, as bits: one for each pillar, then one for a country; some countries share a bit.
    Lower          INTEGER NOT NULL,
    -- No pair that begins with this project shares more days: its own, or those of the five years of an open end.
    MostDays       INTEGER NOT NULL,
    CONSTRAINT PK_ProjectCell PRIMARY KEY (Country, Pillar, StartDay, ProjectId)
) STRICT, WITHOUT ROWID;

CREATE INDEX IX_ProjectCell_Start ON ProjectCell (StartDay, ProjectId, Country, Pillar, EndDay, OpenEndDay, OwnerId, DonorSetId, Lower);
CREATE INDEX IX_ProjectCell_Project ON ProjectCell (ProjectId, Pillar, Country, MostDays);
CREATE INDEX IX_ProjectCell_MostDays ON ProjectCell (MostDays);

-- The years that a date may lie in; presence by year joins it.
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
       -- Days before 1 January of a year of the Gregorian calendar, counted from 0001-01-01.
       365 * (Year - 1) + (Year - 1) / 4 - (Year - 1) / 100 + (Year - 1) / 400,
       365 * Year + Year / 4 - Year / 100 + Year / 400 - 1
FROM Numbered;
