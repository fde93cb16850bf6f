-- Lets a session of a browser be that of an account of the OpenID Connect issuer, too. The sessions that are there end,
-- and people sign in again. An older program takes the session of an account for one that has ended.
-- Not safe to run twice; the journal guards it.

DROP TABLE adam.BrowserSession;
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
