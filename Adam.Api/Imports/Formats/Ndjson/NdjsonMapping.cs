using System.Globalization;
using System.Text;
using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Projects;
using Adam.Domain.CodeLists;
using Adam.Domain.Projects;

namespace Adam.Api.Imports.Formats.Ndjson;

/// <summary>Reads a line as a project, with the form and the validation of a request body.</summary>
internal sealed class NdjsonMapping(ImportContext context)
{
    private const int LongestIdentifier = 200;
    private const string Ends = " The file ends in it: if it was cut, records are missing.";

    private static readonly JsonModelReader Form = JsonModelReader.For(typeof(ProjectBody));

    public ParsedRecord Map(int number, NdjsonLine line)
    {
        var errors = new List<ValidationError>();
        if (ReadBody(line, errors) is not { } body)
            return new(number, null, line.Number, 1, null, null, errors, []);

        var owner = Owner(body, errors);
        var input = WithPillar(body.ToInput(), errors);
        var reference = body.Reference?.Normalize(NormalizationForm.FormC).Trim();
        var identifier = string.IsNullOrEmpty(reference)
            ? null
            : ValidationError.Printable(reference, LongestIdentifier);
        return new(number, identifier, line.Number, 1, owner, input, errors, [])
        {
            Compare = draft => Computed(body, draft),
        };
    }

    /// <summary>Returns the body, and adds the errors of its form; null if the line contains no JSON object.</summary>
    private static ProjectBody? ReadBody(NdjsonLine line, List<ValidationError> errors)
    {
        if (line.IsTooLong)
        {
            const int Most = NdjsonLineReader.LongestLine;
            var reason = string.Create(
                CultureInfo.InvariantCulture,
                $"The line is longer than {Most:N0} bytes; no project needs that."
            );
            errors.Add(new(JsonSource.Line.Name, reason, ErrorCodes.RecordTooLarge));
            return null;
        }

        using var document = JsonBody.Parse(line.Utf8, errors, JsonSource.Line);
        if (document is not null)
            return (ProjectBody)Form.Read(document.RootElement, "", errors)!;

        if (line.IsLast && errors[^1] is { } error && error.Code == ErrorCodes.NotJson)
            errors[^1] = error with { Reason = error.Reason + Ends };
        return null;
    }

    /// <summary>
    /// Returns the owner that the line names, otherwise the default owner of the import; null with an error.
    /// </summary>
    private string? Owner(ProjectBody body, List<ValidationError> errors)
    {
        var standIn = context.Options.Owner ?? context.Caller.Partner;
        if (!string.IsNullOrWhiteSpace(body.Owner))
        {
            if (context.Partners.Resolve(body.Owner) is { } named)
                return named;

            const string Cure = "An admin adds it with POST /v1/partners.";
            Add(ErrorCodes.UnknownCode, $"{ValidationError.Quote(body.Owner)} is no partner. {Cure}");
            return null;
        }

        // The command line has no partner of its own.
        if (standIn.Length > 0)
            return standIn;

        Add(ErrorCodes.NoOwner, "The line names no owner. Name one, or import the file with owner=.");
        return null;

        void Add(ErrorCode code, string reason)
        {
            if (!errors.HasErrorFor("owner"))
                errors.Add(new("owner", reason, code));
        }
    }

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
            .Differences(body, new ValidatedProject("", draft, []))
            .Select(difference => new ValidationError(
                difference.Name,
                $"{difference.Name} {difference.Source}, and this is another value. It is not read.",
                ErrorCodes.ComputedMember
            ));
}
