using Adam.Data.Databases;

namespace Adam.Data.Layers;

internal static class LayerSql
{
    public static readonly StatementSet Statements = new(nameof(LayerSql));

    /// <summary>
    /// Returns the sum of all versions. It grows with every change, because layers are never removed, so it shows if
    /// cached layers are current.
    /// </summary>
    public static readonly SqlQuery<NoParameters, long> Revision = new(
        Statements,
        $"SELECT COALESCE(SUM(Version), 0) FROM Layer"
    );

    public static readonly SqlQuery<NoParameters, LayerRow> All = new(
        Statements,
        $"SELECT l.LayerKey, l.Version, l.Document FROM Layer l ORDER BY l.LayerKey"
    );

    public static readonly SqlChange<NewLayer> Add = new(
        Statements,
        $"INSERT INTO Layer (LayerKey, Version, Document) VALUES (@LayerKey, @Version, @Document)"
    );

    public static readonly SqlChange<NewLayer> Change = new(
        Statements,
        $"UPDATE Layer SET Version = @Version, Document = @Document WHERE LayerKey = @LayerKey"
    );
}

internal sealed record NewLayer(string LayerKey, int Version, string Document);

internal sealed record LayerRow
{
    public string LayerKey { get; init; } = "";
    public int Version { get; init; }
    public string Document { get; init; } = "";
}
