using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Adam.Api.Errors;
using Adam.Data.Changes;

namespace Adam.Api.Binding;

/// <summary>
/// A position in the log of changes. Unlike a <see cref="Cursor"/>, it is valid with every filter, and as long as the
/// register exists.
/// </summary>
/// <param name="Position">The position; null for that of the last change at the time of the request.</param>
internal sealed record ChangeCursor(ChangePosition? Position)
{
    /// <summary>The text for the position of the last change.</summary>
    private const string Now = "now";

    public static string Encode(ChangePosition position) =>
        Base64Url.EncodeToString(
            Encoding.ASCII.GetBytes(
                string.Create(CultureInfo.InvariantCulture, $"{position.ChangeId}:{position.Micros}")
            )
        );

    public static ParseResult Read(string text) =>
        text == Now ? ParseResult.Success(new ChangeCursor(Position: null))
        : Decode(text) is { } position ? ParseResult.Success(new ChangeCursor(position))
        : ParseResult.Failure(ErrorCodes.BadCursor, NotOfTheLog);

    /// <summary>Returns the position, which the log has.</summary>
    /// <param name="name">The name of the parameter, for the error.</param>
    /// <exception cref="ProblemException">
    /// The log has no such position. It is that of another register, or of one that was since restored.
    /// </exception>
    public async Task<ChangePosition> ResolveAsync(ChangeStore changes, string name, CancellationToken ct)
    {
        if (Position is not { } position)
            return await changes.LastPositionAsync(ct);
        if (!await changes.HasAsync(position, ct))
            throw ProblemException.ForErrors(new ValidationError(name, NotOfTheLog, ErrorCodes.BadCursor));
        return position;
    }

    private const string NotOfTheLog =
        "This is no cursor of the changes of this register. If the register was restored from a backup, read "
        + "everything anew: begin without a cursor, and follow nextCursor from there.";

    /// <summary>Decodes a cursor in canonical form; null for any other text.</summary>
    private static ChangePosition? Decode(string text)
    {
        if (!Base64Url.IsValid(text))
            return null;

        var parts = Encoding.ASCII.GetString(Base64Url.DecodeFromChars(text)).Split(':');
        return
            parts.Length == 2
            && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && long.TryParse(parts[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var micros)
            && new ChangePosition(number, micros) is var position
            && Encode(position) == text
            ? position
            : null;
    }
}
