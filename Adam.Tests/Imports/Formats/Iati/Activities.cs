using System.Globalization;
using System.Text;
using Adam.Api.Errors;
using Adam.Api.Imports;
using Adam.Api.Imports.Formats;
using Adam.Api.Imports.Formats.Iati;
using Adam.Api.Security;
using Adam.Domain.Keys;
using Adam.Domain.Partners;
using Adam.Domain.Projects;

namespace Adam.Tests.Imports.Formats.Iati;

/// <summary>Reads IATI activities from text and maps them to projects.</summary>
internal static class Activities
{
    private static readonly PartnerDirectory Founding = new(FoundingPartners.All);

    private static readonly (string Name, string Xml)[] Usual =
    [
        ("iati-identifier", "<iati-identifier>A-1</iati-identifier>"),
        ("reporting-org", "<reporting-org ref='US-GOV-1'/>"),
        ("title", "<title>Boats</title>"),
        ("participating-org", "<participating-org role='1' ref='US-GOV-1'/>"),
        ("activity-status", "<activity-status code='2'/>"),
        ("activity-date", "<activity-date type='1' iso-date='2020-01-01'/>"),
        ("recipient-country", "<recipient-country code='TJ'/>"),
        ("sector", "<sector code='16063'/>"),
    ];

    public static IatiActivity Only(string content, string attributes = "") =>
        Read($"<iati-activities><iati-activity {attributes}>{content}</iati-activity></iati-activities>").Single();

    public static IReadOnlyList<IatiActivity> Read(string file) => Read(Encoding.UTF8.GetBytes(file));

    public static IReadOnlyList<IatiActivity> Read(byte[] file)
    {
        using var reader = new ActivityReader(new MemoryStream(file));
        return [.. reader.Read()];
    }

    /// <summary>Maps a valid activity. Given elements replace its usual ones.</summary>
    public static StagedRecord Map(
        string content,
        string attributes = "default-currency='USD'",
        string? owner = null,
        Pillar? pillar = null,
        Caller? caller = null
    )
    {
        var usual = string.Concat(
            Usual.Where(part => !content.Contains($"<{part.Name}", StringComparison.Ordinal)).Select(part => part.Xml)
        );
        var context = new ImportContext(
            Founding,
            caller ?? new("UNODC", Role.Admin, "test", ""),
            new(owner, pillar, DryRun: false, Atomic: false)
        );
        return new RecordValidator(new IatiFormat(), context, new(2026, 1, 1)).Validate(
            new ActivityMapping(context).Map(1, Only(content + usual, attributes))
        );
    }

    public static string Show(this IEnumerable<ValidationError> errors) =>
        string.Join("; ", errors.Select(error => $"{error.Name} {error.Code[5..]}"));

    public static string Show(this IEnumerable<Donor> donors) =>
        string.Join(
            "; ",
            donors.Select(donor =>
                Show(donor)
                + (
                    donor.Amount is null
                        ? ""
                        : string.Create(CultureInfo.InvariantCulture, $" {donor.Amount} {donor.Currency}")
                )
            )
        );

    public static string Show(this IEnumerable<Implementer> implementers) =>
        string.Join("; ", implementers.Select(Show));

    private static string Show(IParticipant one) =>
        one.Partner is null ? $"/{one.Name}"
        : one.Name is null ? one.Partner
        : $"{one.Partner}/{one.Name}";
}
