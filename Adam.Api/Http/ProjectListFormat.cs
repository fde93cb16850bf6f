using System.IO.Pipelines;
using Adam.Api.Binding;

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

    protected sealed override async Task WriteBodyAsync<T>(
        HttpContext http,
        PipeWriter body,
        ListRequest request,
        ListSource<T> list,
        IAsyncEnumerator<T> items,
        bool hasItem,
        CancellationToken ct
    )
    {
        var file = await CreateAsync(http.Request, ct);
        await body.WriteAsync(file.Start, ct);
        await ItemBatches.WriteAsync(body, items, hasItem, file.CreateWriter, file.Separator, ct);
        await body.WriteAsync(file.End, ct);
    }

    /// <summary>Creates a file.</summary>
    protected abstract ValueTask<ProjectFile> CreateAsync(HttpRequest request, CancellationToken ct);
}

/// <summary>A file of projects.</summary>
/// <param name="Start">The bytes before the projects.</param>
/// <param name="CreateWriter">Creates a writer of projects. Several write different projects at the same time.</param>
/// <param name="Separator">The bytes between projects that different writers wrote.</param>
/// <param name="End">The bytes after the projects.</param>
internal sealed record ProjectFile(
    ReadOnlyMemory<byte> Start,
    Func<IItemWriter> CreateWriter,
    ReadOnlyMemory<byte> Separator,
    ReadOnlyMemory<byte> End
);
