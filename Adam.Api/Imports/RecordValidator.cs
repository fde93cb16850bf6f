using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Adam.Api.Errors;
using Adam.Api.Imports.Formats;
using Adam.Api.Projects;
using Adam.Data.Imports;
using Adam.Domain.Keys;
using Adam.Domain.Projects;

namespace Adam.Api.Imports;

/// <summary>Validates the records of one file of any format: owner, limits, rules and repeated references.</summary>
internal sealed class RecordValidator(IImportFormat format, ImportContext context, DateOnly today)
{
    // The line of each owner's reference, keyed by a hash of 16 bytes, so that the keys of a million records fit into
    // memory.
    private readonly Dictionary<UInt128, int> _lines = [];

    // The references under which records were found in the register, if not under their own.
    private readonly HashSet<UInt128> _found = [];

    /// <summary>Returns the record with all of its errors, with the names of the file's format.</summary>
    public StagedRecord Validate(ParsedRecord record)
    {
        List<ValidationError> errors = [.. OwnerErrors(record), .. record.Errors];
        var found = errors.Count;
        ProjectDraft? draft = null;
        if (record.Input is { } input)
        {
            ProjectInputLimits.Check(input, errors);
            draft = ProjectValidation.Validate(input, errors, context.Partners);
            RemoveConsequences(record, found, errors);
            for (var i = found; i < errors.Count; i++)
                errors[i] = errors[i] with { Name = format.NameOf(errors[i].Name, record.Line) };
        }

        // References are compared as in the register.
        var reference = (errors.Count == 0 ? draft?.Reference : null) ?? record.Identifier;
        if (reference is not null && Repeats(record, ImportStore.ReferenceKey(reference)) is { } line)
            errors.Add(Repeated(record, line));

        draft = errors.Count == 0 ? draft : null;
        List<ValidationError> warnings = [.. record.Warnings];
        if (draft is not null)
        {
            warnings.AddRange(record.Compare?.Invoke(draft) ?? []);
            warnings.AddRange(SoftWarnings(record, draft));
        }

        return new(
            record.Number,
            record.Identifier,
            record.Line,
            record.Column,
            record.Owner ?? "",
            draft,
            [.. errors.Take(ValidationError.Most)],
            warnings
        )
        {
            Stated = record.Stated,
            PreviousIdentifiers = record.PreviousIdentifiers,
        };
    }

    /// <summary>
    /// Removes the errors about members that the file has no column for, if its row does not say which project it is:
    /// they would be those of the stored project, so the row may be complete.
    /// </summary>
    /// <param name="found">The number of errors before the rules.</param>
    private static void RemoveConsequences(ParsedRecord record, int found, List<ValidationError> errors)
    {
        if (record is not { TakesMissingFromStored: true, Stated: { } stated })
            return;
        if (record is { Owner: not null, Identifier: not null })
            return;
        for (var i = errors.Count - 1; i >= found; i--)
        {
            var error = errors[i];
            if (
                error.Code == ErrorCodes.Missing
                && error.Name != "reference"
                && !stated.Contains(error.Name, StringComparer.OrdinalIgnoreCase)
            )
                errors.RemoveAt(i);
        }
    }

    /// <summary>
    /// Returns warnings about probable errors of a valid record, unless its format has warned of them.
    /// </summary>
    private IEnumerable<ValidationError> SoftWarnings(ParsedRecord record, ProjectDraft draft) =>
        ProjectWarnings
            .For(record.Input!, draft, today)
            .Select(warning => warning with { Name = format.NameOf(warning.Name, record.Line) })
            .Where(warning =>
                !(format.ValidatesPercentages && warning.Code == ErrorCodes.SharesDoNotAddUp.Id)
                && !record.Warnings.Any(told =>
                    told.Name == warning.Name
                    && (
                        told.Code == warning.Code
                        || (warning.Code == ErrorCodes.UnknownStart.Id && told.Code == ErrorCodes.Missing.Id)
                    )
                )
            );

    /// <summary>
    /// Returns the error of a record that the caller is not allowed to write. Formats do not check this.
    /// </summary>
    private IEnumerable<ValidationError> OwnerErrors(ParsedRecord record)
    {
        var caller = context.Caller;
        if (record.Owner is null && record.Errors.Count == 0)
            throw new InvalidOperationException($"A record of {format.Name} has neither an owner nor an error.");
        if (record.Owner is not { } owner || caller.Role == Role.Admin || owner == caller.Partner)
            return [];

        var reason =
            $"The {format.RecordNoun} is {owner}'s; this key is {caller.Partner}'s. "
            + $"{owner} imports it, or an admin.";
        return [new(format.NameOf("owner", record.Line), reason, ErrorCodes.NotYourProject)];
    }

    /// <summary>
    /// Returns the line of an earlier record, valid or rejected, with the same owner and reference; null if there is
    /// none. Records of unknown owners may be those of two.
    /// </summary>
    private int? Repeats(ParsedRecord record, string reference)
    {
        if (record.Owner is null)
            return null;
        var key = KeyOf(record.Owner, reference);
        return _lines.TryAdd(key, record.Line) ? null : _lines[key];
    }

    /// <summary>
    /// Returns true if the file has a record with an owner and a reference, among those validated so far.
    /// </summary>
    public bool IsInFile(string owner, string reference) =>
        _lines.ContainsKey(KeyOf(owner, ImportStore.ReferenceKey(reference)));

    /// <summary>States that a record was found under another reference than its own.</summary>
    public void AddFound(string owner, string reference) =>
        _found.Add(KeyOf(owner, ImportStore.ReferenceKey(reference)));

    /// <summary>Returns true if a record of the file is the project with an owner and a reference.</summary>
    public bool HasProject(string owner, string reference) =>
        IsInFile(owner, reference) || _found.Contains(KeyOf(owner, ImportStore.ReferenceKey(reference)));

    private static UInt128 KeyOf(string? owner, string reference) =>
        MemoryMarshal.Read<UInt128>(SHA256.HashData(Encoding.UTF8.GetBytes($"{owner}\n{reference}")));

    private ValidationError Repeated(ParsedRecord record, int line) =>
        new(
            format.NameOf("reference", record.Line),
            $"{ValidationError.Quote(record.Identifier ?? "")} stands in the file already, in line {line}. The first "
                + "one counts.",
            ErrorCodes.RepeatedReference
        );
}
