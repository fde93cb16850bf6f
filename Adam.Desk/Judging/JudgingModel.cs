using Adam.Desk.Calls;
using Adam.Desk.Shell;

namespace Adam.Desk.Judging;

/// <summary>The queue of overlaps that wait for a verdict, one pair at a time.</summary>
/// <param name="Pair">The pair to judge; null if no further one meets the filters.</param>
/// <param name="Counts">The progress of the queue.</param>
public sealed record JudgingModel(PairModel? Pair, QueueCounts Counts)
{
    public const string Path = "/desk/judging";

    public const string Score = "score";

    public const string Uncertain = "uncertain";

    /// <summary>The address that shows the queue without this pair, once it is decided.</summary>
    public string After { get; init; } = Path;

    /// <summary>The address of the next pair, with this one left undecided; null if there is none.</summary>
    public string? Skip { get; init; }

    /// <summary>The address of the page that follows a verdict, which can be read before it is given.</summary>
    public string? Prefetch { get; init; }

    /// <summary>The pair that was just decided; null if none was.</summary>
    public LastVerdict? Last { get; init; }

    /// <summary>The form that the API has refused; null if nothing was refused.</summary>
    public RefusedForm? Refused { get; init; }

    public static async Task<View> LoadAsync(DeskContext desk, DeskApi api) =>
        desk.MayDecide
            ? ViewOf(desk, await LoadAsync(desk, api, desk.Filters["pair"]))
            : View.Create<JudgingRefusedPage, Me>(desk.Words["Nav.judging"], "overlaps", desk.Me!) with
            {
                Status = 403,
            };

    public static View ViewOf(DeskContext desk, JudgingModel model) =>
        View.Create<JudgingPage, JudgingModel>(desk.Words["Nav.judging"], "judging", model) with
        {
            Status = model.Refused?.Problem.Status ?? 200,
            HasFilters = true,
            Script = "judging.js",
        };

    /// <param name="pair">The id of the pair to show; null for the first one of the queue.</param>
    public static async Task<JudgingModel> LoadAsync(DeskContext desk, DeskApi api, string? pair)
    {
        var queue = new QueueAddresses(desk.Filters);
        var cursor = desk.Filters["cursor"];
        var head = await api.GetAsync<Page<Overlap>>(queue.ListAddress(cursor));
        if (head.Items is [var left] && left.Id == desk.Filters["not"] && head.NextCursor is { } further)
            head = await api.GetAsync<Page<Overlap>>(queue.ListAddress(further));
        var first = head.Items.FirstOrDefault(overlap => overlap.Id != desk.Filters["not"])?.Id;
        var shown = pair ?? first;
        var skip =
            shown != first ? queue.At(cursor)
            : head.NextCursor is { } next ? queue.At(next)
            : null;
        return new(
            shown is null ? null : await PairModel.LoadAsync(api, shown),
            await QueueCounts.LoadAsync(queue, api)
        )
        {
            // A pair with a verdict leaves the queue of the undecided, and stays in a list of the decided.
            After = queue.LosesDecided || skip is null ? queue.At(cursor) : skip,
            Skip = skip,
            Prefetch = queue.LosesDecided && shown is not null ? queue.At(cursor, not: shown) : skip,
            Last = await LastVerdict.LoadAsync(desk, api),
        };
    }
}

/// <summary>The addresses of a queue: its filters and its order.</summary>
public sealed class QueueAddresses(Filters filters)
{
    private const string Verdict = "verdict";

    private static readonly string[] Waiting = ["none", "stale"];

    /// <summary>The filters of all pairs of the queue, whatever their verdict.</summary>
    private Filters All { get; } = filters.With(Verdict, null);

    /// <summary>True if a pair that is decided leaves the queue.</summary>
    public bool LosesDecided => filters.Values(Verdict).All(verdict => Waiting.Contains(verdict));

    /// <summary>Returns the address of the first pair after a position, and of the number of pairs.</summary>
    public string ListAddress(string? cursor)
    {
        var sort = filters["sort"] ?? JudgingModel.Score;
        var verdict = filters[Verdict] is null ? $"&{Verdict}=none" : "";
        var after = cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}";
        return filters.ApiAddress(
            $"/v1/overlaps?limit=1&fields=score&sort={Uri.EscapeDataString(sort)}{verdict}{after}"
        );
    }

    /// <summary>Returns the address of the page that shows the first pair after a position.</summary>
    /// <param name="not">A pair that is about to be decided, and not shown; null for none.</param>
    public string At(string? cursor, string? not = null)
    {
        var address = filters.With("cursor", cursor);
        return (not is null ? address : new([.. address.Pairs, ("not", not)])).Address(JudgingModel.Path);
    }

    /// <summary>Returns the address of the number of pairs with some verdicts.</summary>
    public string CountAddress(params string[] verdicts) =>
        All.ApiAddress($"/v1/overlaps?count=true&limit=1&fields=score{Verdicts(verdicts)}");

    /// <summary>Returns the address of a page of the desk for the pairs with a verdict.</summary>
    public string PageOf(string path, params string[] verdicts) =>
        new Filters([.. All.Pairs, .. verdicts.Select(verdict => (Verdict, verdict))]).Address(path);

    private static string Verdicts(string[] verdicts) => string.Concat(verdicts.Select(one => $"&{Verdict}={one}"));
}

/// <summary>The numbers of pairs under the filters that wait, that wait again, and that are decided.</summary>
public sealed record QueueCounts(QueueAddresses Queue, long Undecided, long Stale, long Decided)
{
    public static readonly string[] Verdicts = ["duplicate", "complementary", "co-funded", "unrelated"];

    public static async Task<QueueCounts> LoadAsync(QueueAddresses queue, DeskApi api)
    {
        return new(
            queue,
            await CountAsync(queue.CountAddress("none")),
            await CountAsync(queue.CountAddress("stale")),
            await CountAsync(queue.CountAddress(Verdicts))
        );

        async Task<long> CountAsync(string address) => (await api.GetAsync<Page<Overlap>>(address)).Total ?? 0;
    }
}

/// <summary>The verdict that the person gave last, which can be taken back.</summary>
/// <param name="Tag">The version of the pair after the verdict: a later change by others is not taken back.</param>
public sealed record LastVerdict(Overlap Overlap, string Tag)
{
    /// <summary>Returns the verdict that the address names; null if it names none that is there.</summary>
    public static async Task<LastVerdict?> LoadAsync(DeskContext desk, DeskApi api)
    {
        if (desk.Filters["last"] is not { } id || desk.Filters["tag"] is not { } tag)
            return null;

        try
        {
            var overlap = await api.GetAsync<Overlap>(PairModel.Address(id));
            return overlap.Verdict?.Value is null ? null : new(overlap, tag);
        }
        catch (ApiProblemException problem) when (problem.Status is 400 or 404)
        {
            return null; // the two overlap no longer, so that there is nothing to take back
        }
    }
}

/// <summary>A form that the API has refused. Its text is shown again, so that it is not lost.</summary>
public sealed record RefusedForm(ApiProblemException Problem, string Pair, string Note);
