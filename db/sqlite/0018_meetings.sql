-- Adds the times of memberships in the partnership, meetings and recommendations. A partner was a member or not; from
-- now on the days decide, so Partner.Member is gone. An older program does not start on the migrated database.
-- Not safe to run twice; the journal guards it.

-- The times in which a partner is a member of the partnership. Days are numbers from 0001-01-01 on; both are included.
CREATE TABLE PartnerMembership (
    PartnerId  INTEGER NOT NULL CONSTRAINT FK_PartnerMembership_Partner REFERENCES Partner (PartnerId),
    Ordinal    INTEGER NOT NULL,
    -- Null: since before records began.
    FromDay    INTEGER NULL,
    -- Null: without a known end.
    UntilDay   INTEGER NULL,
    -- The reference of the meeting that endorsed the membership.
    EndorsedAt TEXT    NULL,
    CONSTRAINT PK_PartnerMembership PRIMARY KEY (PartnerId, Ordinal),
    CONSTRAINT CK_PartnerMembership_Days CHECK (FromDay <= UntilDay)
) STRICT, WITHOUT ROWID;

-- The one known day of joining: the 12th Policy Consultative Group meeting endorsed EAG on 2015-12-16.
INSERT INTO PartnerMembership (PartnerId, Ordinal, FromDay, EndorsedAt)
SELECT PartnerId, 0, CASE WHEN Code = 'EAG' THEN 735947 END, CASE WHEN Code = 'EAG' THEN 'PCG-12' END
FROM Partner
WHERE Member = 1;

ALTER TABLE Partner DROP COLUMN Member;

-- A row for each meeting. Document is the record as the API returns it, without what other records decide.
CREATE TABLE Meeting (
    MeetingId    INTEGER NOT NULL CONSTRAINT PK_Meeting PRIMARY KEY AUTOINCREMENT,
    -- The reference in upper case.
    ReferenceKey TEXT    NOT NULL CONSTRAINT UX_Meeting_ReferenceKey UNIQUE,
    Version      INTEGER NOT NULL,
    WithdrawnAt  TEXT    NULL,
    Document     TEXT    NOT NULL
) STRICT;

-- A row for each recommendation, in the same form.
CREATE TABLE Recommendation (
    RecommendationId INTEGER NOT NULL CONSTRAINT PK_Recommendation PRIMARY KEY AUTOINCREMENT,
    -- The reference in upper case.
    ReferenceKey     TEXT    NOT NULL CONSTRAINT UX_Recommendation_ReferenceKey UNIQUE,
    Version          INTEGER NOT NULL,
    WithdrawnAt      TEXT    NULL,
    Document         TEXT    NOT NULL
) STRICT;
