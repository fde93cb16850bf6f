using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Data.Posts;
using Adam.Domain.Posts;
using Adam.Domain.Text;

namespace Adam.Api.Posts;

/// <summary>Converts outcomes of the store to responses and problems.</summary>
internal static class PostProblems
{
    /// <exception cref="ProblemException">The post does not exist, or is withdrawn.</exception>
    public static async Task<StoredPost> GetActiveAsync(this PostStore posts, string reference, CancellationToken ct) =>
        await posts.GetAsync(reference, ct) is var stored && stored.IsActive ? stored : throw Withdrawn(stored);

    /// <summary>Returns a post, withdrawn or not.</summary>
    /// <exception cref="ProblemException">The post does not exist.</exception>
    public static async Task<StoredPost> GetAsync(this PostStore posts, string reference, CancellationToken ct)
    {
        if (await posts.FindAsync(reference, ct) is { } found)
            return found;

        var known = (await posts.ListAsync(ct)).Select(post => post.Post.Draft.Reference).ToList();
        throw new ProblemException(
            ErrorCodes.UnknownItem,
            $"There is no post {ValidationError.Quote(reference)}."
                + (
                    Nearest.FindIn(reference, known) is { } meant
                        ? $" Did you mean {ValidationError.Quote(meant)}?"
                        : " GET /v1/posts lists them."
                )
        );
    }

    public static Post ThrowIfRejected(this PostOutcome outcome) =>
        outcome switch
        {
            PostOutcome.Done done => done.Post,
            PostOutcome.ReferenceTaken taken => throw ReferenceTaken(taken.By),
            PostOutcome.TooMany => throw new ProblemException(
                ErrorCodes.TooManyLayers,
                $"The register has {PostStore.Most} posts, and takes no more. Change one that is done with."
            ),
            PostOutcome.NotFound => throw new ProblemException(ErrorCodes.UnknownItem, "There is no such post."),
            PostOutcome.Withdrawn withdrawn => throw Withdrawn(withdrawn.Stored),
            PostOutcome.Stale => throw EntityTags.Stale(),
            _ => throw new InvalidOperationException($"An outcome that nobody knows: {outcome}."),
        };

    private static ProblemException ReferenceTaken(StoredPost by)
    {
        var reference = ValidationError.Quote(by.Post.Draft.Reference);
        return new(
            ErrorCodes.ItemReferenceTaken,
            by.IsActive
                ? $"There is a post {reference} already: /v1/posts/{by.Post.Draft.Reference}. Change that one, or give "
                    + "this one another reference."
                : $"There was a post {reference}, which is withdrawn; its reference stays taken. Give this one another."
        );
    }

    private static ProblemException Withdrawn(StoredPost stored) =>
        new(
            ErrorCodes.ItemWithdrawn,
            $"The post {ValidationError.Quote(stored.Post.Draft.Reference)} was withdrawn on "
                + $"{stored.WithdrawnAt:yyyy-MM-dd}. GET /v1/posts/{stored.Post.Draft.Reference}/history has it."
        );
}
