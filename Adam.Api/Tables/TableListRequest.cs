using Adam.Api.Binding;
using FastEndpoints;

namespace Adam.Api.Tables;

/// <summary>A request for a list that is also available as a table.</summary>
internal abstract record TableListRequest : ListRequest
{
    /// <summary>
    /// Adds a row of HXL hashtags below the headings; only with <c>format=csv</c> and <c>format=xlsx</c>.
    /// </summary>
    [QueryParam]
    public bool Hxl { get; init; }

    /// <summary>
    /// False to leave out the byte order mark, by which Excel recognises UTF-8; only with <c>format=csv</c>.
    /// </summary>
    [QueryParam, Example(true)]
    public bool Bom { get; init; } = true;

    /// <summary>True to write several rows for an item.</summary>
    public virtual bool IsExploded => false;
}
