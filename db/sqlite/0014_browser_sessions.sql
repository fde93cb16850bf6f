-- Adds the sessions of browsers: a person exchanges a key for a cookie, so that no page holds the key. An older program
-- serves no pages that use them, and is not affected.
-- Not safe to run twice; the journal guards it.

-- Only hashes of the tokens are stored: whoever reads the table or a backup cannot use a session.
CREATE TABLE BrowserSession (
    TokenHash BLOB    NOT NULL CONSTRAINT PK_BrowserSession PRIMARY KEY,
    ApiKeyId  INTEGER NOT NULL CONSTRAINT FK_BrowserSession_ApiKey REFERENCES ApiKey (ApiKeyId),
    CreatedAt TEXT    NOT NULL,
    ExpiresAt TEXT    NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX IX_BrowserSession_ApiKey ON BrowserSession (ApiKeyId, CreatedAt);
CREATE INDEX IX_BrowserSession_ExpiresAt ON BrowserSession (ExpiresAt);
