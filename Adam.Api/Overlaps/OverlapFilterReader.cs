using System.Globalization;
using Adam.Api.Errors;
using Adam.Api.Projects.Filtering;
using Adam.Data.Overlaps.Report;
using Adam.Data.Partners;
using Adam.Data.Projects;
using Adam.Domain.Overlaps.Matching;

namespace Adam.Api.Overlaps;

internal sealed class OverlapFilterReader(ProjectFilterReader projects, PartnerStore partners, ProjectStore store)
{
    private static readonly VerdictFilter[] Undecided = [VerdictFilter.None, VerdictFilter.Stale];

    /// <summary>
    /// Returns the errors of the filters that do not fit the list. For all pairs of the definition, each filter that
    /// needs a score is an error. For ranked pairs, a score below the floor is an error, because no ranked pair has
    /// such a score.
    /// </summary>
    private static IEnumerable<ValidationError> Unranked(OverlapFilterRequest request, bool ranked)
    {
        if (ranked)
        {
            if (request.MinScore < Rules.Floor.ToDecimal())
            {
                var given = ValidationError.Quote(request.MinScore.Value.ToString(CultureInfo.InvariantCulture));
                var floor = Rules.Floor.ToDecimal().ToString("0.00", CultureInfo.InvariantCulture);
                yield return new(
                    "minScore",
                    $"{given} lies below {floor}, from which on pairs are ranked. "
                        + "sort=start lists every pair, however weak.",
                    ErrorCodes.OutOfRange
                );
            }

            yield break;
        }

        (string Name, bool IsGiven)[] filters =
        [
            ("kind", request.Kind.Count > 0),
            ("minScore", request.MinScore is not null),
            ("verdict", request.Verdict.Count > 0),
            ("updatedSince", request.UpdatedSince is not null),
            ("foundSince", request.FoundSince is not null),
            ("foundBefore", request.FoundBefore is not null),
        ];
        foreach (var (name, _) in filters.Where(filter => filter.IsGiven))
        {
            yield return new(
                name,
                $"sort=start lists every pair, however weak, and takes no {name}. "
                    + "Leave it out, or sort by score, days or updated.",
                ErrorCodes.BadValue
            );
        }
    }

    /// <summary>Validates a request for overlaps and returns its filter.</summary>
    /// <param name="ranked">True for ranked pairs, which have a score; false for all pairs of the definition.</param>
    /// <param name="undecided">True for the review queue, which contains only pairs without a valid verdict.</param>
    /// <exception cref="ProblemException">The request has errors; all are listed.</exception>
    public async Task<OverlapFilter> ReadAsync(
        OverlapFilterRequest request,
        bool ranked,
        CancellationToken ct,
        bool undecided = false
    )
    {
        var directory = await partners.DirectoryAsync(ct);
        List<ValidationError> errors = [.. request.BindingErrors, .. Unranked(request, ranked)];
        if (request.FoundSince?.Instant >= request.FoundBefore?.Instant)
            errors.Add(
                new(
                    "foundBefore",
                    "foundBefore is not after foundSince, so that no pair could match.",
                    ErrorCodes.OutOfRange
                )
            );
        if (undecided && request.Verdict.Any(verdict => !Undecided.Contains(verdict)))
            errors.Add(
                new(
                    "verdict",
                    "sort=uncertain lists pairs without a valid verdict. Take verdict=none or verdict=stale, or leave "
                        + "it out.",
                    ErrorCodes.BadValue
                )
            );

        var filter = await projects.ReadAsync(request, directory, errors, ct);
        (string, string)? between = null;
        if (request.Between is [var one, var other])
        {
            between = (
                await projects.KeyAsync("between", one, directory, errors, ct),
                await projects.KeyAsync("between", other, directory, errors, ct)
            );
        }

        if (request.Project is { } id && await store.FindAsync(id, ct) is not { WithdrawnAt: null })
            errors.Add(new("project", $"There is no project {id} in the register.", ErrorCodes.UnknownProject));
        errors.ThrowIfAny();

        return OverlapFilter.FromProjectFilter(filter) with
        {
            Kinds = request.Kind,
            MinScore = request.MinScore,
            FoundSince = request.FoundSince?.Instant,
            FoundBefore = request.FoundBefore?.Instant,
            Verdicts = undecided && request.Verdict.Count == 0 ? Undecided : request.Verdict,
            Project = request.Project,
            Between = between,
        };
    }
}
