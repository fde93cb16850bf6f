-- Adds the times of memberships in the partnership, meetings and recommendations. A partner was a member or not; from
-- now on the days decide, so Partner.Member is gone. An older program does not start on the migrated database.
-- Not safe to run twice; the journal guards it.

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

-- The one known day of joining: the 12th Policy Consultative Group meeting endorsed EAG on 2015-12-16.
INSERT INTO adam.PartnerMembership (PartnerId, Ordinal, FromDay, EndorsedAt)
SELECT PartnerId, 0, CASE WHEN Code = 'EAG' THEN 735947 END, CASE WHEN Code = 'EAG' THEN 'PCG-12' END
FROM adam.Partner
WHERE Member = 1;
GO

ALTER TABLE adam.Partner DROP COLUMN Member;
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

-- A row for each recommendation, in the same form.
CREATE TABLE adam.Recommendation (
    RecommendationId int IDENTITY(1, 1) NOT NULL CONSTRAINT PK_Recommendation PRIMARY KEY,
    -- The reference in upper case.
    ReferenceKey     nvarchar(60) COLLATE Latin1_General_BIN2 NOT NULL CONSTRAINT UX_Recommendation_ReferenceKey UNIQUE,
    Version          int NOT NULL,
    WithdrawnAt      datetime2(6) NULL,
    Document         nvarchar(max) NOT NULL
);
GO
