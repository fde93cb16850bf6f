using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Security;
using Adam.Data.Databases;
using Adam.Data.Gaps;
using Adam.Data.Layers;
using Adam.Data.Projects;
using Adam.Domain.CodeLists;
using Adam.Domain.Geography;
using Adam.Domain.Layers;
using Route = Adam.Domain.CodeLists.Route;

namespace Adam.Api.Layers;

/// <summary>The features of a page.</summary>
/// <param name="Next">The position after which to go on; null on the last page.</param>
/// <param name="Matched">The number of features of all pages; null if there are more than are counted.</param>
internal sealed record FeaturePage(IReadOnlyList<FeatureResponse> Features, object[]? Next, long? Matched);

/// <summary>Reads the features of layers: of those that are recorded, and of those that are computed.</summary>
internal sealed class LayerFeatures(LayerItemStore items, ProjectStore projects, GapStore gaps, TimeProvider time)
{
    /// <summary>The number up to which features are counted. Counting more would take longer than the page.</summary>
    private const int MostCounted = 10_000;

    /// <exception cref="ProblemException">The cursor is none of the list.</exception>
    public Task<FeaturePage> PageAsync(
        Layer layer,
        LayerItemFilter filter,
        Caller caller,
        Cursor? after,
        int limit,
        CancellationToken ct
    ) =>
        layer.Computed is not { } computed
            ? RecordedAsync(layer, filter, caller.AccessOf(layer), after, limit, ct)
            : ComputedAsync(computed, filter, after, limit, ct);

    private Task<FeaturePage> ComputedAsync(
        ComputedLayer layer,
        LayerItemFilter filter,
        Cursor? after,
        int limit,
        CancellationToken ct
    ) =>
        layer switch
        {
            ComputedLayer.Projects => ProjectsAsync(filter, after, limit, ct),
            ComputedLayer.Gaps => InMemoryAsync(GapsAsync(filter, ct), filter, after, limit),
            ComputedLayer.Routes => InMemoryAsync(Task.FromResult(Routes(filter)), filter, after, limit),
        };

    /// <summary>Returns a feature that the caller sees; null if there is none.</summary>
    public async Task<FeatureResponse?> FindComputedAsync(ComputedLayer layer, string id, CancellationToken ct)
    {
        var all = new LayerItemFilter("");
        if (layer == ComputedLayer.Projects)
            return
                Guid.TryParseExact(id, "D", out var guid)
                && await projects.FindAsync(guid, ct) is { WithdrawnAt: null } found
                ? FromProject(found.Project)
                : null;
        var features = layer == ComputedLayer.Gaps ? await GapsAsync(all, ct) : Routes(all);
        return features.FirstOrDefault(feature => feature.Feature.Id == id).Feature;
    }

    private async Task<FeaturePage> RecordedAsync(
        Layer layer,
        LayerItemFilter filter,
        LayerAccess access,
        Cursor? cursor,
        int limit,
        CancellationToken ct
    )
    {
        Guid? after = null;
        if (cursor is not null)
            after = Guid.TryParseExact(cursor.String(0), "D", out var id) ? id : throw Cursor.Damaged();
        var page = await items.PageAsync(filter, access, after, limit, ct) ?? throw Cursor.Damaged();
        return new(
            [.. page.Items.Select(stored => FeatureResponse.FromItem(layer.Draft, stored.Item))],
            page.Next is { } next ? [next] : null,
            // The first page of a list that has no other has read all ranges. Counting would read them again.
            after is null
            && page.Next is null
                ? page.Items.Count
                : await items.CountAsync(filter, access, MostCounted, ct)
        );
    }

    private async Task<FeaturePage> ProjectsAsync(
        LayerItemFilter filter,
        Cursor? cursor,
        int limit,
        CancellationToken ct
    )
    {
        var inBox = filter.Box is { } box ? CountriesIn(box) : [];
        if (filter.Box is not null && inBox.Count == 0)
            return new([], null, 0);

        var asked = new ProjectFilter
        {
            Countries = filter.Countries,
            RouteCountries = inBox,
            ActiveFrom = filter.From,
            ActiveTo = filter.Until,
        };
        var after = cursor is null ? null : new ProjectPosition(cursor.Number(0), cursor.Number(1));
        var found = await projects.ListAsync(asked, ProjectSort.Created, after, limit + 1, ct);
        var page = found.Take(limit).ToList();
        object[]? next = null;
        if (found.Count > limit)
        {
            var position = page[^1].Position(ProjectSort.Created);
            next = [position.Key, position.Position];
        }

        return new(
            [.. page.Select(one => FromProject(ProjectJson.Read(one.Document)))],
            next,
            await projects.CountAsync(asked, ct)
        );
    }

    private static FeatureResponse FromProject(Domain.Projects.Project project)
    {
        var draft = project.Draft;
        return new(
            "Feature",
            project.Id.ToString(),
            GeometryResponse.OfCountries(draft.Countries),
            new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                [ItemMembers.Reference] = draft.Reference,
                ["owner"] = project.Owner,
                ["title"] = draft.Title,
                ["status"] = draft.Status,
                ["pillars"] = draft.Pillars,
                ["countries"] = draft.Countries,
            }
        );
    }

    private async Task<IReadOnlyList<(FeatureResponse Feature, IReadOnlyList<string> Countries)>> GapsAsync(
        LayerItemFilter filter,
        CancellationToken ct
    )
    {
        var found = await gaps.ListAsync(
            new()
            {
                ByPillar = true,
                Countries = filter.Countries,
                RouteCountries = [.. Route.All.SelectMany(route => route.Countries).Select(stop => stop.Country)],
                AsOf = time.Today(),
            },
            ct
        );
        return
        [
            .. found.Select(gap =>
                (
                    new FeatureResponse(
                        "Feature",
                        $"{Serialization.Json.NameOf(gap.Pillars[0])}-{gap.Country}",
                        GeometryResponse.OfCountries([gap.Country!]),
                        new Dictionary<string, object?>(StringComparer.Ordinal)
                        {
                            ["pillar"] = gap.Pillars[0],
                            [ItemMembers.Country] = gap.Country,
                            ["state"] = gap.Coverage.State,
                        }
                    ),
                    (IReadOnlyList<string>)[gap.Country!]
                )
            ),
        ];
    }

    private static IReadOnlyList<(FeatureResponse Feature, IReadOnlyList<string> Countries)> Routes(
        LayerItemFilter filter
    ) =>
        [
            .. Route
                .All.Select(route => (Route: route, Countries: route.Countries.Select(stop => stop.Country).ToList()))
                .Where(one => filter.Countries.Count == 0 || one.Countries.Intersect(filter.Countries).Any())
                .Select(one =>
                    (
                        new FeatureResponse(
                            "Feature",
                            one.Route.Code,
                            GeometryResponse.OfCountries(one.Countries),
                            new Dictionary<string, object?>(StringComparer.Ordinal)
                            {
                                ["name"] = one.Route.Name,
                                ["countries"] = one.Countries,
                            }
                        ),
                        (IReadOnlyList<string>)one.Countries
                    )
                ),
        ];

    /// <summary>Returns a page of features that are few. Features without a point are in each box.</summary>
    private static async Task<FeaturePage> InMemoryAsync(
        Task<IReadOnlyList<(FeatureResponse Feature, IReadOnlyList<string> Countries)>> all,
        LayerItemFilter filter,
        Cursor? cursor,
        int limit
    )
    {
        var matched = (await all)
            .Where(one =>
                filter.Box is not { } box
                || one.Feature.Geometry is null
                || one.Countries.Any(CountriesIn(box).Contains)
            )
            .Select(one => one.Feature)
            .ToList();
        var skipped = (int)Math.Clamp(cursor?.Number(0) ?? 0, 0, matched.Count);
        var page = matched.Skip(skipped).Take(limit).ToList();
        return new(page, skipped + page.Count < matched.Count ? [skipped + page.Count] : null, matched.Count);
    }

    private static List<string> CountriesIn(BoundingBox box) =>
        [
            .. CodeListCatalog.Countries.Codes.Where(code =>
                CountryPoints.Find(code) is var (longitude, latitude)
                && box.Contains(Coordinates.FromDegrees(latitude, longitude))
            ),
        ];
}
