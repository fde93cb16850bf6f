using Microsoft.AspNetCore.Http;

namespace Adam.Desk.Shell;

/// <summary>A page that tells why the person cannot do here what the address is for.</summary>
public sealed record NoticeModel(string Title, string Text)
{
    /// <param name="title">The name of the title in the texts.</param>
    /// <param name="text">The name of the reason in the texts.</param>
    /// <param name="values">The values in the reason.</param>
    public static View Create(DeskContext desk, string title, string text, string section, params object[] values) =>
        View.Create<NoticePage, NoticeModel>(
            desk.Words[title],
            section,
            new(desk.Words[title], desk.Words[text, values])
        ) with
        {
            Status = StatusCodes.Status403Forbidden,
        };
}
