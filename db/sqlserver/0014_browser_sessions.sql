-- Adds the sessions of browsers: a person exchanges a key for a cookie, so that no page holds the key. An older program
-- serves no pages that use them, and is not affected.
-- Not safe to run twice; the journal guards it.

-- Only hashes of the tokens are stored: whoever reads the table or a backup cannot use a session.
CREATE TABLE adam.BrowserSession (
    TokenHash varbinary(32) NOT NULL CONSTRAINT PK_BrowserSession PRIMARY KEY,
    ApiKeyId  bigint NOT NULL CONSTRAINT FK_BrowserSession_ApiKey REFERENCES adam.ApiKey (ApiKeyId),
    CreatedAt datetime2(6) NOT NULL,
    ExpiresAt datetime2(6) NOT NULL
);
GO
CREATE INDEX IX_BrowserSession_ApiKey ON adam.BrowserSession (ApiKeyId, CreatedAt);
GO
CREATE INDEX IX_BrowserSession_ExpiresAt ON adam.BrowserSession (ExpiresAt);
GO
