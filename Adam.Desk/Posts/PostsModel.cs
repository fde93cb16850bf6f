using Adam.Desk.Calls;
using Adam.Desk.Measures;
using Adam.Desk.Shell;

namespace Adam.Desk.Posts;

/// <summary>The posts that meet the filters, in the order in which they were recorded.</summary>
/// <param name="Coverage">The countries of the routes, with the posts that cover them on that day.</param>
public sealed record PostsModel(Page<Post> Page, PostCoverage Coverage)
{
    private const int PageSize = 100;
    private const string Route = "route";

    public static async Task<View> LoadAsync(DeskContext desk, DeskApi api)
    {
        var page = await api.GetAsync<Page<Post>>(
            $"{ListAddress(desk.Filters)}&limit={PageSize}{MeasuresModel.Cursor(desk)}"
        );
        var coverage = await api.GetAsync<PostCoverage>(CoverageAddress(desk.Filters));
        return View.Create<PostsPage, PostsModel>(desk.Words["Nav.posts"], "measures", new(page, coverage));
    }

    // A post has countries, and no route: the route selects only the countries of the coverage.
    public static string ListAddress(Filters filters) => filters.With(Route, null).ApiAddress("/v1/posts?count=true");

    public static string CoverageAddress(Filters filters) => filters.ApiAddress("/v1/posts/coverage");
}
