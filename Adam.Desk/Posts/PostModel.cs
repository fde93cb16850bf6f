using System.Globalization;
using System.Text.Json;
using Adam.Desk.Calls;
using Adam.Desk.Forms;
using Adam.Desk.Shell;
using Microsoft.AspNetCore.Http;

namespace Adam.Desk.Posts;

/// <summary>A post of liaison and research officers, and what became of it.</summary>
/// <param name="History">The versions, the first one first.</param>
/// <param name="State">The form that withdraws it.</param>
public sealed record PostModel(Post Post, IReadOnlyList<RecordVersion> History, FormState State)
{
    /// <summary>The field with the version that the person has seen.</summary>
    public const string Version = "version";

    public static async Task<View> LoadAsync(DeskApi api, string reference) =>
        await ShowAsync(api, reference, new(Fields.None, []));

    /// <summary>Withdraws the post. Its reference stays taken.</summary>
    public static async Task<FormAnswer> WithdrawAsync(DeskContext desk, DeskApi api, string reference, Fields fields)
    {
        if (!PostFormModel.MayWrite(desk))
            return new FormAnswer.Page(PostFormModel.Refused(desk));

        try
        {
            await api.ChangeAsync(HttpMethods.Delete, Address(reference), null, $"\"{fields[Version]}\"");
            return new FormAnswer.See("/desk/posts");
        }
        catch (ApiProblemException problem) when (problem.Status == StatusCodes.Status412PreconditionFailed)
        {
            var view = await ShowAsync(api, reference, new(fields, problem.Faults()));
            return new FormAnswer.Page(view with { Status = problem.Status });
        }
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

    /// <summary>Returns the value of a member in words: names of countries and partners, and days.</summary>
    public static string ValueOf(string member, JsonElement value, DeskContext desk)
    {
        return value.ValueKind switch
        {
            JsonValueKind.Array when value.GetArrayLength() > 0 => string.Join(
                ", ",
                value.EnumerateArray().Select(one => Text(one.GetString()!))
            ),
            JsonValueKind.String => Text(value.GetString()!),
            _ => desk.Words["Post.unknown"],
        };

        string Text(string text) =>
            member switch
            {
                "country" or "covers" => desk.Country(text),
                "fundedBy" => desk.Partner(text),
                "from" or "until" => desk.Day(text),
                _ => text,
            };
    }

    private static async Task<View> ShowAsync(DeskApi api, string reference, FormState state)
    {
        var post = await api.GetAsync<Post>(Address(reference));
        var history = await api.GetAsync<Page<RecordVersion>>($"{Address(reference)}/history");
        var seen = state.Fields.With(Version, post.Version.ToString(CultureInfo.InvariantCulture));
        return View.Create<PostPage, PostModel>(
            $"{post.Reference} {post.City}",
            "measures",
            new(post, history.Items, state with { Fields = seen })
        );
    }
}
