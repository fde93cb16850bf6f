using System.Globalization;
using Adam.Api.Errors;

namespace Adam.Api.Imports.Formats.Iati;

/// <summary>
/// Selects the budgets of an activity that count. A revised budget replaces the original ones whose periods it shares
/// more than one day with, because some files end a period on the first day of the next.
/// </summary>
internal sealed class ActivityBudgets
{
    private const string Revised = "2";

    private readonly IReadOnlyList<Budget> _budgets;
    private readonly HashSet<(string?, string?)> _periods;
    private readonly HashSet<string?> _starts;
    private readonly HashSet<string?> _ends;

    // The starts of revised budgets in ascending order, and for each the latest end of those up to it.
    private readonly DateOnly[] _from;
    private readonly DateOnly[] _latestTo;

    public ActivityBudgets(IReadOnlyList<Budget> budgets)
    {
        _budgets = budgets;
        var revised = budgets.Where(budget => budget.Type == Revised).ToList();
        _periods = [.. revised.Select(budget => (budget.From, budget.To))];
        _starts = [.. revised.Select(budget => budget.From)];
        _ends = [.. revised.Select(budget => budget.To)];
        var dated = revised
            .Select(budget => (From: Day(budget.From), To: Day(budget.To)))
            .Where(period => period is { From: not null, To: not null })
            .OrderBy(period => period.From)
            .ToList();
        _from = [.. dated.Select(period => period.From!.Value)];
        _latestTo = [.. dated.Select(period => period.To!.Value)];
        for (var i = 1; i < _latestTo.Length; i++)
            _latestTo[i] = _latestTo[i] > _latestTo[i - 1] ? _latestTo[i] : _latestTo[i - 1];
    }

    /// <summary>
    /// Returns the budgets that count. A replaced budget whose period has neither end in common with a revised one is
    /// reported, because the revised ones may not cover all of it.
    /// </summary>
    public IEnumerable<Budget> Current(ImportDiagnostics diagnostics)
    {
        foreach (var budget in _budgets)
        {
            if (budget.Type == Revised || !IsReplaced(budget))
                yield return budget;
            else if (!_starts.Contains(budget.From) && !_ends.Contains(budget.To))
                diagnostics.Warn(
                    "budget",
                    ErrorCodes.NotOneSum,
                    $"The budget of {ValidationError.Printable(budget.From ?? "")} to "
                        + $"{ValidationError.Printable(budget.To ?? "")} is left out, because a revised one shares a "
                        + "part of its period."
                );
        }
    }

    private bool IsReplaced(Budget budget)
    {
        if (_periods.Contains((budget.From, budget.To)))
            return true;
        if (Day(budget.From) is not { } from || Day(budget.To) is not { } to)
            return false;

        // The revised budgets that start before this one ends.
        var index = Array.BinarySearch(_from, to);
        var count = index < 0 ? ~index : index;
        while (count > 0 && _from[count - 1] >= to)
            count--;
        return count > 0 && _latestTo[count - 1] > from;
    }

    // Some files add a time or a zone to the date.
    private static DateOnly? Day(string? text) =>
        DateOnly.TryParseExact(
            text?.Length > 10 ? text[..10] : text,
            "yyyy-MM-dd",
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out var day
        )
            ? day
            : null;
}
