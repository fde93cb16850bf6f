using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Adam.Data.Databases;
using Adam.Data.Projects;
using Adam.Data.Projects.Indexing;
using Adam.Domain.Projects;
using Microsoft.Data.Sqlite;

namespace Adam.Benchmarks.Floor;

/// <summary>
/// The only connection for writes with its prepared statements. It writes the same rows as the register's writer, from
/// the same functions and as durably, with one statement per row. It neither validates the request nor searches for
/// overlaps.
/// </summary>
internal sealed class FloorWrites : IDisposable
{
    private const string Owner = "DE";

    private readonly SemaphoreSlim _one = new(1);
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _begin;
    private readonly SqliteCommand _commit;
    private readonly SqliteCommand _rollback;
    private readonly SqliteCommand _project;
    private readonly SqliteCommand _facet;
    private readonly SqliteCommand _word;
    private readonly SqliteCommand _amount;
    private readonly SqliteCommand _name;
    private readonly SqliteCommand _cell;
    private readonly SqliteCommand _findSet;
    private readonly SqliteCommand _addSet;
    private readonly SqliteCommand _donor;
    private readonly int _ownerId;

    public FloorWrites(string path)
    {
        _connection = new(
            new SqliteConnectionStringBuilder
            {
                DataSource = path,
                ForeignKeys = true,
                Pooling = false,
            }.ConnectionString
        );
        _connection.Open();
        using (var durable = FloorReads.Prepare(_connection, "PRAGMA synchronous = FULL"))
            durable.ExecuteNonQuery();
        using (var owner = FloorReads.Prepare(_connection, $"SELECT PartnerId FROM Partner WHERE Code = '{Owner}'"))
            _ownerId = Convert.ToInt32(owner.ExecuteScalar(), provider: null);

        _begin = FloorReads.Prepare(_connection, "BEGIN IMMEDIATE");
        _commit = FloorReads.Prepare(_connection, "COMMIT");
        _rollback = FloorReads.Prepare(_connection, "ROLLBACK");
        _project = Insert(
            "Project",
            "Id",
            "OwnerId",
            "ReferenceKey",
            "Version",
            "UpdatedAt",
            "ScopeChangedAt",
            "Document"
        );
        _project.CommandText += " RETURNING ProjectId";
        _facet = Insert("ProjectFacet", "Facet", "Value", "ProjectId", "StartDay", "EndDay", "UpdatedMicros");
        _word = Insert("ProjectWord", "Word", "ProjectId");
        _amount = Insert("ProjectAmount", "Currency", "Amount", "ProjectId");
        _name = Insert("OrganisationName", "NameKey", "Name");
        _name.CommandText += " ON CONFLICT DO NOTHING";
        _cell = Insert(
            "ProjectCell",
            "Country",
            "Pillar",
            "Lower",
            "StartDay",
            "ProjectId",
            "EndDay",
            "OpenEndDay",
            "OwnerId",
            "DonorSetId"
        );
        _findSet = FloorReads.Prepare(_connection, "SELECT DonorSetId FROM DonorSet WHERE DonorSetKey = $key", "$key");
        _addSet = Insert("DonorSet", "DonorSetKey");
        _addSet.CommandText += " RETURNING DonorSetId";
        _donor = Insert("DonorSetDonor", "DonorSetId", "DonorKey");
    }

    public void Dispose()
    {
        foreach (
            var command in (SqliteCommand[])
                [_begin, _commit, _rollback, _project, _facet, _word, _amount, _name, _cell, _findSet, _addSet, _donor]
        )
            command.Dispose();
        _connection.Dispose();
        _one.Dispose();
    }

    public async Task<(Guid Id, byte[] Document)> RecordAsync(Stream body, CancellationToken ct)
    {
        var sent = await JsonSerializer.DeserializeAsync(body, FloorBodyJson.Default.FloorBody, ct);
        var (draft, now) = (sent!.ToDraft(), TimeProvider.System.Instant());
        await _one.WaitAsync(ct);
        try
        {
            var project = new Project(Guid.CreateVersion7(now), Owner, draft, Version: 1, now, now, "floor");
            var document = ProjectJson.Write(project);
            Write(project, document);
            return (project.Id, Encoding.UTF8.GetBytes(document));
        }
        finally
        {
            _one.Release();
        }
    }

    private void Write(Project project, string document)
    {
        _begin.ExecuteNonQuery();
        try
        {
            Add(project, document);
            _commit.ExecuteNonQuery();
        }
        catch
        {
            _rollback.ExecuteNonQuery();
            throw;
        }
    }

    private void Add(Project project, string document)
    {
        var (draft, at) = (
            project.Draft,
            project.UpdatedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", provider: null)
        );
        var (start, end, lastActive, openEnd) = (
            ProjectIndex.StartDay(draft.Period),
            ProjectIndex.EndDay(draft.Period),
            ProjectIndex.LastActiveDay(draft.Period),
            ProjectIndex.OpenEndDay(draft.Period)
        );
        var id = Scalar(
            _project,
            project.Id.ToString(),
            _ownerId,
            draft.Reference.ToUpperInvariant(),
            1,
            at,
            at,
            document
        )!;
        foreach (var facet in FacetIndexer.FacetsOf(project.Owner, draft))
            Run(_facet, [.. facet, id, start, lastActive, project.UpdatedAt.ToMicros()]);
        foreach (var word in draft.Words)
            Run(_word, word, id);
        foreach (var name in OrganisationNameIndexer.NamesOf(draft))
            Run(_name, name);
        foreach (var amount in AmountIndexer.AmountsOf(draft))
            Run(_amount, [.. amount, id]);

        var set = DonorSet(draft);
        foreach (var cell in CellIndexer.CellsOf(draft))
            Run(_cell, [.. cell, start, id, end, openEnd, _ownerId, set]);
    }

    private object DonorSet(ProjectDraft draft)
    {
        var key = ProjectIndex.DonorSetKey(draft);
        if (Scalar(_findSet, key) is { } known)
            return known;

        var set = Scalar(_addSet, key)!;
        foreach (var donor in draft.Donors.Select(donor => ((IParticipant)donor).Key).Distinct(StringComparer.Ordinal))
            Run(_donor, set, donor);
        return set;
    }

    private SqliteCommand Insert(string table, params string[] columns) =>
        FloorReads.Prepare(
            _connection,
            $"INSERT INTO {table} ({string.Join(", ", columns)}) "
                + $"VALUES ({string.Join(", ", columns.Select(column => "$" + column))})",
            [.. columns.Select(column => "$" + column)]
        );

    private static object? Scalar(SqliteCommand command, params object[] values)
    {
        Set(command, values);
        return command.ExecuteScalar();
    }

    private static void Run(SqliteCommand command, params object[] values)
    {
        Set(command, values);
        command.ExecuteNonQuery();
    }

    private static void Set(SqliteCommand command, object[] values)
    {
        for (var i = 0; i < values.Length; i++)
            command.Parameters[i].Value = values[i];
    }
}

/// <summary>The request body of a project.</summary>
internal sealed record FloorBody(
    string Reference,
    string Title,
    string? Description,
    Pillar[] Pillars,
    string[] Countries,
    string[] ActivityTypes,
    FloorDonor[] Donors,
    FloorImplementer[] Implementers,
    string[] Beneficiaries,
    ProjectStatus Status,
    DateOnly? PlannedStart,
    DateOnly? PlannedEnd,
    FloorSector[] Sectors
)
{
    public ProjectDraft ToDraft() =>
        new()
        {
            Reference = Reference,
            Title = Title,
            Description = Description,
            Pillars = Pillars,
            Countries = Countries,
            ActivityTypes = ActivityTypes,
            Donors = [.. Donors.Select(donor => new Donor(donor.Partner, donor.Name, donor.Amount, donor.Currency))],
            Implementers =
            [
                .. Implementers.Select(implementer => new Implementer(implementer.Partner, implementer.Name)),
            ],
            Beneficiaries = Beneficiaries,
            Status = Status,
            PlannedStart = PlannedStart,
            PlannedEnd = PlannedEnd,
            Sectors = [.. Sectors.Select(sector => new Sector(sector.Vocabulary, sector.Code))],
        };

    public static FloorBody Of(ProjectDraft draft) =>
        new(
            draft.Reference,
            draft.Title,
            draft.Description,
            [.. draft.Pillars],
            [.. draft.Countries],
            [.. draft.ActivityTypes],
            [.. draft.Donors.Select(donor => new FloorDonor(donor.Partner, donor.Name, donor.Amount, donor.Currency))],
            [.. draft.Implementers.Select(implementer => new FloorImplementer(implementer.Partner, implementer.Name))],
            [.. draft.Beneficiaries],
            draft.Status,
            draft.PlannedStart,
            draft.PlannedEnd,
            [.. draft.Sectors.Select(sector => new FloorSector(sector.Vocabulary, sector.Code))]
        );
}

internal sealed record FloorDonor(string? Partner, string? Name, decimal? Amount, string? Currency);

internal sealed record FloorImplementer(string? Partner, string? Name);

internal sealed record FloorSector(string Vocabulary, string Code);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(KebabCase<Pillar>), typeof(KebabCase<ProjectStatus>)]
)]
[JsonSerializable(typeof(FloorBody))]
internal sealed partial class FloorBodyJson : JsonSerializerContext;
