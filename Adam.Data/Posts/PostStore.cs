using Adam.Data.Audit.Recording;
using Adam.Data.Databases;
using Adam.Data.Records;
using Adam.Domain.Posts;

namespace Adam.Data.Posts;

/// <summary>A post as the register stores it.</summary>
public sealed record StoredPost(int PostId, Post Post, int Version, DateTimeOffset? WithdrawnAt)
    : StoredRecord<Post>(PostId, Version, WithdrawnAt)
{
    public override Post Record => Post;
}

/// <summary>Stores posts.</summary>
public sealed class PostStore(Database database, TimeProvider time)
    : RecordStore<StoredPost, Post, PostDraft>(database, time, Type, Most)
{
    /// <summary>The maximum number of posts, withdrawn ones included. It bounds the work of lists.</summary>
    public const int Most = 500;

    internal static RecordType<Post> Type { get; } =
        new(AuditSubject.Post, PostDocument.FromPost, json => RecordJson.Read<PostDocument>(json).ToPost());

    private protected override Post Create(PostDraft draft, DateTimeOffset at, string by) =>
        new(draft, Version: 1, at, at, by);

    private protected override StoredPost Store(int recordId, Post record, int version, DateTimeOffset? withdrawnAt) =>
        new(recordId, record, version, withdrawnAt);
}
