using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Data.Measures;
using Adam.Domain.Measures;
using Adam.Domain.Text;

namespace Adam.Api.Measures;

/// <summary>Converts outcomes of the store to responses and problems.</summary>
internal static class MeasureProblems
{
    /// <exception cref="ProblemException">The measure does not exist, or is withdrawn.</exception>
    public static async Task<StoredMeasure> GetActiveAsync(
        this MeasureStore measures,
        string reference,
        CancellationToken ct
    ) => await measures.GetAsync(reference, ct) is var stored && stored.IsActive ? stored : throw Withdrawn(stored);

    /// <summary>Returns a measure, withdrawn or not.</summary>
    /// <exception cref="ProblemException">The measure does not exist.</exception>
    public static async Task<StoredMeasure> GetAsync(
        this MeasureStore measures,
        string reference,
        CancellationToken ct
    ) => await measures.FindAsync(reference, ct) ?? throw await UnknownAsync(measures, reference, ct);

    /// <summary>Loads a measure for update.</summary>
    /// <exception cref="ProblemException">
    /// The measure does not exist, is withdrawn, or does not match <c>If-Match</c>.
    /// </exception>
    public static async Task<StoredMeasure> GetForUpdateAsync(
        this MeasureStore measures,
        ChangeMeasureRequest request,
        CancellationToken ct
    )
    {
        var stored = await measures.GetActiveAsync(request.Reference, ct);
        request.IfMatch.Require(EntityTags.ForVersion(stored.Version));
        return stored;
    }

    public static Measure ThrowIfRejected(this MeasureOutcome outcome) =>
        outcome switch
        {
            MeasureOutcome.Done done => done.Measure,
            MeasureOutcome.ReferenceTaken taken => throw ReferenceTaken(taken.By),
            MeasureOutcome.TooMany => throw new ProblemException(
                ErrorCodes.TooManyMeasures,
                $"The register has {MeasureStore.Most} measures, and takes no more. Change one that is done with."
            ),
            MeasureOutcome.NotFound => throw new ProblemException(
                ErrorCodes.UnknownMeasure,
                "There is no such measure."
            ),
            MeasureOutcome.Withdrawn withdrawn => throw Withdrawn(withdrawn.Stored),
            MeasureOutcome.Stale => throw EntityTags.Stale(),
            _ => throw new InvalidOperationException($"An outcome that nobody knows: {outcome}."),
        };

    /// <summary>Returns the warning about a criterion that is too wide; null if it is not.</summary>
    public static ValidationError? TooWide(MeasureLinkCounts counts, MeasureCriterion criterion) =>
        counts.TooWide(criterion) is { } reason
            ? new(
                "criterion",
                $"The criterion is too wide. {reason} Narrow it by activity types and words.",
                ErrorCodes.CriterionTooWide
            )
            : null;

    public static ProblemException ReferenceTaken(StoredMeasure by)
    {
        var reference = ValidationError.Quote(by.Measure.Draft.Reference);
        return new(
            ErrorCodes.MeasureReferenceTaken,
            by.IsActive
                ? $"There is a measure {reference} already: /v1/measures/{by.Measure.Draft.Reference}. Change that "
                    + "one, or give this one another reference."
                : $"There was a measure {reference}, which is withdrawn; its reference stays taken. Give this one "
                    + "another."
        );
    }

    private static ProblemException Withdrawn(StoredMeasure stored) =>
        new(
            ErrorCodes.MeasureWithdrawn,
            $"The measure {ValidationError.Quote(stored.Measure.Draft.Reference)} was withdrawn on "
                + $"{stored.WithdrawnAt:yyyy-MM-dd}. GET /v1/measures/{stored.Measure.Draft.Reference}/history has it."
        );

    private static async Task<ProblemException> UnknownAsync(
        MeasureStore measures,
        string reference,
        CancellationToken ct
    )
    {
        var known = (await measures.ListAsync(ct)).Select(measure => measure.Measure.Draft.Reference).ToList();
        return new(
            ErrorCodes.UnknownMeasure,
            $"There is no measure {ValidationError.Quote(reference)}."
                + (
                    Nearest.FindIn(reference, known) is { } meant
                        ? $" Did you mean {ValidationError.Quote(meant)}?"
                        : " GET /v1/measures lists them."
                )
        );
    }
}
