using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Adam.Api.Binding;
using Adam.Api.Serialization;

namespace Adam.Api.Http;

/// <summary>Base of formats that have a form of their own for whole projects.</summary>
internal abstract class ProjectListFormat(TimeProvider time) : StreamedListFormat(time)
{
    /// <summary>
    /// The member of a project that has the IATI identifiers of those that are co-funded with it, if the format
    /// <see cref="ShowsCoFunded"/> and there are some. No other format and no record has it.
    /// </summary>
    public const string CoFunded = "coFunded";

    /// <summary>True if the format shows the projects that are co-funded with each project.</summary>
    public virtual bool ShowsCoFunded => false;

    public override ListFormatScope Scope => ListFormatScope.Projects;

    protected override ReadOnlySpan<string> Options => [];

    protected override bool HasSelection => false;

    protected sealed override Task WriteBodyAsync<T>(
        HttpContext http,
        PipeWriter body,
        ListRequest request,
        ListSource<T> list,
        IAsyncEnumerator<T> items,
        bool hasItem,
        CancellationToken ct
    ) => WriteProjectsAsync(http.Request, body, ProjectsAsync(items, hasItem, ct), ct);

    /// <summary>Writes the body.</summary>
    /// <param name="projects">
    /// The members of the projects in their JSON form. They are those of a project until the next one is read.
    /// </param>
    protected abstract Task WriteProjectsAsync(
        HttpRequest request,
        PipeWriter body,
        IAsyncEnumerable<JsonItem> projects,
        CancellationToken ct
    );

    private static async IAsyncEnumerable<JsonItem> ProjectsAsync<T>(
        IAsyncEnumerator<T> items,
        bool hasItem,
        [EnumeratorCancellation] CancellationToken ct
    )
    {
        var project = new JsonItem();
        for (; hasItem; hasItem = await items.MoveNextAsync())
        {
            ct.ThrowIfCancellationRequested();
            using var document = JsonDocument.Parse(((RawJson)(object)items.Current!).Utf8);
            project.Read(document.RootElement);
            yield return project;
        }
    }
}
