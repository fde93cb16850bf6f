using System.ComponentModel.DataAnnotations;
using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Records;
using Adam.Data.Posts;
using Adam.Domain.Posts;
using FastEndpoints;

namespace Adam.Api.Posts;

internal sealed record RecordPostRequest : IRecordBody<PostBody>
{
    [FromBody]
    public PostBody Body { get; init; } = new();

    public List<ValidationError> BindingErrors { get; } = [];
}

internal record ChangePostRequest : ChangeRecordRequest
{
    /// <summary>The reference of the post, in any case.</summary>
    [RouteParam, MaxLength(PostDraft.MaxReferenceLength), Example("RLO-TAS")]
    public string Reference { get; init; } = "";

    internal override string Key => Reference;
}

internal sealed record ReplacePostRequest : ChangePostRequest, IRecordBody<PostBody>
{
    [FromBody]
    public PostBody Body { get; init; } = new();

    public List<ValidationError> BindingErrors { get; } = [];
}

internal sealed class RecordPost(PostResource posts) : AddRecord<RecordPostRequest, PostBody, PostDocument>(posts)
{
    protected override IReadOnlyList<string> Writers => RecordWriters.Admins;

    public override void Configure() =>
        Adds(
            "/v1/posts",
            "Record a post",
            "Records a post of liaison and research officers: where it is, which countries it covers, and until when "
                + "it is paid for. No person is named.",
            ErrorCodes.ItemReferenceTaken,
            ErrorCodes.TooManyLayers
        );
}

internal sealed class ReplacePost(PostResource posts) : ReplaceRecord<ReplacePostRequest, PostBody, PostDocument>(posts)
{
    protected override IReadOnlyList<string> Writers => RecordWriters.Admins;

    public override void Configure() =>
        Replaces(
            "/v1/posts/{reference}",
            "post",
            "Replace a post",
            effect: "",
            ErrorCodes.UnknownItem,
            ErrorCodes.ItemWithdrawn
        );
}

internal sealed class WithdrawPost(PostResource posts) : WithdrawRecord<ChangePostRequest>(posts)
{
    protected override IReadOnlyList<string> Writers => RecordWriters.Admins;

    public override void Configure() =>
        Withdraws(
            "/v1/posts/{reference}",
            "Withdraw a post",
            "Removes the post from lists. The record is kept, and its reference stays taken. A post that ended has a "
                + "last day instead.",
            ErrorCodes.UnknownItem,
            ErrorCodes.ItemWithdrawn
        );
}
