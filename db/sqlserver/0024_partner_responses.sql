-- Adds the responses of partners to questionnaires.
-- The table is new, so an older program on the same database goes on.
-- Not safe to run twice; the journal guards it.

-- A row for each response. Document is the record as the API returns it.
CREATE TABLE adam.PartnerResponse (
    QuestionnaireId int NOT NULL
        CONSTRAINT FK_PartnerResponse_Questionnaire REFERENCES adam.Questionnaire (QuestionnaireId),
    PartnerId       int NOT NULL CONSTRAINT FK_PartnerResponse_Partner REFERENCES adam.Partner (PartnerId),
    Version         int NOT NULL,
    -- The day on which it was received, as a number from 0001-01-01 on; null if it counts as not received.
    ReceivedDay     int NULL,
    Document        nvarchar(max) NOT NULL,
    CONSTRAINT PK_PartnerResponse PRIMARY KEY (QuestionnaireId, PartnerId)
);
GO

-- Rates count the responses of all questionnaires by a day, without their documents.
CREATE INDEX IX_PartnerResponse_ReceivedDay ON adam.PartnerResponse (ReceivedDay, QuestionnaireId, PartnerId);
GO
