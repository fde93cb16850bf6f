using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Adam.Data.Overlaps.Matching;
using Adam.Data.Projects;
using Adam.Domain.Overlaps.Matching;
using Adam.Domain.Text;
using Microsoft.Data.Sqlite;

namespace Adam.Benchmarks.Floor;

/// <summary>
/// Returns the first page of overlaps by score: the pairs, their reasons and the displayed members of their projects.
/// It assumes that no pair has a verdict or a note.
/// </summary>
internal sealed class FloorOverlaps(SqliteConnection connection) : IDisposable
{
    private const string Ranked = "o.Score, o.FirstId, o.SecondId, o.Kind, t.Reasons";

    private static readonly string[] Kinds =
    [
        "",
        "shared-setting",
        "same-activity",
        "same-project",
        "declared",
        "next-phase",
        "other-place",
        "part-of",
        "co-funded",
    ];
    private static readonly string[] Pillars =
    [
        "regional-initiatives",
        "financial-flows",
        "precursors",
        "prevention-and-health",
    ];

    private readonly SqliteCommand _all = FloorReads.Prepare(
        connection,
        $"""
        SELECT {Ranked}
        FROM (
            SELECT Score, FirstId, SecondId FROM Overlap
            WHERE Kind <> 4
            ORDER BY Score DESC, FirstId DESC, SecondId DESC
            LIMIT $take
        ) page
        CROSS JOIN Overlap o
        CROSS JOIN OverlapReasons t
        WHERE o.FirstId = page.FirstId AND o.SecondId = page.SecondId
            AND t.FirstId = page.FirstId AND t.SecondId = page.SecondId
        ORDER BY page.Score DESC, page.FirstId DESC, page.SecondId DESC
        """,
        "$take"
    );

    private readonly SqliteCommand _ofCountry = FloorReads.Prepare(
        connection,
        $"""
        SELECT {Ranked}
        FROM OverlapFacet f
        CROSS JOIN Overlap o
        CROSS JOIN OverlapReasons t
        WHERE f.Facet = 'country' AND f.Value = $country
            AND o.FirstId = f.FirstId AND o.SecondId = f.SecondId AND o.Kind <> 4
            AND t.FirstId = f.FirstId AND t.SecondId = f.SecondId
        ORDER BY f.Score DESC, f.FirstId DESC, f.SecondId DESC
        LIMIT $take
        """,
        "$take",
        "$country"
    );

    private readonly SqliteCommand _edition = FloorReads.Prepare(
        connection,
        "SELECT Id FROM TermStatistics ORDER BY TermStatisticsId DESC LIMIT 1"
    );

    private readonly SqliteCommand _record = FloorReads.Prepare(
        connection,
        "SELECT ScopeChangedAt, Document FROM Project WHERE ProjectId = $id",
        "$id"
    );

    public void Dispose()
    {
        _all.Dispose();
        _ofCountry.Dispose();
        _edition.Dispose();
        _record.Dispose();
    }

    /// <param name="country">Null for all countries.</param>
    public void Write(HttpContext http, string? country, int limit)
    {
        var pairs = new List<Pair>(limit);
        var more = false;
        var command = country is null ? _all : _ofCountry;
        command.Parameters[0].Value = limit + 1;
        if (country is not null)
            command.Parameters[1].Value = country;
        using (var row = command.ExecuteReader())
        {
            while (row.Read() && !(more = pairs.Count == limit))
                pairs.Add(new(row.GetInt32(0), row.GetInt64(1), row.GetInt64(2), row.GetInt32(3), row.GetString(4)));
        }

        var records = new Dictionary<long, Record>();
        var edition = (string)_edition.ExecuteScalar()!;
        var items = pairs.ConvertAll(pair => Item.Of(pair, Find(pair.FirstId), Find(pair.SecondId), edition));
        var list = country is null ? "/v1/overlaps" : $"/v1/overlaps\ncountry={country}";
        var cursor = more ? FloorServer.Next(http, new(list, pairs[^1].Keys())) : null;
        using var tagged = new TaggedBody(http);
        using var body = new Utf8JsonWriter(tagged, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        JsonSerializer.Serialize(body, new(items, cursor), FloorJson.Default.Page);

        Record Find(long id)
        {
            if (records.TryGetValue(id, out var record))
                return record;

            _record.Parameters[0].Value = id;
            using var row = _record.ExecuteReader();
            row.Read();
            return records[id] = new(
                row.GetDateTimeOffset(0),
                JsonSerializer.Deserialize(row.GetString(1), FloorJson.Default.Project)!
            );
        }
    }

    internal sealed record Pair(int Score, long FirstId, long SecondId, int Kind, string Reasons)
    {
        public string[] Keys() =>
            [.. new[] { Score, FirstId, SecondId }.Select(key => key.ToString(CultureInfo.InvariantCulture))];
    }

    internal sealed record Record(DateTimeOffset ScopeChangedAt, Project Project);

    internal sealed record Page(IReadOnlyList<Item> Items, string? NextCursor);

    internal sealed record Item(
        string Id,
        string Kind,
        decimal Score,
        DateTimeOffset FoundAt,
        Shared Shared,
        IEnumerable<Why> Reasons,
        Side[] Projects,
        string? Verdict,
        int Notes,
        string Rules,
        string Edition
    )
    {
        public static Item Of(Pair pair, Record one, Record other, string edition)
        {
            var (first, second) =
                string.CompareOrdinal(one.Project.Id, other.Project.Id) < 0 ? (one, other) : (other, one);
            var (a, b) = second.Project.Period.Start < first.Project.Period.Start ? (second, first) : (first, second);
            var (earlier, later) = (a.Project.Period, b.Project.Period);
            var to = earlier.End is { } end && (later.End is null || end < later.End) ? end : later.End;
            return new(
                $"{first.Project.Id}_{second.Project.Id}",
                Kinds[pair.Kind],
                new Score(pair.Score).ToDecimal(),
                a.ScopeChangedAt > b.ScopeChangedAt ? a.ScopeChangedAt : b.ScopeChangedAt,
                new(
                    [.. a.Project.Countries.Intersect(b.Project.Countries).Order(StringComparer.Ordinal)],
                    [
                        .. Pillars.Where(pillar =>
                            a.Project.Pillars.Contains(pillar) && b.Project.Pillars.Contains(pillar)
                        ),
                    ],
                    later.Start,
                    to,
                    to is null ? null : to.Value.DayNumber - later.Start.DayNumber + 1
                ),
                StoredReasons
                    .Read(pair.Reasons)
                    .Select(reason => new Why(reason.Name, reason.Contribution, reason.Detail)),
                [Side.Of(a.Project), Side.Of(b.Project)],
                null,
                0,
                Adam.Domain.Overlaps.Matching.Rules.Version,
                edition
            );
        }
    }

    internal sealed record Why(string Component, decimal Contribution, string Detail);

    internal sealed record Shared(string[] Countries, string[] Pillars, DateOnly From, DateOnly? To, int? Days);

    internal sealed record Side(string Id, string Reference, string Owner, string Title, string[] Donors, Period Period)
    {
        public static Side Of(Project project) =>
            new(
                project.Id,
                project.Reference,
                project.Owner,
                project.Title,
                [
                    .. project
                        .Donors.DistinctBy(donor => donor.Partner ?? Folding.Key(donor.Name!))
                        .Select(donor => donor.Partner ?? donor.Name!),
                ],
                project.Period
            );
    }

    internal sealed record Project(
        string Id,
        string Reference,
        string Owner,
        string Title,
        string[] Pillars,
        string[] Countries,
        Donor[] Donors,
        Period Period
    );

    internal sealed record Donor(string? Partner, string? Name);

    internal sealed record Period(DateOnly Start, DateOnly? End, string StartBasis, string EndBasis);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    Converters = [typeof(InstantJson)]
)]
[JsonSerializable(typeof(FloorOverlaps.Page))]
[JsonSerializable(typeof(FloorOverlaps.Project))]
internal sealed partial class FloorJson : JsonSerializerContext;
