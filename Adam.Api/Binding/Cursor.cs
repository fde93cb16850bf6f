using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Adam.Api.Errors;

namespace Adam.Api.Binding;

/// <summary>
/// The position at which a page of a list ended: the sort key of its last item. It contains a hash of the list's path,
/// filters and sort, so that a cursor of another list is rejected. It is neither secret nor signed, because an altered
/// cursor only selects another position in the same list.
/// </summary>
internal sealed record Cursor(IReadOnlyList<string> Position)
{
    private static readonly string[] NotOfTheList =
    [
        "cursor",
        "limit",
        "count",
        "fields",
        "include",
        Negotiation.Parameter,
    ];

    public static string Encode(HttpRequest request, params object[] position) =>
        Base64Url.EncodeToString(
            JsonSerializer.SerializeToUtf8Bytes(new Written(Mark(request), [.. position.Select(Text)]))
        );

    /// <summary>Decodes a cursor. Returns null if the text is not a cursor or belongs to another list.</summary>
    public static Cursor? Decode(HttpRequest request, string text)
    {
        try
        {
            return
                Base64Url.IsValid(text)
                && JsonSerializer.Deserialize<Written>(Base64Url.DecodeFromChars(text))
                    is { Of: not null, At: not null } written
                && written.Of == Mark(request)
                && !written.At.Contains(null)
                ? new(written.At!)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public static void Read(
        HttpRequest http,
        IReadOnlyList<string> texts,
        Parameter parameter,
        object request,
        List<ValidationError> errors
    )
    {
        if (texts.Count == 0)
            return;
        if (Decode(http, texts[0]) is { } cursor)
            parameter.Set(request, cursor);
        else
            errors.Add(Wrong());
    }

    /// <exception cref="ProblemException">The cursor has no text at this index: it was altered.</exception>
    public string String(int index) => index < Position.Count ? Position[index] : throw Damaged();

    /// <exception cref="ProblemException">The cursor has no number at this index: it was altered.</exception>
    public long Number(int index) =>
        long.TryParse(String(index), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw Damaged();

    /// <exception cref="ProblemException">The cursor has no date at this index: it was altered.</exception>
    public DateOnly Date(int index) =>
        DateOnly.TryParseExact(String(index), "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? date
            : throw Damaged();

    /// <exception cref="ProblemException">The cursor has no instant at this index: it was altered.</exception>
    public DateTimeOffset Instant(int index) =>
        DateTimeOffset.TryParseExact(
            String(index),
            "O",
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out var instant
        )
            ? instant
            : throw Damaged();

    public static ProblemException Damaged() => ProblemException.ForErrors(Wrong());

    public static ValidationError Wrong() =>
        new(
            "cursor",
            "This is no cursor of this list under these filters and this sort. Begin without a cursor, and follow "
                + "nextCursor from there.",
            ErrorCodes.BadCursor
        );

    private static string Text(object value) =>
        value is IFormattable formattable
            ? formattable.ToString(value is DateOnly or DateTimeOffset ? "O" : null, CultureInfo.InvariantCulture)
            : value.ToString()!;

    private static string Mark(HttpRequest request)
    {
        var parameters = QueryText
            .Read(request.QueryString.Value, [])
            .Where(parameter => !NotOfTheList.Contains(parameter.Name))
            .Order();
        var list = string.Join(
            '\n',
            parameters.Select(parameter => $"{parameter.Name}={parameter.Value}").Prepend(request.Path.Value)
        );
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(list)).AsSpan(0, 6));
    }

    private sealed record Written(string Of, IReadOnlyList<string?> At);
}
