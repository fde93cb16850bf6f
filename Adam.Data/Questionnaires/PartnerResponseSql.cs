using Adam.Data.Databases;
using Adam.Data.Projects;

namespace Adam.Data.Questionnaires;

internal static class PartnerResponseSql
{
    public static readonly StatementSet Statements = new(nameof(PartnerResponseSql));

    private static readonly SqlText Columns = $"r.QuestionnaireId, r.PartnerId, r.Version, r.ReceivedDay, r.Document";

    /// <summary>Returns all responses, in the order of questionnaires and partners.</summary>
    public static readonly SqlQuery<NoParameters, PartnerResponseRow> All = new(
        Statements,
        $"SELECT {Columns} FROM PartnerResponse r ORDER BY r.QuestionnaireId, r.PartnerId"
    );

    /// <summary>Returns the responses to a questionnaire.</summary>
    public static readonly SqlQuery<AnsweredQuestionnaire, PartnerResponseRow> OfQuestionnaire = new(
        Statements,
        $"""
        SELECT {Columns}
        FROM PartnerResponse r
        WHERE r.QuestionnaireId = @QuestionnaireId
        ORDER BY r.PartnerId
        """
    );

    /// <summary>Returns the response of a partner to a questionnaire.</summary>
    public static readonly SqlQuery<AnsweringPartner, PartnerResponseRow> OfPartner = new(
        Statements,
        $"""
        SELECT {Columns}
        FROM Partner p
        INNER JOIN PartnerResponse r
            ON r.PartnerId = p.PartnerId
            AND r.QuestionnaireId = @QuestionnaireId
        WHERE p.Code = @Partner
        """
    );

    /// <summary>Returns the days on which responses were received, up to a day.</summary>
    public static readonly SqlQuery<ReceivedUntil, ReceivedResponseRow> Received = new(
        Statements,
        $"""
        SELECT r.QuestionnaireId, p.Code AS Partner, r.ReceivedDay
        FROM PartnerResponse r
        INNER JOIN Partner p
            ON p.PartnerId = r.PartnerId
        WHERE r.ReceivedDay <= @Day
        """
    );

    /// <summary>
    /// Returns the rows whose partner owns a project under the pillar that has a day in a period, as the filters owner,
    /// pillar, activeFrom and activeTo find it. @Rows: Partner, Pillar.
    /// </summary>
    public static readonly SqlQuery<PartnersInPeriod, PartnerUnderPillarRow> UnderPillars = new(
        Statements,
        dialect =>
            $"""
                SELECT r.Partner, r.Pillar
                FROM {dialect.Rows($"@Rows", ("Partner", "nvarchar(200)"), ("Pillar", "nvarchar(200)"))} r
                WHERE EXISTS (
                    SELECT 1
                    FROM ProjectFacet o
                    INNER JOIN ProjectFacet u
                        ON u.ProjectId = o.ProjectId
                        AND u.Facet = {SqlText.Literal(Facet.Pillar)}
                        AND u.Value = {dialect.ByCodePoint($"r.Pillar")}
                    WHERE o.Facet = {SqlText.Literal(Facet.Owner)}
                      AND o.Value = {dialect.ByCodePoint($"r.Partner")}
                      AND o.StartDay <= @LastDay AND o.EndDay >= @FirstDay)
                """
    );

    public static readonly SqlChange<NewPartnerResponse> Add = new(
        Statements,
        $"""
        INSERT INTO PartnerResponse (QuestionnaireId, PartnerId, Version, ReceivedDay, Document)
        SELECT @QuestionnaireId, p.PartnerId, 1, @ReceivedDay, @Document
        FROM Partner p
        WHERE p.Code = @Partner
        """
    );

    /// <summary>Replaces the document of a response in a version.</summary>
    public static readonly SqlChange<ChangedPartnerResponse> Change = new(
        Statements,
        $"""
        UPDATE PartnerResponse
        SET Version = Version + 1, ReceivedDay = @ReceivedDay, Document = @Document
        WHERE QuestionnaireId = @QuestionnaireId AND PartnerId = @PartnerId AND Version = @Version
        """
    );
}

internal sealed record AnsweredQuestionnaire(int QuestionnaireId);

internal sealed record AnsweringPartner(int QuestionnaireId, string Partner);

internal sealed record ReceivedUntil(int Day);

internal sealed record PartnersInPeriod(string Rows, int FirstDay, int LastDay);

internal sealed record NewPartnerResponse(int QuestionnaireId, string Partner, int? ReceivedDay, string Document);

internal sealed record ChangedPartnerResponse(
    int QuestionnaireId,
    int PartnerId,
    int Version,
    int? ReceivedDay,
    string Document
);

internal sealed record PartnerResponseRow
{
    public int QuestionnaireId { get; init; }
    public int PartnerId { get; init; }
    public int Version { get; init; }
    public int? ReceivedDay { get; init; }
    public string Document { get; init; } = "";
}

internal sealed record ReceivedResponseRow
{
    public int QuestionnaireId { get; init; }
    public string Partner { get; init; } = "";
    public int ReceivedDay { get; init; }
}

internal sealed record PartnerUnderPillarRow
{
    public string Partner { get; init; } = "";
    public string Pillar { get; init; } = "";
}
