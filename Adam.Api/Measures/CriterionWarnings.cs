using Adam.Api.Errors;
using Adam.Data.Measures;
using Adam.Domain.Measures;

namespace Adam.Api.Measures;

/// <summary>Warns of criteria.</summary>
internal static class CriterionWarnings
{
    /// <summary>Returns the warning about a criterion that is too wide; null if it is not.</summary>
    public static ValidationError? TooWide(MeasureLinkCounts counts, MeasureCriterion criterion) =>
        counts.TooWide(criterion) is { } reason
            ? new(
                "criterion",
                $"The criterion is too wide. {reason} Narrow it by activity types and words.",
                ErrorCodes.CriterionTooWide
            )
            : null;
}
