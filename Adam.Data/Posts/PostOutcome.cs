using Adam.Domain.Posts;

namespace Adam.Data.Posts;

/// <summary>A post as the register stores it.</summary>
/// <param name="Version">The version of the row; that of a withdrawn post is one higher than its document's.</param>
/// <param name="WithdrawnAt">The instant at which the post was withdrawn; null if it is active.</param>
public sealed record StoredPost(int PostId, Post Post, int Version, DateTimeOffset? WithdrawnAt)
{
    /// <summary>True if the post is not withdrawn.</summary>
    public bool IsActive => WithdrawnAt is null;

    internal static StoredPost FromRow(PostRow row) =>
        new(row.PostId, PostDocument.Parse(row.Document), row.Version, row.WithdrawnAt);
}

/// <summary>The outcome of a write of a post.</summary>
public abstract record PostOutcome
{
    private PostOutcome() { }

    public sealed record Done(Post Post) : PostOutcome;

    /// <summary>There is a post with this reference, withdrawn or not.</summary>
    public sealed record ReferenceTaken(StoredPost By) : PostOutcome;

    /// <summary>The register has as many posts as it takes.</summary>
    public sealed record TooMany : PostOutcome;

    public sealed record NotFound : PostOutcome;

    public sealed record Withdrawn(StoredPost Stored) : PostOutcome;

    /// <summary>The post was changed after the client had read it.</summary>
    public sealed record Stale : PostOutcome;
}
