using System.Reflection;
using System.Text.Json;
using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Projects;
using Adam.Api.Security;
using Adam.Domain.Keys;
using Adam.Domain.Overlaps.Matching;

namespace Adam.Api.Learning;

/// <summary>
/// The anchors of learning: the look-alike pairs that come with the program, with their known results. Term statistics
/// of their own weight them, so that they are the same in every register.
/// </summary>
internal static class AnchorPairs
{
    private const string Resource = "sample/look-alikes.ndjson";

    private static readonly string[] OneUndertaking = ["same-project", "co-funded"];

    public static async Task<IReadOnlyList<LearningPair>> ReadAsync(IServiceProvider services, CancellationToken ct)
    {
        var reader = services.GetRequiredService<ProjectReader>();
        var caller = new Caller("UNODC", Role.Admin, "Sample", "sample");
        var pairs = new List<(string Type, string Kind, Profile A, Profile B)>();
        await using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(Resource)!;
        using var lines = new StreamReader(stream);
        while (await lines.ReadLineAsync(ct) is { } line)
        {
            using var document = JsonDocument.Parse(line);
            var pair = document.RootElement;
            var projects = pair.GetProperty("projects");
            pairs.Add(
                (
                    pair.GetProperty("type").GetString()!,
                    pair.GetProperty("kind").GetString()!,
                    await ProfileAsync(projects[0]),
                    await ProfileAsync(projects[1])
                )
            );
        }

        var statistics = TermStatistics.FromProfiles(pairs.SelectMany(pair => new[] { pair.A, pair.B }));
        return
        [
            .. pairs.Select(pair => new LearningPair(
                MatchEvidence.FromPair(
                    WeightedProfile.Create(pair.A, statistics),
                    WeightedProfile.Create(pair.B, statistics),
                    shown: 1
                ),
                OneUndertaking.Contains(pair.Kind),
                Count: 1,
                pair.Type
            )),
        ];

        async Task<Profile> ProfileAsync(JsonElement project)
        {
            var errors = new List<ValidationError>();
            var read = await reader.ReadAsync(JsonBody.Read<ProjectBody>(project, errors), errors, caller, null, ct);
            if (read.Errors.Count > 0)
                throw new InvalidDataException($"A look-alike has an error: {read.Errors[0]}");
            return Profile.FromDraft(read.Owner, read.Draft);
        }
    }
}
