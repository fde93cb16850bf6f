using System.Globalization;
using System.Text.Json;
using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Projects;
using Adam.Domain.CodeLists;
using Adam.Domain.Projects;
using Adam.Domain.Text;

namespace Adam.Api.Imports.Formats.Json;

/// <summary>Reads a text as a project, with the form and the validation of a request body.</summary>
/// <param name="source">The place of the text in its file, for errors about the text as a whole.</param>
internal sealed class JsonProjectMapping(ImportContext context, JsonSource source)
{
    private const int LongestIdentifier = 200;
    private const string Ends = " The file ends in it: if it was cut, records are missing.";

    private static readonly JsonModelReader Form = JsonModelReader.For(typeof(ProjectBody));

    private readonly ValidationError _windows1252 = new(
        source.Name,
        $"{source.Subject} has characters from U+0080 to U+009F; they are read as the bytes of Windows-1252, as in "
            + "HTML.",
        ErrorCodes.UnreadableText
    );

    public ParsedRecord Map(int number, JsonProjectText text)
    {
        var errors = new List<ValidationError>();
        if (ReadBody(text, errors) is not ({ } body, var stated))
            return new(number, null, text.Line, text.Column, null, null, errors, []);

        var owner = RecordOwner.Find(
            body.Owner,
            context,
            source.Name,
            (code, reason) =>
            {
                if (!errors.HasErrorFor("owner"))
                    errors.Add(new("owner", reason, code));
            }
        );
        var input = WithPillar(body.ToInput(), errors);
        var reference = TextNormalization.Line(body.Reference);
        var identifier = string.IsNullOrEmpty(reference)
            ? null
            : ValidationError.Printable(reference, LongestIdentifier);
        IReadOnlyList<ValidationError> warnings = HasWindows1252(text.Utf8.Span) ? [_windows1252] : [];
        return new(number, identifier, text.Line, text.Column, owner, input, errors, warnings)
        {
            Compare = draft => Computed(body, draft),
            Stated = stated,
        };
    }

    // U+0080 to U+009F as UTF-8, or as an escape of JSON.
    private static bool HasWindows1252(ReadOnlySpan<byte> utf8)
    {
        for (var i = 0; i + 1 < utf8.Length; i++)
        {
            if (utf8[i] == 0xC2 && utf8[i + 1] is >= 0x80 and <= 0x9F)
                return true;
            if (utf8[i] == '\\' && utf8[(i + 1)..] is [(byte)'u', (byte)'0', (byte)'0', (byte)'8' or (byte)'9', ..])
                return true;
        }

        return false;
    }

    /// <summary>
    /// Returns the body with the names of its members, and adds the errors of its form; null if the text contains no
    /// JSON object.
    /// </summary>
    private (ProjectBody Body, IReadOnlySet<string> Stated)? ReadBody(
        JsonProjectText text,
        List<ValidationError> errors
    )
    {
        if (text.IsTooLong)
        {
            const int Most = JsonProjectText.Longest;
            var reason = string.Create(
                CultureInfo.InvariantCulture,
                $"{source.Subject} is longer than {Most:N0} bytes; no project needs that."
            );
            errors.Add(new(source.Name, reason, ErrorCodes.RecordTooLarge));
            return null;
        }

        using var document = JsonBody.Parse(text.Utf8, errors, source);
        if (document is not null)
            return Read(document.RootElement, errors);

        if (text.IsLast && errors[^1] is { } error && error.Code == ErrorCodes.NotJson)
            errors[^1] = error with { Reason = error.Reason + Ends };
        return null;
    }

    private static (ProjectBody Body, IReadOnlySet<string> Stated) Read(
        JsonElement project,
        List<ValidationError> errors
    )
    {
        var (body, stated) = ((ProjectBody)Form.Read(project, "", errors)!, MembersOf(project));
        // A null does not widen a restricted project.
        if (body.Visibility is null)
            stated.Remove(nameof(ProjectDraft.Visibility));
        return (body, stated);
    }

    // The names in JSON are the names of the draft in camel case. Names of computed members do no harm.
    private static HashSet<string> MembersOf(JsonElement project) =>
        project
            .EnumerateObject()
            .Select(member => JsonText.TryGetName(member, out var name) ? name : "")
            .Where(name => name.Length > 0)
            .Select(name => char.ToUpperInvariant(name[0]) + name[1..])
            .ToHashSet(StringComparer.Ordinal);

    private ProjectInput WithPillar(ProjectInput input, List<ValidationError> errors)
    {
        const string Member = "pillars";
        if (context.Options.Pillar is not { } pillar || input.Pillars.Count > 0)
            return input;

        errors.RemoveAll(error => error.Name == Member && error.Code == ErrorCodes.Missing);
        return input with
        {
            Pillars = [CodeListCatalog.Pillars.Entries.Single(entry => entry.Number == (int)pillar).Code],
        };
    }

    /// <summary>
    /// Returns a warning for each member that differs from its computed value. Ids, versions and timestamps are not
    /// compared, because they belong to the register that wrote the file.
    /// </summary>
    private static IEnumerable<ValidationError> Computed(ProjectBody body, ProjectDraft draft) =>
        ComputedMembers
            .Differences(body, new ValidatedProject("", body.ToInput(), draft, []))
            .Select(difference => new ValidationError(
                difference.Name,
                $"{difference.Name} {difference.Source}, and this is another value. It is not read.",
                ErrorCodes.ComputedMember
            ));
}
