-- Adds subscriptions that are told by e-mail or read as a feed, and the tokens of links in mails. An older program does
-- not start on the migrated database, and one that runs would send webhooks to mailboxes: stop it first.
-- Not safe to run twice; the journal guards it.
ALTER TABLE adam.Subscription DROP CONSTRAINT CK_Subscription_Channel;
GO
ALTER TABLE adam.Subscription ADD CONSTRAINT CK_Subscription_Channel CHECK (Channel IN (1, 2, 3));
GO
ALTER TABLE adam.Subscription
    ADD DigestHour tinyint NULL CONSTRAINT CK_Subscription_DigestHour CHECK (DigestHour BETWEEN 0 AND 23);
GO
ALTER TABLE adam.Subscription ADD ConfirmationSentAt datetime2(6) NULL;
GO
ALTER TABLE adam.Subscription ADD ConfirmedAt datetime2(6) NULL;
GO
ALTER TABLE adam.Subscription ADD UnansweredAt datetime2(6) NULL;
GO
ALTER TABLE adam.SubscriptionDelivery ADD Events int NULL;
GO

-- The tokens of links in mails. Only hashes are stored: whoever reads the table can neither confirm nor unsubscribe.
CREATE TABLE adam.SubscriptionToken (
    TokenHash      varbinary(32) NOT NULL CONSTRAINT PK_SubscriptionToken PRIMARY KEY,
    -- 1 confirmation, 2 unsubscription.
    Purpose        tinyint NOT NULL CONSTRAINT CK_SubscriptionToken_Purpose CHECK (Purpose IN (1, 2)),
    -- No foreign key: confirmations are counted until they expire, also those of deleted subscriptions.
    SubscriptionId bigint NOT NULL,
    PartnerId      int NOT NULL,
    -- The address to which the link was sent. A link ends with a change of the address.
    Email          nvarchar(254) COLLATE Latin1_General_BIN2 NOT NULL,
    ExpiresAt      datetime2(6) NOT NULL
);
GO
CREATE INDEX IX_SubscriptionToken_Subscription ON adam.SubscriptionToken (SubscriptionId, ExpiresAt);
GO
CREATE INDEX IX_SubscriptionToken_Partner ON adam.SubscriptionToken (PartnerId, Purpose, ExpiresAt);
GO
CREATE INDEX IX_SubscriptionToken_Email ON adam.SubscriptionToken (Email, Purpose, ExpiresAt);
GO
