using Adam.Api.Errors;
using Adam.Api.Imports.Formats;
using Adam.Data.Imports;
using Adam.Domain.CodeLists;
using Adam.Domain.Projects;
using Adam.Domain.Text;

namespace Adam.Api.Imports;

/// <summary>
/// Completes records of a file that has only some columns: required members and a start that the file does not state
/// are those of the stored project, so that a table of references and end dates is enough to change end dates. A new
/// project of a file without titles or statuses gets them from its reference and dates.
/// </summary>
internal sealed class RecordCompletion(ImportStore imports, DateOnly today)
{
    private static readonly string[] Required =
    [
        nameof(ProjectInput.Title),
        nameof(ProjectInput.Pillars),
        nameof(ProjectInput.Countries),
        nameof(ProjectInput.Donors),
        nameof(ProjectInput.Status),
    ];

    /// <summary>Returns the record with the missing members; the record itself if it is complete.</summary>
    public async ValueTask<ParsedRecord> CompleteAsync(ParsedRecord record, CancellationToken ct)
    {
        if (
            !record.TakesMissingFromStored
            || record is not { Input: { } input, Stated: { } stated, Owner: { } owner }
            || Required.All(stated.Contains)
            || TextNormalization.Line(input.Reference) is not { Length: > 0 } reference
        )
            return record;
        if (await imports.FindDraftAsync(owner, reference, ct) is not { } stored)
            return WithDefaults(record, input, stated, reference);

        return record with
        {
            Input = input with
            {
                Title = stated.Contains(nameof(input.Title)) ? input.Title : stored.Title,
                Pillars = stated.Contains(nameof(input.Pillars))
                    ? input.Pillars
                    : [.. stored.Pillars.Select(pillar => CodeOf(CodeListCatalog.Pillars, (int)pillar))],
                Countries = stated.Contains(nameof(input.Countries)) ? input.Countries : stored.Countries,
                Donors = stated.Contains(nameof(input.Donors))
                    ? input.Donors
                    :
                    [
                        .. stored.Donors.Select(donor => new DonorInput
                        {
                            Partner = donor.Partner,
                            Name = donor.Name,
                            Amount = donor.Amount,
                            Currency = donor.Currency,
                        }),
                    ],
                Status = stated.Contains(nameof(input.Status))
                    ? input.Status
                    : CodeOf(CodeListCatalog.Statuses, (int)stored.Status),
                PlannedStart = stated.Contains(nameof(input.PlannedStart)) ? input.PlannedStart : stored.PlannedStart,
                ActualStart = stated.Contains(nameof(input.ActualStart)) ? input.ActualStart : stored.ActualStart,
            },
        };
    }

    /// <summary>
    /// Returns a new record with a title and a status if the file has no columns for them, as lists of who does what
    /// where have not. A warning says so.
    /// </summary>
    private ParsedRecord WithDefaults(
        ParsedRecord record,
        ProjectInput input,
        IReadOnlyCollection<string> stated,
        string reference
    )
    {
        var warnings = record.Warnings.ToList();
        if (!stated.Contains(nameof(input.Title)))
        {
            input = input with { Title = reference };
            warnings.Add(
                new("title", "The file has no column for the title; the reference is taken.", ErrorCodes.Missing)
            );
        }

        if (!stated.Contains(nameof(input.Status)))
        {
            var (start, end) = (input.ActualStart ?? input.PlannedStart, input.ActualEnd ?? input.PlannedEnd);
            var status =
                start > today ? "pipeline"
                : end < today ? "closed"
                : "implementation";
            input = input with { Status = status };
            warnings.Add(
                new(
                    "status",
                    $"The file has no column for the status; by its dates, it is {status}.",
                    ErrorCodes.Missing
                )
            );
        }

        return record with
        {
            Input = input,
            Warnings = warnings,
        };
    }

    private static string CodeOf(CodeList list, int number) =>
        list.Entries.Single(entry => entry.Number == number).Code;
}
