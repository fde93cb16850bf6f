using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Adam.Data.Projects;
using Adam.Domain.Text;
using Microsoft.Data.Sqlite;

namespace Adam.Benchmarks.Floor;

/// <summary>The first page of overlaps: the pairs, the records they are of, and of those only what is shown.</summary>
internal sealed class FloorOverlaps(SqliteConnection connection) : IDisposable
{
    private const string Pairs = """
        SELECT a.ProjectId, a.StartDay, b.ProjectId, b.StartDay,
               min(CASE a.EndDay WHEN 3652058 THEN b.OpenEndDay ELSE a.EndDay END, CASE b.EndDay WHEN 3652058 THEN b.OpenEndDay ELSE b.EndDay END) - b.StartDay + 1 AS Days
        FROM ProjectCell a
        CROSS JOIN ProjectCell b
        WHERE b.Country = a.Country AND b.Pillar = a.Pillar
          AND b.StartDay >= a.StartDay AND b.StartDay <= a.EndDay AND (b.StartDay > a.StartDay OR b.ProjectId > a.ProjectId)
          AND (a.OwnerId <> b.OwnerId OR a.DonorSetId <> b.DonorSetId)
          AND (a.LowerPillars & b.LowerPillars) = 0
        """;

    private static readonly string[] Pillars = ["regional-initiatives", "financial-flows", "precursors", "prevention-and-health"];

    private readonly SqliteCommand _byStart = FloorReads.Prepare(connection, $"""
        {Pairs}
          AND ((a.LowerCountries & b.LowerCountries) = 0 OR NOT EXISTS (
              SELECT 1
              FROM ProjectCell x
              INNER JOIN ProjectCell y ON y.ProjectId = b.ProjectId AND y.Pillar = a.Pillar AND y.Country = x.Country
              WHERE x.ProjectId = a.ProjectId AND x.Pillar = a.Pillar AND x.Country < a.Country))
        ORDER BY a.StartDay, a.ProjectId, b.StartDay, b.ProjectId
        LIMIT $take
        """, "$take");

    private readonly SqliteCommand _byDays = FloorReads.Prepare(connection, $"""
        {Pairs} AND a.Country = $country
        ORDER BY Days DESC, a.ProjectId, b.ProjectId
        LIMIT $take
        """, "$take", "$country");

    private readonly SqliteCommand _record = FloorReads.Prepare(connection, "SELECT ActivityAt, Document FROM Project WHERE ProjectId = $id", "$id");

    public void Dispose()
    {
        _byStart.Dispose();
        _byDays.Dispose();
        _record.Dispose();
    }

    /// <param name="country">Null for the list by start, of all countries; else the list by days of this one.</param>
    public void Write(HttpContext http, string? country, int limit)
    {
        var pairs = new List<Pair>(limit);
        var more = false;
        var command = country is null ? _byStart : _byDays;
        command.Parameters[0].Value = limit + 1;
        if (country is not null)
            command.Parameters[1].Value = country;
        using (var row = command.ExecuteReader())
        {
            while (row.Read() && !(more = pairs.Count == limit))
                pairs.Add(new(row.GetInt64(0), row.GetInt32(1), row.GetInt64(2), row.GetInt32(3), row.GetInt32(4)));
        }

        var records = new Dictionary<long, Record>();
        var items = pairs.ConvertAll(pair => Item.Of(Find(pair.EarlierId), Find(pair.LaterId)));
        var list = country is null ? "/v1/overlaps\nsort=start" : $"/v1/overlaps\ncountry={country}\nsort=days";
        var cursor = more ? FloorServer.Next(http, new(list, pairs[^1].Keys())) : null;
        using var body = new Utf8JsonWriter(http.Response.BodyWriter, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        JsonSerializer.Serialize(body, new(items, cursor), FloorJson.Default.Page);

        Record Find(long id)
        {
            if (records.TryGetValue(id, out var record))
                return record;

            _record.Parameters[0].Value = id;
            using var row = _record.ExecuteReader();
            row.Read();
            return records[id] = new(row.GetDateTimeOffset(0), JsonSerializer.Deserialize(row.GetString(1), FloorJson.Default.Project)!);
        }
    }

    private sealed record Pair(long EarlierId, int EarlierStart, long LaterId, int LaterStart, int Days)
    {
        public string[] Keys() => [.. new[] { Days, EarlierStart, EarlierId, LaterStart, LaterId }.Select(key => key.ToString(CultureInfo.InvariantCulture))];
    }

    internal sealed record Record(DateTimeOffset ActivityAt, Project Project);

    internal sealed record Page(IReadOnlyList<Item> Items, string? NextCursor);

    internal sealed record Item(string Id, DateTimeOffset FoundAt, Shared Shared, Side[] Projects)
    {
        public static Item Of(Record a, Record b)
        {
            var (first, second) = string.CompareOrdinal(a.Project.Id, b.Project.Id) < 0 ? (a, b) : (b, a);
            var (earlier, later) = (a.Project.Period, b.Project.Period);
            var to = earlier.End is { } end && (later.End is null || end < later.End) ? end : later.End;
            return new(
                $"{first.Project.Id}_{second.Project.Id}",
                a.ActivityAt > b.ActivityAt ? a.ActivityAt : b.ActivityAt,
                new(
                    [.. a.Project.Countries.Intersect(b.Project.Countries).Order(StringComparer.Ordinal)],
                    [.. Pillars.Where(pillar => a.Project.Pillars.Contains(pillar) && b.Project.Pillars.Contains(pillar))],
                    later.Start,
                    to,
                    to is null ? null : to.Value.DayNumber - later.Start.DayNumber + 1),
                [Side.Of(a.Project), Side.Of(b.Project)]);
        }
    }

    internal sealed record Shared(string[] Countries, string[] Pillars, DateOnly From, DateOnly? To, int? Days);

    internal sealed record Side(string Id, string Reference, string Owner, string Title, string[] Donors, Period Period)
    {
        public static Side Of(Project project) => new(
            project.Id, project.Reference, project.Owner, project.Title, [.. project.Donors.DistinctBy(donor => donor.Partner ?? Folding.Key(donor.Name!)).Select(donor => donor.Partner ?? donor.Name!)], project.Period);
    }

    internal sealed record Project(string Id, string Reference, string Owner, string Title, string[] Pillars, string[] Countries, Donor[] Donors, Period Period);

    internal sealed record Donor(string? Partner, string? Name);

    internal sealed record Period(DateOnly Start, DateOnly? End, string StartBasis, string EndBasis);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, Converters = [typeof(InstantJson)])]
[JsonSerializable(typeof(FloorOverlaps.Page))]
[JsonSerializable(typeof(FloorOverlaps.Project))]
internal sealed partial class FloorJson : JsonSerializerContext;
