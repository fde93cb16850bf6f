-- Adds to keys their expiry, their last use, the addresses and scopes that they are restricted to, and the key that
-- each one replaces. The keys that are there stay valid without any restriction.
-- Not safe to run twice; the journal guards it.

ALTER TABLE adam.ApiKey ADD ExpiresAt datetime2(6) NULL;
GO
-- The instant at which the program found the key expired. It is a state: a clock that goes back makes no key valid.
ALTER TABLE adam.ApiKey ADD ExpiredAt datetime2(6) NULL;
GO
-- The hour of the last use.
ALTER TABLE adam.ApiKey ADD LastUsedAt datetime2(6) NULL;
GO
-- Networks in CIDR notation, with spaces between them; null for every address.
ALTER TABLE adam.ApiKey ADD AllowedAddresses nvarchar(2400) NULL;
GO
-- Bit 0 read, 1 projects:write, 2 imports:write, 3 overlaps:decide, 4 subscriptions:write, 5 reference:write,
-- 6 audit:read, 7 keys:manage; null for all scopes of the role.
ALTER TABLE adam.ApiKey ADD Scopes int NULL CONSTRAINT CK_ApiKey_Scopes CHECK (Scopes BETWEEN 1 AND 255);
GO
-- The id of the key that this one replaces.
ALTER TABLE adam.ApiKey ADD Replaces nvarchar(16) COLLATE Latin1_General_BIN2 NULL;
GO

CREATE INDEX IX_ApiKey_Expiry ON adam.ApiKey (ExpiresAt) WHERE ExpiresAt IS NOT NULL AND ExpiredAt IS NULL;
GO
