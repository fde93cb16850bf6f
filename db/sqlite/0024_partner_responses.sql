-- Adds the responses of partners to questionnaires.
-- The table is new, so an older program on the same database goes on.
-- Not safe to run twice; the journal guards it.

-- A row for each response. Document is the record as the API returns it.
CREATE TABLE PartnerResponse (
    QuestionnaireId INTEGER NOT NULL
        CONSTRAINT FK_PartnerResponse_Questionnaire REFERENCES Questionnaire (QuestionnaireId),
    PartnerId       INTEGER NOT NULL CONSTRAINT FK_PartnerResponse_Partner REFERENCES Partner (PartnerId),
    Version         INTEGER NOT NULL,
    -- The day on which it was received, as a number from 0001-01-01 on; null if it counts as not received.
    ReceivedDay     INTEGER NULL,
    Document        TEXT    NOT NULL,
    CONSTRAINT PK_PartnerResponse PRIMARY KEY (QuestionnaireId, PartnerId)
) STRICT, WITHOUT ROWID;

-- Rates count the responses of all questionnaires by a day, without their documents.
CREATE INDEX IX_PartnerResponse_ReceivedDay ON PartnerResponse (ReceivedDay, QuestionnaireId, PartnerId);
