namespace Adam.Data.Databases;

/// <summary>A table that both databases have.</summary>
/// <param name="Name">The name of the table.</param>
/// <param name="Key">Its primary key. Rows are read and written in this order, which is their order on disk.</param>
internal sealed record RegisterTable(string Name, string Key, params Column[] Columns)
{
    /// <summary>
    /// All tables with recorded or derived rows, each after the tables that it references. Excluded are the tables that
    /// migrations fill (calendar, journal), and commit marks, which belong to one server.
    /// </summary>
    public static readonly IReadOnlyList<RegisterTable> All =
    [
        new(
            "Partner",
            "PartnerId",
            Whole("PartnerId"),
            Text("Code"),
            Whole("Kind"),
            Text("Name"),
            Text("Contact"),
            Whole("Version")
        ),
        new("PartnerName", "NameKey", Text("NameKey"), Whole("PartnerId"), Whole("Ordinal"), Text("Name")),
        new("PartnerIdentifier", "Identifier", Text("Identifier"), Whole("PartnerId"), Whole("Ordinal")),
        new(
            "PartnerMembership",
            "PartnerId, Ordinal",
            Whole("PartnerId"),
            Whole("Ordinal"),
            Whole("FromDay"),
            Whole("UntilDay"),
            Text("EndorsedAt")
        ),
        new("DerivedTable", "Name", Text("Name"), Whole("Version")),
        new(
            "ApiKey",
            "ApiKeyId",
            Whole("ApiKeyId"),
            Text("Id"),
            Whole("PartnerId"),
            Whole("Role"),
            Text("Name"),
            Bytes("Hash"),
            Instant("CreatedAt"),
            Instant("RevokedAt"),
            Instant("ExpiresAt"),
            Instant("ExpiredAt"),
            Instant("LastUsedAt"),
            Text("AllowedAddresses"),
            Whole("Scopes"),
            Text("Replaces")
        ),
        new(
            "BrowserSession",
            "TokenHash",
            Bytes("TokenHash"),
            Whole("ApiKeyId"),
            Text("AccountId"),
            Whole("PartnerId"),
            Whole("Role"),
            Text("Name"),
            Text("Issuer"),
            Text("Subject"),
            Instant("CreatedAt"),
            Instant("ExpiresAt")
        ),
        new(
            "IdempotencyKey",
            "KeyId, Value",
            Text("KeyId"),
            Text("Value"),
            Bytes("RequestHash"),
            Whole("Status"),
            Text("Location"),
            Text("ETag"),
            Text("Body"),
            Instant("CreatedAt")
        ),
        new(
            "ExchangeRate",
            "Currency, Year",
            Text("Currency"),
            Whole("Year"),
            Text("UnitsPerUsd"),
            Text("Source"),
            Text("AddedBy"),
            Instant("AddedAt")
        ),
        new("DonorSet", "DonorSetId", Whole("DonorSetId"), Text("DonorSetKey")),
        new("DonorSetDonor", "DonorSetId, DonorKey", Whole("DonorSetId"), Text("DonorKey")),
        new("OrganisationName", "NameKey", Text("NameKey"), Text("Name")),
        new(
            "Project",
            "ProjectId",
            Whole("ProjectId"),
            Id("Id"),
            Whole("OwnerId"),
            Text("ReferenceKey"),
            Whole("Version"),
            Instant("UpdatedAt"),
            Instant("WithdrawnAt"),
            Instant("ScopeChangedAt"),
            Text("Document"),
            Whole("IsRestricted")
        ),
        new(
            "ProjectFacet",
            "Facet, Value, ProjectId",
            Text("Facet"),
            Text("Value"),
            Whole("ProjectId"),
            Whole("StartDay"),
            Whole("EndDay"),
            Whole("UpdatedMicros")
        ),
        new("ProjectWord", "Word, ProjectId", Text("Word"), Whole("ProjectId")),
        new(
            "ProjectPlace",
            "LatitudeBand, Longitude, Latitude, ProjectId",
            Whole("LatitudeBand"),
            Whole("Longitude"),
            Whole("Latitude"),
            Whole("ProjectId"),
            Whole("X"),
            Whole("Y"),
            Whole("Z")
        ),
        new("ProjectAmount", "ProjectId, Currency", Whole("ProjectId"), Text("Currency"), Amount("Amount")),
        new(
            "ProjectDonorAmount",
            "ProjectId, DonorKey, Currency",
            Whole("ProjectId"),
            Text("DonorKey"),
            Text("Currency"),
            Amount("Amount")
        ),
        new(
            "ProjectCell",
            "Country, Pillar, StartDay, ProjectId",
            Text("Country"),
            Whole("Pillar"),
            Whole("StartDay"),
            Whole("ProjectId"),
            Whole("EndDay"),
            Whole("OpenEndDay"),
            Whole("OwnerId"),
            Whole("DonorSetId"),
            Whole("Lower")
        ),
        new(
            "TermStatistics",
            "TermStatisticsId",
            Whole("TermStatisticsId"),
            Text("Id"),
            Whole("RulesVersion"),
            Whole("ProjectCount"),
            Text("Counts"),
            Instant("CreatedAt")
        ),
        new(
            "ProjectBlockingKey",
            "ProjectId, KeyHash",
            Whole("ProjectId"),
            Whole("KeyHash"),
            Whole("StartDay"),
            Whole("EndDay")
        ),
        new(
            "Overlap",
            "FirstId, SecondId",
            Whole("FirstId"),
            Whole("SecondId"),
            Whole("Score"),
            Whole("Kind"),
            Whole("StartDay"),
            Whole("EndDay"),
            Whole("Days"),
            Whole("Pillars"),
            Whole("FoundMicros"),
            Whole("UpdatedMicros"),
            Whole("Verdict"),
            Whole("IsStale"),
            Whole("IsRestricted")
        ),
        new("OverlapReasons", "FirstId, SecondId", Whole("FirstId"), Whole("SecondId"), Text("Reasons")),
        new(
            "OverlapByProject",
            "ProjectId, OtherId",
            Whole("ProjectId"),
            Whole("OtherOwnerId"),
            Whole("Score"),
            Whole("OtherId")
        ),
        new(
            "OverlapFacet",
            "FirstId, SecondId, Facet, Value",
            Whole("FirstId"),
            Whole("SecondId"),
            Text("Facet"),
            Text("Value"),
            Whole("Score"),
            Whole("Bits")
        ),
        new("OverlapLink", "ProjectId, OtherId", Whole("ProjectId"), Whole("OtherId"), Whole("Score")),
        new(
            "OverlapClusterMember",
            "ProjectId",
            Whole("ProjectId"),
            Whole("ClusterId"),
            Whole("Score"),
            Whole("Links")
        ),
        new(
            "OverlapCluster",
            "ClusterId",
            Whole("ClusterId"),
            Whole("Score"),
            Whole("Projects"),
            Whole("Links"),
            Whole("Revision"),
            Whole("IsUnverified")
        ),
        new(
            "PresenceSum",
            "Dimensions, Cell, Partner",
            Whole("Dimensions"),
            Text("Cell"),
            Text("Partner"),
            Whole("Projects")
        ),
        new(
            "PresenceAmountSum",
            "Dimensions, Cell, Currency, StartYear",
            Whole("Dimensions"),
            Text("Cell"),
            Text("Currency"),
            Whole("StartYear"),
            Whole("Amounts"),
            Whole("Units"),
            Whole("TenThousandths"),
            Whole("GivenUnits"),
            Whole("GivenTenThousandths")
        ),
        new(
            "OverlapSum",
            "Dimensions, Cell, Kind, Verdict",
            Whole("Dimensions"),
            Text("Cell"),
            Whole("Kind"),
            Whole("Verdict"),
            Whole("Overlaps"),
            Whole("Days")
        ),
        new(
            "OverlapAmountSum",
            "Dimensions, Cell, Kind, Verdict, Currency",
            Whole("Dimensions"),
            Text("Cell"),
            Whole("Kind"),
            Whole("Verdict"),
            Text("Currency"),
            Whole("Amounts"),
            Whole("Units"),
            Whole("TenThousandths")
        ),
        new(
            "OverlapMonthSum",
            "Donor, Month, Kind, Verdict",
            Text("Donor"),
            Whole("Month"),
            Whole("Kind"),
            Whole("Verdict"),
            Whole("Projects")
        ),
        new(
            "OverlapVerdict",
            "VerdictId",
            Whole("VerdictId"),
            Whole("FirstId"),
            Whole("SecondId"),
            Whole("Verdict"),
            Text("Note"),
            Text("DecidedBy"),
            Text("Partner"),
            Instant("DecidedAt"),
            Instant("StaleAt"),
            Text("Evidence")
        ),
        new(
            "OverlapNote",
            "NoteId",
            Whole("NoteId"),
            Id("Id"),
            Whole("FirstId"),
            Whole("SecondId"),
            Text("Text"),
            Whole("Proposed"),
            Text("WrittenBy"),
            Text("Partner"),
            Instant("WrittenAt")
        ),
        new(
            "RegisterChange",
            "ChangeId",
            Whole("ChangeId"),
            Whole("Kind"),
            Whole("ProjectId"),
            Whole("OtherId"),
            Whole("Version"),
            Instant("ChangedAt"),
            Text("ChangedBy"),
            Text("Fields"),
            Text("Scope"),
            Whole("ImportId"),
            Whole("FirstRestrictedTo"),
            Whole("SecondRestrictedTo")
        ),
        new(
            "AuditEntry",
            "AuditId",
            Whole("AuditId"),
            Instant("At"),
            Whole("Subject"),
            Whole("Action"),
            Whole("ProjectId"),
            Text("RecordId"),
            Whole("Version"),
            Text("KeyId"),
            Text("KeyName"),
            Text("Partner"),
            Text("RequestId"),
            Whole("ImportId"),
            Whole("IsPatch"),
            Text("Content"),
            Text("Hash")
        ),
        new(
            "AuditCut",
            "FirstEntry",
            Whole("FirstEntry"),
            Instant("CutBefore"),
            Instant("CutAt"),
            Whole("Entries"),
            Text("Digest"),
            Text("Signature")
        ),
        new(
            "Refusal",
            "RefusalId",
            Whole("RefusalId"),
            Instant("FirstAt"),
            Instant("LastAt"),
            Whole("Requests"),
            Whole("Status"),
            Text("Code"),
            Text("Detail"),
            Text("KeyId"),
            Text("KeyName"),
            Text("Partner"),
            Text("RemoteAddress"),
            Text("Method"),
            Text("Route"),
            Text("RequestId")
        ),
        new(
            "Subscription",
            "SubscriptionId",
            Whole("SubscriptionId"),
            Id("Id"),
            Whole("PartnerId"),
            Whole("Channel"),
            Text("Name"),
            Text("Url"),
            Text("Definition"),
            Bytes("Secret"),
            Bytes("PreviousSecret"),
            Instant("PreviousSecretUntil"),
            Whole("State"),
            Text("StateReason"),
            Whole("Version"),
            Instant("CreatedAt"),
            Text("CreatedBy"),
            Whole("ChangeId"),
            Whole("ChangeMicros"),
            Whole("Failures"),
            Instant("FailingSince"),
            Instant("NextAttemptAt"),
            Whole("DigestHour"),
            Instant("ConfirmationSentAt"),
            Instant("ConfirmedAt"),
            Instant("UnansweredAt")
        ),
        new(
            "SubscriptionDelivery",
            "DeliveryId",
            Whole("DeliveryId"),
            Whole("SubscriptionId"),
            Text("EventId"),
            Whole("EventType"),
            Instant("AttemptedAt"),
            Whole("Status"),
            Text("Error"),
            Whole("Events")
        ),
        new(
            "SubscriptionToken",
            "TokenHash",
            Bytes("TokenHash"),
            Whole("Purpose"),
            Whole("SubscriptionId"),
            Whole("PartnerId"),
            Text("Email"),
            Instant("ExpiresAt")
        ),
        new(
            "Import",
            "ImportId",
            Whole("ImportId"),
            Id("Id"),
            Whole("PartnerId"),
            Whole("OwnerId"),
            Text("CreatedBy"),
            Whole("State"),
            Text("StateReason"),
            Whole("IsJob"),
            Whole("IsDryRun"),
            Whole("IsCancelled"),
            Text("Format"),
            Text("FileName"),
            Whole("Size"),
            Bytes("Sha256"),
            Text("Source"),
            Text("Options"),
            Instant("CreatedAt"),
            Instant("StartedAt"),
            Instant("EndedAt"),
            Whole("TotalBytes"),
            Whole("BytesRead"),
            Whole("RecordsRead"),
            Whole("RecordsWritten"),
            Whole("Created"),
            Whole("Updated"),
            Whole("Unchanged"),
            Whole("Rejected"),
            Whole("Missing"),
            Whole("Withdrawn"),
            Text("LeaseHolder"),
            Instant("LeaseUntil"),
            Whole("Attempts"),
            Whole("IsListed"),
            Instant("KeptUntil"),
            Instant("UndoneAt"),
            Text("UndoneBy")
        ),
        new(
            "ImportedProject",
            "ImportId, ProjectId",
            Whole("ImportId"),
            Whole("ProjectId"),
            Whole("Outcome"),
            Whole("VersionBefore"),
            Whole("VersionAfter"),
            Whole("WasWithdrawn"),
            Text("Document")
        ),
        new("ImportReport", "ImportId, Kind, Part", Whole("ImportId"), Whole("Kind"), Whole("Part"), Bytes("Content")),
        new(
            "ImportMapping",
            "ImportMappingId",
            Whole("ImportMappingId"),
            Whole("PartnerId"),
            Text("Name"),
            Text("Definition"),
            Whole("Version"),
            Instant("UpdatedAt"),
            Text("UpdatedBy")
        ),
        new(
            "Measure",
            "MeasureId",
            Whole("MeasureId"),
            Text("ReferenceKey"),
            Whole("Version"),
            Instant("WithdrawnAt"),
            Text("Document")
        ),
        new(
            "Meeting",
            "MeetingId",
            Whole("MeetingId"),
            Text("ReferenceKey"),
            Whole("Version"),
            Instant("WithdrawnAt"),
            Text("Document")
        ),
        new("ProjectMeasure", "ReferenceKey, ProjectId", Text("ReferenceKey"), Whole("ProjectId")),
        new(
            "MeasureVerdict",
            "MeasureVerdictId",
            Whole("MeasureVerdictId"),
            Whole("MeasureId"),
            Whole("ProjectId"),
            Whole("Verdict"),
            Text("Note"),
            Text("DecidedBy"),
            Text("Partner"),
            Instant("DecidedAt"),
            Instant("StaleAt")
        ),
        new(
            "ProgressStatement",
            "StatementId",
            Whole("StatementId"),
            Id("Id"),
            Whole("MeasureId"),
            Whole("Type"),
            Text("Partner"),
            Whole("AsOf"),
            Whole("Stage"),
            Text("Text"),
            Text("Documents"),
            Text("WrittenBy"),
            Instant("WrittenAt")
        ),
        new(
            "ProgressStatementProject",
            "StatementId, Ordinal",
            Whole("StatementId"),
            Whole("Ordinal"),
            Whole("ProjectId")
        ),
        new(
            "Recommendation",
            "RecommendationId",
            Whole("RecommendationId"),
            Text("ReferenceKey"),
            Whole("Version"),
            Instant("WithdrawnAt"),
            Text("Document")
        ),
        new(
            "ReportNote",
            "Year, Section",
            Whole("Year"),
            Whole("Section"),
            Whole("Version"),
            Text("Markdown"),
            Instant("UpdatedAt"),
            Text("UpdatedBy")
        ),
        new(
            "ReportEdition",
            "ReportEditionId",
            Whole("ReportEditionId"),
            Whole("Year"),
            Whole("Number"),
            Whole("UntilDay"),
            Text("Remark"),
            Instant("CreatedAt"),
            Text("CreatedBy")
        ),
        new(
            "ReportEditionFile",
            "ReportEditionId, Language, Format",
            Whole("ReportEditionId"),
            Text("Language"),
            Text("Format"),
            Whole("Length"),
            Text("Sha256"),
            Bytes("Content")
        ),
        new(
            "LearnedRules",
            "LearnedRulesId",
            Whole("LearnedRulesId"),
            Whole("RulesVersion"),
            Text("Multipliers"),
            Instant("CreatedAt"),
            Instant("WithdrawnAt")
        ),
    ];

    /// <summary>
    /// The tables with rows in an empty register: the founding partners and the versions of derived tables.
    /// </summary>
    public static IEnumerable<RegisterTable> FilledAtFirst => All.Take(5);

    private static Column Text(string name) => new(name, ColumnKind.Text);

    private static Column Whole(string name) => new(name, ColumnKind.Whole);

    private static Column Id(string name) => new(name, ColumnKind.Id);

    private static Column Instant(string name) => new(name, ColumnKind.Instant);

    private static Column Bytes(string name) => new(name, ColumnKind.Bytes);

    private static Column Amount(string name) => new(name, ColumnKind.Amount);
}
