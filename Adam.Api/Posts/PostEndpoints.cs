using System.ComponentModel.DataAnnotations;
using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Http;
using Adam.Api.OpenApi;
using Adam.Api.Records;
using Adam.Api.Tables;
using Adam.Data.Databases;
using Adam.Data.Posts;
using Adam.Domain.Posts;
using FastEndpoints;

namespace Adam.Api.Posts;

internal sealed record ListPostsRequest : TableListRequest, IHasBindingWarnings
{
    private const int MaxValues = 50;

    public List<ValidationError> BindingWarnings { get; } = [];

    /// <summary>Posts that exist on this day.</summary>
    [QueryParam, Example("2015-06-01")]
    public DateOnly? On { get; init; }

    /// <summary>Posts that cover one of these countries.</summary>
    [QueryParam, OneOf("countries"), MaxLength(MaxValues), Example("UZ")]
    public IReadOnlyList<string> Country { get; init; } = [];
}

internal sealed record PostCoverageRequest : IHasBindingWarnings
{
    private const int MaxValues = 100;

    public List<ValidationError> BindingWarnings { get; } = [];

    /// <summary>The day; today by default.</summary>
    [QueryParam, Example("2015-06-01")]
    public DateOnly? On { get; init; }

    /// <summary>Routes, whose countries are returned; all routes by default.</summary>
    [QueryParam, OneOf(OneOfAttribute.Routes), Example("northern")]
    public IReadOnlyList<string> Route { get; init; } = [];

    /// <summary>Further countries.</summary>
    [QueryParam, OneOf("countries"), MaxLength(MaxValues)]
    public IReadOnlyList<string> Country { get; init; } = [];
}

internal sealed record GetPostRequest
{
    /// <summary>The reference of the post, in any case.</summary>
    [RouteParam, MaxLength(PostDraft.MaxReferenceLength), Example("RLO-TAS")]
    public string Reference { get; init; } = "";

    /// <summary>The <c>ETag</c> that the client has; the response is 304 if it is current.</summary>
    [FromHeader("If-None-Match")]
    public EntityTags? IfNoneMatch { get; init; }
}

internal sealed record GetPostHistoryRequest : ListRequest
{
    /// <summary>The reference of the post, in any case.</summary>
    [RouteParam, MaxLength(PostDraft.MaxReferenceLength), Example("RLO-TAS")]
    public string Reference { get; init; } = "";
}

/// <summary>The posts that cover the countries of routes on a day.</summary>
/// <param name="On">The day.</param>
/// <param name="Unknown">
/// The countries without a post. What is reported from there is unknown; it is not zero.
/// </param>
/// <param name="Items">The countries, in the order of their codes.</param>
/// <param name="Warnings">
/// Values of filters that are read by another name, such as <c>UK</c>; only if there are some.
/// </param>
internal sealed record PostCoverageResponse(
    [property: Example("2015-06-01")] DateOnly On,
    [property: Example(new[] { "KG" })] IReadOnlyList<string> Unknown,
    IReadOnlyList<PostCoverageRow> Items,
    [property: System.Text.Json.Serialization.JsonIgnore(
        Condition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull
    )]
        IReadOnlyList<ValidationError>? Warnings
);

/// <summary>The posts that cover a country.</summary>
/// <param name="Country">The country.</param>
/// <param name="State"><c>covered</c>, or <c>unknown</c> without a post.</param>
/// <param name="Posts">The references of the posts.</param>
internal sealed record PostCoverageRow(
    [property: Example("UZ")] string Country,
    [property: Example("covered")] PostState State,
    [property: Example(new[] { "RLO-TAS" })] IReadOnlyList<string> Posts
);

/// <summary>The coverage of a country by posts.</summary>
internal enum PostState
{
    Covered = 1,
    Unknown = 2,
}

internal sealed class ListPosts(PostStore posts) : Endpoint<ListPostsRequest, ListResponse<PostDocument>>
{
    private static readonly ListTable Table = new(
        "posts",
        [
            TableColumn.Value("reference", 16),
            TableColumn.Value("city", 18),
            TableColumn.Value("country", 10, "#country+code"),
            TableColumn.List("covers", "covers", 24, TableCell.FromJson),
            TableColumn.Date("from", "#date+start"),
            TableColumn.Date("until", "#date+end"),
            TableColumn.Value("mailbox", 30),
            TableColumn.List("fundedBy", "fundedBy", 24, TableCell.FromJson),
            TableColumn.Value("version", 8, type: ColumnType.Whole),
            TableColumn.Instant("createdAt"),
            TableColumn.Instant("updatedAt"),
            TableColumn.Value("updatedBy", 20),
        ]
    );

    public override void Configure()
    {
        Get("/v1/posts");
        this.OffersListFormats();
        this.Documents(
            "List posts",
            "Returns the posts of liaison and research officers that match the filters, in the order in which they "
                + "were recorded. Withdrawn ones are left out.",
            answer: typeof(ListResponse<PostDocument>)
        );
    }

    public override async Task HandleAsync(ListPostsRequest req, CancellationToken ct)
    {
        var after = (int)Math.Clamp(req.Cursor?.Number(0) ?? 0, 0, int.MaxValue);
        var found = (await posts.ListAsync(ct))
            .Where(stored =>
                stored.IsActive
                && (req.On is not { } day || stored.Post.Draft.IsOn(day))
                && (req.Country.Count == 0 || req.Country.Any(stored.Post.Draft.Covers.Contains))
            )
            .ToList();
        var rest = found.Where(stored => stored.PostId > after).ToList();
        var list = new ListSource<PostDocument>
        {
            PageAsync = (limit, _) =>
                Task.FromResult(
                    new ListPage<PostDocument>(
                        [.. rest.Take(limit).Select(stored => PostDocument.FromPost(stored.Post))],
                        rest.Count > limit ? [rest[limit - 1].PostId] : null
                    )
                ),
            StreamAsync = _ => rest.Select(stored => PostDocument.FromPost(stored.Post)).ToAsyncEnumerable(),
            CountAsync = _ => Task.FromResult((long)found.Count),
            Table = Table,
            ToResponse = (rows, next, total, _) =>
                new ListResponse<PostDocument>(
                    rows,
                    next,
                    total,
                    Warnings: req.BindingWarnings.Count == 0 ? null : req.BindingWarnings
                ),
        };
        await Send.ListAsync(req, list, ct);
    }
}

internal sealed class GetPostCoverage(PostStore posts, TimeProvider time)
    : Endpoint<PostCoverageRequest, PostCoverageResponse>
{
    public override void Configure()
    {
        Get("/v1/posts/coverage");
        this.Documents(
            "Read which countries have a post",
            "Returns each country of the routes, on a day, with the posts that cover it. A country without a post is "
                + "unknown, and not without news.",
            answer: typeof(PostCoverageResponse)
        );
    }

    public override async Task HandleAsync(PostCoverageRequest req, CancellationToken ct)
    {
        var on = req.On ?? time.Today();
        var routes = Domain.CodeLists.Route.All.Where(route =>
            req.Route.Contains(route.Code) || (req.Route.Count == 0 && req.Country.Count == 0)
        );
        var active = (await posts.ListAsync(ct))
            .Where(stored => stored.IsActive && stored.Post.Draft.IsOn(on))
            .Select(stored => stored.Post.Draft)
            .ToList();
        var rows = routes
            .SelectMany(route => route.Countries)
            .Select(stop => stop.Country)
            .Concat(req.Country)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .Select(country =>
                (
                    Country: country,
                    Posts: active.Where(post => post.Covers.Contains(country)).Select(post => post.Reference).ToList()
                )
            )
            .Select(row => new PostCoverageRow(
                row.Country,
                row.Posts.Count > 0 ? PostState.Covered : PostState.Unknown,
                row.Posts
            ))
            .ToList();
        await Send.OkAsync(
            new(
                on,
                [.. rows.Where(row => row.State == PostState.Unknown).Select(row => row.Country)],
                rows,
                req.BindingWarnings.Count == 0 ? null : req.BindingWarnings
            ),
            ct
        );
    }
}

internal sealed class GetPost(PostStore posts) : Endpoint<GetPostRequest, PostDocument>
{
    public override void Configure()
    {
        Get("/v1/posts/{reference}");
        this.Documents(
            "Read a post",
            "Returns a post of liaison and research officers. It names no person.",
            answer: typeof(PostDocument),
            tagged: true,
            problems: [ErrorCodes.UnknownItem, ErrorCodes.ItemWithdrawn]
        );
    }

    public override async Task HandleAsync(GetPostRequest req, CancellationToken ct)
    {
        var stored = await posts.GetActiveAsync(req.Reference, ct);
        await Send.ResourceAsync(
            PostDocument.FromPost(stored.Post),
            EntityTags.ForVersion(stored.Version),
            req.IfNoneMatch,
            ct
        );
    }
}

internal sealed class GetPostHistory(PostStore posts)
    : Endpoint<GetPostHistoryRequest, ListResponse<RecordVersionResponse>>
{
    public override void Configure()
    {
        Get("/v1/posts/{reference}/history");
        this.Documents(
            "Read the history of a post",
            "Returns every version of the post, the first one first: who wrote it, when, and which members it changed "
                + "from what to what. A withdrawn post keeps its history.",
            answer: typeof(ListResponse<RecordVersionResponse>),
            problems: ErrorCodes.UnknownItem
        );
    }

    public override Task HandleAsync(GetPostHistoryRequest req, CancellationToken ct) =>
        Send.HistoryAsync(posts, req.Reference, req, ct);
}
