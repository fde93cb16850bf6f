using Adam.Data.Databases;

namespace Adam.Data.Posts;

internal static class PostSql
{
    public static readonly StatementSet Statements = new(nameof(PostSql));

    private static readonly SqlText Columns = $"t.PostId, t.Version, t.WithdrawnAt, t.Document";

    /// <summary>
    /// Returns the sum of all versions. It grows with every change, because posts are never removed, so it shows if
    /// cached posts are current.
    /// </summary>
    public static readonly SqlQuery<NoParameters, long> Revision = new(
        Statements,
        $"SELECT COALESCE(SUM(Version), 0) FROM Post"
    );

    /// <summary>Returns all posts, withdrawn or not, in the order in which they were recorded.</summary>
    public static readonly SqlQuery<NoParameters, PostRow> All = new(
        Statements,
        $"SELECT {Columns} FROM Post t ORDER BY t.PostId"
    );

    /// <summary>Returns the post with a key, withdrawn or not.</summary>
    public static readonly SqlQuery<PostKey, PostRow> ByKey = new(
        Statements,
        $"SELECT {Columns} FROM Post t WHERE t.ReferenceKey = @ReferenceKey"
    );

    public static readonly SqlChange<NewPost> Add = new(
        Statements,
        $"""
        INSERT INTO Post (ReferenceKey, Version, WithdrawnAt, Document)
        VALUES (@ReferenceKey, 1, NULL, @Document)
        """
    );

    /// <summary>Replaces the document of a post in a version, and makes it active.</summary>
    public static readonly SqlChange<ChangedPost> Change = new(
        Statements,
        $"""
        UPDATE Post
        SET Version = Version + 1, WithdrawnAt = NULL, Document = @Document
        WHERE PostId = @PostId AND Version = @Version
        """
    );

    public static readonly SqlChange<WithdrawnPost> Withdraw = new(
        Statements,
        $"""
        UPDATE Post
        SET Version = Version + 1, WithdrawnAt = @At
        WHERE PostId = @PostId AND Version = @Version
        """
    );
}

internal sealed record PostKey(string ReferenceKey);

internal sealed record NewPost(string ReferenceKey, string Document);

internal sealed record ChangedPost(int PostId, int Version, string Document);

internal sealed record WithdrawnPost(int PostId, int Version, DateTimeOffset At);

internal sealed record PostRow
{
    public int PostId { get; init; }
    public int Version { get; init; }
    public DateTimeOffset? WithdrawnAt { get; init; }
    public string Document { get; init; } = "";
}
