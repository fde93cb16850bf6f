namespace Adam.Data.Audit.Recording;

/// <summary>The author of a write: the key, its partner, and the request that it was sent with.</summary>
/// <param name="Name">The name of the key, shown as <c>updatedBy</c>; for a command, its name.</param>
public sealed record Actor(string Name)
{
    /// <summary>The public id of the key; null for a command.</summary>
    public string? KeyId { get; init; }

    /// <summary>The code of the partner of the key; null for a command.</summary>
    public string? Partner { get; init; }

    /// <summary>The id of the request, which the log of the server and every problem contain; null for a command.
    /// </summary>
    public string? RequestId { get; init; }

    /// <summary>The import that writes; null for other writes.</summary>
    internal long? ImportId { get; init; }

    /// <summary>Converts the name of a command, which writes without a key.</summary>
    public static implicit operator Actor(string name) => new(name);
}
