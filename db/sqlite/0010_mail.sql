-- Adds subscriptions that are told by e-mail or read as a feed, and the tokens of links in mails. SQLite cannot change
-- a constraint, so the tables of subscriptions are made anew, with their rows. An older program does not start on the
-- migrated database, and one that runs would send webhooks to mailboxes: stop it first.
-- Not safe to run twice; the journal guards it.
CREATE TABLE SubscriptionOfMoreChannels (
    SubscriptionId      INTEGER NOT NULL CONSTRAINT PK_Subscription PRIMARY KEY AUTOINCREMENT,
    Id                  TEXT    NOT NULL CONSTRAINT UX_Subscription_Id UNIQUE,
    PartnerId           INTEGER NOT NULL CONSTRAINT FK_Subscription_Partner REFERENCES Partner (PartnerId),
    -- 1 webhook, 2 e-mail, 3 feed.
    Channel             INTEGER NOT NULL CONSTRAINT CK_Subscription_Channel CHECK (Channel IN (1, 2, 3)),
    Name                TEXT    NOT NULL,
    -- The URL of a webhook or the address of a mailbox; empty for a feed.
    Url                 TEXT    NOT NULL,
    -- Events and filters, as JSON.
    Definition          TEXT    NOT NULL,
    -- The key of the signatures of a webhook, as it is, because the register signs with it. The hash of the token
    -- of a feed. Empty for e-mail.
    Secret              BLOB    NOT NULL,
    -- The key before the last one, which also signs until the instant.
    PreviousSecret      BLOB    NULL,
    PreviousSecretUntil TEXT    NULL,
    -- 1 active, 2 paused by its owner, 3 disabled after failures or by the recipient.
    State               INTEGER NOT NULL CONSTRAINT CK_Subscription_State CHECK (State IN (1, 2, 3)),
    StateReason         TEXT    NULL,
    Version             INTEGER NOT NULL,
    CreatedAt           TEXT    NOT NULL,
    CreatedBy           TEXT    NOT NULL,
    -- The change up to which everything is delivered: its number and its instant in microseconds.
    ChangeId            INTEGER NOT NULL,
    ChangeMicros        INTEGER NOT NULL,
    -- The number of failed attempts since the last delivery.
    Failures            INTEGER NOT NULL,
    FailingSince        TEXT    NULL,
    NextAttemptAt       TEXT    NULL,
    -- The hour (UTC) of a daily mail; null for mails at once, and for other channels.
    DigestHour          INTEGER NULL CONSTRAINT CK_Subscription_DigestHour CHECK (DigestHour BETWEEN 0 AND 23),
    -- The instant at which the question to the recipient was sent; null if it must be sent.
    ConfirmationSentAt  TEXT    NULL,
    -- The instant at which the recipient agreed; null before, and for other channels.
    ConfirmedAt         TEXT    NULL,
    -- The instant of an attempt to send a mail whose outcome is unknown; null if there is none.
    UnansweredAt        TEXT    NULL
) STRICT;

INSERT INTO SubscriptionOfMoreChannels (
    SubscriptionId, Id, PartnerId, Channel, Name, Url, Definition, Secret, PreviousSecret, PreviousSecretUntil, State,
    StateReason, Version, CreatedAt, CreatedBy, ChangeId, ChangeMicros, Failures, FailingSince, NextAttemptAt)
SELECT SubscriptionId, Id, PartnerId, Channel, Name, Url, Definition, Secret, PreviousSecret, PreviousSecretUntil,
       State, StateReason, Version, CreatedAt, CreatedBy, ChangeId, ChangeMicros, Failures, FailingSince, NextAttemptAt
FROM Subscription;

CREATE TABLE DeliveryOfMoreChannels (
    DeliveryId     INTEGER NOT NULL CONSTRAINT PK_SubscriptionDelivery PRIMARY KEY AUTOINCREMENT,
    SubscriptionId INTEGER NOT NULL CONSTRAINT FK_SubscriptionDelivery_Subscription
        REFERENCES SubscriptionOfMoreChannels (SubscriptionId),
    -- The id of the event, or of the mail.
    EventId        TEXT    NOT NULL,
    -- 0 for a mail.
    EventType      INTEGER NOT NULL,
    AttemptedAt    TEXT    NOT NULL,
    -- The status of HTTP or the reply code of SMTP; null if there was no response.
    Status         INTEGER NULL,
    -- The reason of a failure; null if the event was delivered.
    Error          TEXT    NULL,
    -- The number of events of a mail; null for a webhook, which sends one.
    Events         INTEGER NULL
) STRICT;

INSERT INTO DeliveryOfMoreChannels (
    DeliveryId, SubscriptionId, EventId, EventType, AttemptedAt, Status, Error)
SELECT DeliveryId, SubscriptionId, EventId, EventType, AttemptedAt, Status, Error
FROM SubscriptionDelivery;

DROP TABLE SubscriptionDelivery;
DROP TABLE Subscription;
ALTER TABLE SubscriptionOfMoreChannels RENAME TO Subscription;
ALTER TABLE DeliveryOfMoreChannels RENAME TO SubscriptionDelivery;

CREATE INDEX IX_Subscription_Partner ON Subscription (PartnerId, SubscriptionId);
CREATE INDEX IX_SubscriptionDelivery_Subscription ON SubscriptionDelivery (SubscriptionId, DeliveryId);

-- The tokens of links in mails. Only hashes are stored: whoever reads the table can neither confirm nor unsubscribe.
CREATE TABLE SubscriptionToken (
    TokenHash      BLOB    NOT NULL CONSTRAINT PK_SubscriptionToken PRIMARY KEY,
    -- 1 confirmation, 2 unsubscription.
    Purpose        INTEGER NOT NULL CONSTRAINT CK_SubscriptionToken_Purpose CHECK (Purpose IN (1, 2)),
    -- No foreign key: confirmations are counted until they expire, also those of deleted subscriptions.
    SubscriptionId INTEGER NOT NULL,
    PartnerId      INTEGER NOT NULL,
    -- The address to which the link was sent. A link ends with a change of the address.
    Email          TEXT    NOT NULL,
    ExpiresAt      TEXT    NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX IX_SubscriptionToken_Subscription ON SubscriptionToken (SubscriptionId, ExpiresAt);
CREATE INDEX IX_SubscriptionToken_Partner ON SubscriptionToken (PartnerId, Purpose, ExpiresAt);
CREATE INDEX IX_SubscriptionToken_Email ON SubscriptionToken (Email, Purpose, ExpiresAt);
