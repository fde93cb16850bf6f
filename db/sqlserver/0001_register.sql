-- The register: partners, keys, projects, and what is derived from projects so that questions are answered from an index.
-- The first script: no older server. Not safe to run twice; the journal guards it.
-- Keys that C# has folded are compared by code point, whatever the database's collation.

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
    -- No pair that begins with this project shares more days: its own, or those of the five years of an open end.
    MostDays       int NOT NULL,
    CONSTRAINT PK_ProjectCell PRIMARY KEY (Country, Pillar, StartDay, ProjectId)
);
GO
CREATE INDEX IX_ProjectCell_Start ON adam.ProjectCell (StartDay, ProjectId, Country, Pillar) INCLUDE (EndDay, OpenEndDay, OwnerId, DonorSetId, Lower);
GO
CREATE INDEX IX_ProjectCell_Project ON adam.ProjectCell (ProjectId, Pillar, Country, MostDays);
GO
CREATE INDEX IX_ProjectCell_MostDays ON adam.ProjectCell (MostDays);
GO

-- The years that a date may lie in; presence by year joins it.
CREATE TABLE adam.CalendarYear (
    Year     int NOT NULL CONSTRAINT PK_CalendarYear PRIMARY KEY,
    FirstDay int NOT NULL,
    LastDay  int NOT NULL
);
GO

WITH Numbered AS (
    SELECT 1970 AS Year
    UNION ALL
    SELECT Year + 1 FROM Numbered WHERE Year < 2100
)
INSERT INTO adam.CalendarYear (Year, FirstDay, LastDay)
SELECT Year,
       -- Days before 1 January of a year of the Gregorian calendar, counted from 0001-01-01.
       365 * (Year - 1) + (Year - 1) / 4 - (Year - 1) / 100 + (Year - 1) / 400,
       365 * Year + Year / 4 - Year / 100 + Year / 400 - 1
FROM Numbered
OPTION (MAXRECURSION 200);
GO
