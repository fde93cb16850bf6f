using Adam.Desk.Calls;
using Adam.Desk.Shell;

namespace Adam.Desk.Posts;

/// <summary>A post of liaison and research officers.</summary>
public sealed record PostModel(Post Post)
{
    public static async Task<View> LoadAsync(DeskContext desk, DeskApi api, string reference)
    {
        var post = await api.GetAsync<Post>(Address(reference));
        return View.Create<PostPage, PostModel>($"{post.Reference} {post.City}", "measures", new(post));
    }

    /// <summary>Returns the address of the API of a post.</summary>
    public static string Address(string reference) => $"/v1/posts/{Uri.EscapeDataString(reference)}";

    /// <summary>Returns the first and the last day of a post, in words.</summary>
    public static string Days(Post post, DeskContext desk) =>
        (post.From, post.Until) switch
        {
            ({ } from, { } until) => $"{desk.Words.Day(from)} – {desk.Words.Day(until)}",
            ({ } from, null) => desk.Words["Post.since", desk.Words.Day(from)],
            (null, { } until) => desk.Words["Post.until", desk.Words.Day(until)],
            _ => desk.Words["Post.noDays"],
        };
}
