using Adam.Api.Errors;
using Adam.Api.Records;
using Adam.Data.Partners;
using Adam.Data.Posts;
using Adam.Domain.Partners;
using Adam.Domain.Posts;

namespace Adam.Api.Posts;

/// <summary>The writes of requests to posts.</summary>
internal sealed class PostResource(PostStore posts, PartnerStore partners)
    : RecordResource<StoredPost, Post, PostDraft, PostBody, PostDocument, PartnerDirectory>(posts)
{
    protected override Task<PartnerDirectory> OthersAsync(CancellationToken ct) => partners.DirectoryAsync(ct);

    protected override PostDraft Read(
        PostBody body,
        List<ValidationError> errors,
        Post? current,
        PartnerDirectory others
    ) => body.Read(errors, current, others);

    protected override PostDocument ToResponse(Post post, PartnerDirectory others) => PostDocument.FromPost(post);
}
