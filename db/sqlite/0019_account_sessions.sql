-- Lets a session of a browser be that of an account of the OpenID Connect issuer, too. The sessions that are there end,
-- and people sign in again. An older program takes the session of an account for one that has ended.
-- Not safe to run twice; the journal guards it.

DROP TABLE BrowserSession;

-- Only hashes of the tokens are stored: whoever reads the table or a backup cannot use a session.
CREATE TABLE BrowserSession (
    TokenHash BLOB    NOT NULL CONSTRAINT PK_BrowserSession PRIMARY KEY,
    -- The key that was exchanged; null for an account.
    ApiKeyId  INTEGER NULL CONSTRAINT FK_BrowserSession_ApiKey REFERENCES ApiKey (ApiKeyId),
    -- The account, as the issuer has stated it; null for a key.
    AccountId TEXT    NULL,
    PartnerId INTEGER NULL CONSTRAINT FK_BrowserSession_Partner REFERENCES Partner (PartnerId),
    -- 1 viewer, 2 donor, 3 analyst, 4 admin.
    Role      INTEGER NULL CONSTRAINT CK_BrowserSession_Role CHECK (Role BETWEEN 1 AND 4),
    Name      TEXT    NULL,
    Issuer    TEXT    NULL,
    Subject   TEXT    NULL,
    CreatedAt TEXT    NOT NULL,
    ExpiresAt TEXT    NOT NULL,
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
) STRICT, WITHOUT ROWID;

CREATE INDEX IX_BrowserSession_ApiKey ON BrowserSession (ApiKeyId, CreatedAt);
CREATE INDEX IX_BrowserSession_Account ON BrowserSession (AccountId, CreatedAt);
CREATE INDEX IX_BrowserSession_ExpiresAt ON BrowserSession (ExpiresAt);
