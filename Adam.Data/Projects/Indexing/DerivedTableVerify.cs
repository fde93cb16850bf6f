using Adam.Data.Databases;
using Adam.Domain.Measures;
using Adam.Domain.Projects;
using Adam.Domain.Text;

namespace Adam.Data.Projects.Indexing;

/// <summary>
/// Compares the tables by which projects are filtered, searched and found with what the documents of the projects give.
/// It writes nothing.
/// </summary>
public sealed class DerivedTableVerify(Database database, TimeProvider time)
{
    /// <returns>A sentence for each project and table that differ; empty if the tables are correct.</returns>
    public Task<IReadOnlyList<string>> RunAsync(CancellationToken ct) =>
        database.InReadTransactionAsync<IReadOnlyList<string>>(
            async session =>
            {
                session.DisableCommandTimeout();
                var run = new Run(session, time.Instant());
                await run.ExpectAsync(ct);
                await run.CompareAsync(ct);
                return run.Differences;
            },
            ct
        );

    /// <param name="at">The instant of the comparison.</param>
    private sealed class Run(Session session, DateTimeOffset at)
    {
        private readonly Dictionary<string, Dictionary<long, RowHash>> _expected = new(StringComparer.Ordinal)
        {
            ["ProjectFacet"] = [],
            ["ProjectWord"] = [],
            ["ProjectPlace"] = [],
            ["ProjectAmount"] = [],
            ["ProjectDonorAmount"] = [],
            ["ProjectCell"] = [],
            ["ProjectMeasure"] = [],
        };
        private readonly Dictionary<long, Guid> _ids = [];
        private readonly HashSet<string> _organisations = new(StringComparer.Ordinal);

        public List<string> Differences { get; } = [];

        /// <summary>Derives the rows of all projects anew, and keeps a hash of those of a project and table.</summary>
        public async Task ExpectAsync(CancellationToken ct)
        {
            var donorSets = await DonorSetsAsync(ct);
            await foreach (var changes in new ProjectDocuments(at).ReadAsync(session, "ProjectFacet", null, ct))
            {
                foreach (var one in changes.Present)
                {
                    _ids[one.ProjectId] = one.Project.Id;
                    Expect(one.ProjectId, one.OwnerId, one.Project, donorSets);
                }
            }
        }

        /// <summary>Reads the tables, and compares them.</summary>
        public async Task CompareAsync(CancellationToken ct)
        {
            foreach (var (name, expected) in _expected)
            {
                var table = TableOf(name);
                var place = Array.FindIndex(table.Columns, column => column.Name == "ProjectId");
                var stored = new Dictionary<long, RowHash>();
                await foreach (var row in RegisterRows.ReadAsync(session, table, ct))
                    Add(stored, (long)row[place]!, row);
                foreach (var project in expected.Keys.Union(stored.Keys).Order())
                {
                    var (present, derived) = (stored.GetValueOrDefault(project), expected.GetValueOrDefault(project));
                    if (present is null || derived is null || !present.Equals(derived))
                        Differences.Add(
                            $"{name} of {NameOf(project)}: {Counted.Noun(present?.Rows ?? 0, "row")}, and not the "
                                + $"{derived?.Rows ?? 0} that its document gives"
                        );
                }
            }

            await foreach (var row in RegisterRows.ReadAsync(session, TableOf("OrganisationName"), ct))
            {
                var (key, name) = ((string)row[0]!, (string)row[1]!);
                _organisations.Remove(key);
                if (Folding.Key(name) != key)
                    Differences.Add($"OrganisationName for {key}: {name} has another key");
            }

            Differences.AddRange(
                _organisations.Order(StringComparer.Ordinal).Select(key => $"OrganisationName: no {key}")
            );
        }

        private void Expect(long projectId, int ownerId, Project project, Dictionary<string, long> donorSets)
        {
            var (draft, period) = (project.Draft, project.Draft.Period);
            var (startDay, endDay) = (ProjectIndex.StartDay(period), ProjectIndex.EndDay(period));
            foreach (var facet in FacetIndexer.FacetsOf(project.Owner, draft))
                Expect(
                    "ProjectFacet",
                    projectId,
                    [.. facet, projectId, startDay, ProjectIndex.LastActiveDay(period), project.UpdatedAt.ToMicros()]
                );
            foreach (var word in draft.Words)
                Expect("ProjectWord", projectId, [word, projectId]);
            foreach (var place in PlaceIndexer.PlacesOf(draft))
                Expect("ProjectPlace", projectId, [.. place[..3], projectId, .. place[3..]]);
            foreach (var amount in AmountIndexer.AmountsOf(draft))
                Expect("ProjectAmount", projectId, [projectId, amount[0], Amount(amount[1])]);
            foreach (var amount in AmountIndexer.DonorAmountsOf(draft))
                Expect("ProjectDonorAmount", projectId, [projectId, amount[0], amount[1], Amount(amount[2])]);
            // A set that does not exist has no number.
            var donorSet = donorSets.GetValueOrDefault(ProjectIndex.DonorSetKey(draft));
            foreach (var cell in CellIndexer.CellsOf(draft))
                Expect(
                    "ProjectCell",
                    projectId,
                    [
                        cell[0],
                        cell[1],
                        startDay,
                        projectId,
                        endDay,
                        ProjectIndex.OpenEndDay(period),
                        ownerId,
                        donorSet,
                        cell[2],
                    ]
                );
            foreach (var reference in draft.DeclaredMeasures)
                Expect("ProjectMeasure", projectId, [MeasureDraft.KeyOf(reference), projectId]);
            _organisations.UnionWith(OrganisationNameIndexer.NamesOf(draft).Select(row => (string)row[0]));
        }

        private void Expect(string table, long projectId, object[] row) =>
            Add(
                _expected[table],
                projectId,
                [.. row.Select(value => value is int or byte ? Convert.ToInt64(value, null) : value)]
            );

        private static void Add(Dictionary<long, RowHash> hashes, long projectId, object?[] row)
        {
            if (!hashes.TryGetValue(projectId, out var hash))
                hashes[projectId] = hash = new();
            hash.Add(row);
        }

        /// <summary>Returns the numbers of the sets of donors by their keys. The key of each is compared.</summary>
        private async Task<Dictionary<string, long>> DonorSetsAsync(CancellationToken ct)
        {
            var donors = new List<(long Set, string Donor)>();
            await foreach (var row in RegisterRows.ReadAsync(session, TableOf("DonorSetDonor"), ct))
                donors.Add(((long)row[0]!, (string)row[1]!));
            var bySet = donors.ToLookup(one => one.Set, one => one.Donor);
            var sets = new Dictionary<string, long>(StringComparer.Ordinal);
            await foreach (var row in RegisterRows.ReadAsync(session, TableOf("DonorSet"), ct))
            {
                var (set, key) = ((long)row[0]!, (string)row[1]!);
                sets[key] = set;
                if (ProjectIndex.DonorSetKey(bySet[set]) != key)
                    Differences.Add($"DonorSet {set}: its donors have another key");
            }

            return sets;
        }

        private static object Amount(object tenThousandths) =>
            AmountUnit.FromTenThousandths(Convert.ToInt64(tenThousandths, null));

        private string NameOf(long project) =>
            _ids.TryGetValue(project, out var id)
                ? $"project {id}"
                : $"the project with number {project}, which is withdrawn or does not exist";

        private static RegisterTable TableOf(string name) => RegisterTable.All.First(table => table.Name == name);
    }
}
