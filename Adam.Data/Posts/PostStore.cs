using Adam.Data.Audit.Recording;
using Adam.Data.Databases;
using Adam.Data.Idempotency;
using Adam.Data.Records;
using Adam.Domain.Posts;

namespace Adam.Data.Posts;

/// <summary>Stores posts. There are at most <see cref="Most"/>, so they are read whole.</summary>
public sealed class PostStore(Database database, TimeProvider time)
{
    /// <summary>The maximum number of posts, withdrawn ones included. It bounds the work of lists.</summary>
    public const int Most = 500;

    private volatile Cached? _cached;

    /// <summary>Returns all posts, withdrawn or not, in the order in which they were recorded.</summary>
    public Task<IReadOnlyList<StoredPost>> ListAsync(CancellationToken ct) =>
        database.InReadTransactionAsync(session => ReadAsync(session, ct), ct);

    /// <summary>Returns the post with a reference, withdrawn or not; null if there was never one.</summary>
    public async Task<StoredPost?> FindAsync(string reference, CancellationToken ct)
    {
        var key = PostDraft.KeyOf(reference);
        return (await ListAsync(ct)).FirstOrDefault(stored => stored.Post.Key == key);
    }

    /// <summary>Stores a new post.</summary>
    /// <param name="by">The key that writes.</param>
    /// <param name="respond">Returns the response that is stored in the same transaction; null to store none.</param>
    /// <exception cref="IdempotencyConflictException">
    /// The Idempotency-Key of the response has one already. Nothing was stored.
    /// </exception>
    public Task<PostOutcome> AddAsync(
        PostDraft draft,
        Actor by,
        CancellationToken ct,
        Func<Post, KeptResponse>? respond = null
    ) =>
        database.InGroupedWriteAsync<PostOutcome>(
            async session =>
            {
                var key = PostDraft.KeyOf(draft.Reference);
                if (await session.FirstAsync(PostSql.ByKey, new(key), ct) is { } taken)
                    return new PostOutcome.ReferenceTaken(StoredPost.FromRow(taken));
                if ((await session.QueryAsync(PostSql.All, ct)).Count >= Most)
                    return new PostOutcome.TooMany();

                var at = time.Instant();
                var post = new Post(draft, Version: 1, at, at, by.Name);
                await session.ExecuteAsync(PostSql.Add, new(key, PostDocument.Write(post)), ct);
                await LogAsync(session, AuditAction.Created, post, post.Version, by, at, ct);
                if (respond is not null)
                    await IdempotencyStore.SaveAsync(database, session, respond(post), ct);
                return new PostOutcome.Done(post);
            },
            ct
        );

    /// <summary>Replaces the content of a post. Its reference is kept.</summary>
    /// <param name="expectedVersion">The version that the client has read.</param>
    /// <param name="by">The key that writes.</param>
    public Task<PostOutcome> ChangeAsync(PostDraft draft, int expectedVersion, Actor by, CancellationToken ct) =>
        database.InGroupedWriteAsync(
            async session =>
            {
                var (stored, rejection) = await ForUpdateAsync(session, draft.Reference, expectedVersion, ct);
                if (stored is null)
                    return rejection!;

                var at = time.Instant();
                var before = stored.Post;
                var post = before with
                {
                    Draft = draft with { Reference = before.Draft.Reference },
                    Version = stored.Version + 1,
                    UpdatedAt = at,
                    UpdatedBy = by.Name,
                };
                if (IsSame(before, post))
                    return new PostOutcome.Done(before);

                var document = PostDocument.Write(post);
                await session.ExecuteAsync(PostSql.Change, new(stored.PostId, stored.Version, document), ct);
                await LogAsync(session, AuditAction.Changed, post, post.Version, by, at, ct);
                return new PostOutcome.Done(post);
            },
            ct
        );

    /// <summary>
    /// Withdraws a post. The record and its reference are kept.
    /// </summary>
    /// <inheritdoc cref="ChangeAsync" path="/param"/>
    public Task<PostOutcome> WithdrawAsync(string reference, int expectedVersion, Actor by, CancellationToken ct) =>
        database.InGroupedWriteAsync(
            async session =>
            {
                var (stored, rejection) = await ForUpdateAsync(session, reference, expectedVersion, ct);
                if (stored is null)
                    return rejection!;

                var at = time.Instant();
                await session.ExecuteAsync(PostSql.Withdraw, new(stored.PostId, stored.Version, at), ct);
                await LogAsync(session, AuditAction.Withdrawn, stored.Post, stored.Version + 1, by, at, ct);
                return new PostOutcome.Done(stored.Post);
            },
            ct
        );

    /// <summary>Returns the versions of a post in ascending order.</summary>
    /// <param name="after">The version after which the page begins; 0 for the first page.</param>
    public Task<RecordVersionPage> HistoryAsync(StoredPost stored, int after, int take, CancellationToken ct) =>
        database.InReadTransactionAsync(
            session => RecordVersions.ReadAsync(session, AuditSubject.Post, stored.Post.Key, after, take, ct),
            ct
        );

    /// <summary>
    /// Returns all posts as a session reads them. They are cached, and read again only if one has changed.
    /// </summary>
    private async Task<IReadOnlyList<StoredPost>> ReadAsync(Session session, CancellationToken ct)
    {
        var revision = await session.FirstAsync(PostSql.Revision, ct);
        if (_cached is { } cached && cached.Revision == revision)
            return cached.Posts;

        IReadOnlyList<StoredPost> posts = [.. (await session.QueryAsync(PostSql.All, ct)).Select(StoredPost.FromRow)];
        _cached = new(revision, posts);
        return posts;
    }

    private static async Task<(StoredPost? Stored, PostOutcome? Rejection)> ForUpdateAsync(
        Session session,
        string reference,
        int expectedVersion,
        CancellationToken ct
    )
    {
        var row = await session.FirstAsync(PostSql.ByKey, new(PostDraft.KeyOf(reference)), ct);
        var stored = row is null ? null : StoredPost.FromRow(row);
        return stored switch
        {
            null => (null, new PostOutcome.NotFound()),
            { IsActive: false } => (null, new PostOutcome.Withdrawn(stored)),
            { Version: var version } when version != expectedVersion => (null, new PostOutcome.Stale()),
            _ => (stored, null),
        };
    }

    private static bool IsSame(Post one, Post other) =>
        PostDocument.Write(one)
        == PostDocument.Write(
            other with
            {
                Version = one.Version,
                UpdatedAt = one.UpdatedAt,
                UpdatedBy = one.UpdatedBy,
            }
        );

    private static Task LogAsync(
        Session session,
        AuditAction action,
        Post post,
        int version,
        Actor by,
        DateTimeOffset at,
        CancellationToken ct
    ) =>
        AuditRecorder.AddAsync(
            session,
            AuditSubject.Post,
            action,
            post.Key,
            version,
            action == AuditAction.Withdrawn ? null : PostDocument.FromPost(post),
            by,
            at,
            ct
        );

    private sealed record Cached(long Revision, IReadOnlyList<StoredPost> Posts);
}
