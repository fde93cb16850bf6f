-- Adds to keys their expiry, their last use, the addresses and scopes that they are restricted to, and the key that
-- each one replaces. The keys that are there stay valid without any restriction.
-- Not safe to run twice; the journal guards it.

ALTER TABLE ApiKey ADD COLUMN ExpiresAt TEXT NULL;
-- The instant at which the program found the key expired. It is a state: a clock that goes back makes no key valid.
ALTER TABLE ApiKey ADD COLUMN ExpiredAt TEXT NULL;
-- The hour of the last use.
ALTER TABLE ApiKey ADD COLUMN LastUsedAt TEXT NULL;
-- Networks in CIDR notation, with spaces between them; null for every address.
ALTER TABLE ApiKey ADD COLUMN AllowedAddresses TEXT NULL;
-- Bit 0 read, 1 projects:write, 2 imports:write, 3 overlaps:decide, 4 subscriptions:write, 5 reference:write,
-- 6 audit:read, 7 keys:manage; null for all scopes of the role.
ALTER TABLE ApiKey ADD COLUMN Scopes INTEGER NULL CONSTRAINT CK_ApiKey_Scopes CHECK (Scopes BETWEEN 1 AND 255);
-- The id of the key that this one replaces.
ALTER TABLE ApiKey ADD COLUMN Replaces TEXT NULL;

CREATE INDEX IX_ApiKey_Expiry ON ApiKey (ExpiresAt) WHERE ExpiresAt IS NOT NULL AND ExpiredAt IS NULL;
