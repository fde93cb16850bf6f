using System.Globalization;
using Adam.Data.Presence;
using Adam.Data.Projects;
using Adam.Domain.Projects;
using Adam.Tests.Overlaps;
using CsCheck;

namespace Adam.Tests.Presence;

/// <summary>Presence equals counting by hand.</summary>
public sealed class PresencePropertyTests(string engine) : RegisterTests(engine)
{
    private const int ThisYear = 2023;

    private static readonly Gen<ProjectFilter> Filter = Gen.OneOf<ProjectFilter>(
        new ProjectFilter(), new ProjectFilter { Countries = ["TJ", "AF"] }, new ProjectFilter { Countries = ["TJ"], RouteCountries = ["TJ", "UZ"], Statuses = [ProjectStatus.Closed, ProjectStatus.Cancelled] },
        new ProjectFilter { Donors = ["US"], ActiveFrom = new(2021, 1, 1), ActiveTo = new(2022, 12, 31) });

    [Test]
    public async Task Presence_equals_counting_by_hand()
    {
        await Gen.Select(RandomRegister.Drafts, RandomRegister.Some(3, Enum.GetValues<PresenceDimension>()), Filter).SampleAsync(async (drafts, by, filter) =>
        {
            await Register.ResetAsync();
            var projects = (await Register.RecordAsync(drafts)).Where(project => project.Draft.Status != ProjectStatus.Cancelled && Passes(filter, project)).ToList();
            var expected = projects.SelectMany(project => Cells(by, filter, project).Select(cell => (Cell: cell, Project: project)))
                .GroupBy(item => item.Cell, item => item.Project).Select(cell => Line(cell.Key, [.. cell]));

            var table = await new PresenceStore(Register.Engine).AskAsync(new(by, filter, ThisYear), default);
            Assert.That(table.Cells.Select(cell => Line(string.Join("/", cell.Values.Select((value, index) => IsName(by[index]) ? value.ToUpperInvariant() : value)), cell)), Is.EquivalentTo(expected), $"{string.Join(",", by)} {filter}");
            Assert.That(Line("", table.Totals), Is.EqualTo(Line("", projects)));
        }, iter: RandomRegister.Count(100), threads: 1);
    }

    // Of two spellings of one name the first that was written is shown, and the generator writes either first: case is set aside.
    private static bool IsName(PresenceDimension dimension) => dimension is PresenceDimension.Donor or PresenceDimension.Partner or PresenceDimension.Implementer;

    private static string Line(string cell, PresenceCell row) => $"{cell} {row.Projects} {row.Partners} {string.Join(" ", row.Amounts.Select(amount => $"{amount.Amount.ToString(CultureInfo.InvariantCulture)} {amount.Currency}"))}";

    private static string Line(string cell, IReadOnlyList<Project> projects) => Line(cell, new PresenceCell(
        [], projects.Count, projects.SelectMany(Partners).Distinct().Count(),
        [.. projects.SelectMany(project => project.Draft.Donors).Where(donor => donor.Amount is not null).GroupBy(donor => donor.Currency!)
            .OrderBy(currency => currency.Key, StringComparer.Ordinal)
            .Select(currency => new CurrencyAmount(currency.Key, currency.Sum(donor => donor.Amount!.Value) + (currency.Key == "JPY" ? 0m : 0.00m)))]));

    private static IEnumerable<string> Cells(IReadOnlyList<PresenceDimension> by, ProjectFilter filter, Project project) =>
        by.Aggregate((IEnumerable<string>)[""], (cells, dimension) => cells.SelectMany(cell => Values(dimension, filter, project).Distinct().Select(value => cell.Length == 0 ? value : $"{cell}/{value}")));

    private static IEnumerable<string> Values(PresenceDimension dimension, ProjectFilter filter, Project project)
    {
        var (draft, period) = (project.Draft, project.Draft.Period);
        return dimension switch
        {
            PresenceDimension.Country => draft.Countries.Where(country => filter.Countries.Count == 0 || filter.Countries.Contains(country)).Where(country => filter.RouteCountries.Count == 0 || filter.RouteCountries.Contains(country)),
            PresenceDimension.Pillar => draft.Pillars.Select(ProjectIndex.CodeOf),
            PresenceDimension.Partner => draft.Donors.Select(Shown).Append(project.Owner),
            PresenceDimension.Donor => draft.Donors.Where(donor => filter.Donors.Count == 0 || filter.Donors.Contains(((IParticipant)donor).Key)).Select(Shown),
            PresenceDimension.Implementer => [],
            PresenceDimension.ActivityType => draft.ActivityTypes,
            PresenceDimension.Status => [ProjectIndex.CodeOf(draft.Status)],
            PresenceDimension.Year => Enumerable.Range(period.Start.Year, Math.Max(period.End?.Year ?? ThisYear, period.Start.Year) - period.Start.Year + 1)
                .Where(year => (filter.ActiveFrom is null || year >= filter.ActiveFrom.Value.Year) && (filter.ActiveTo is null || year <= filter.ActiveTo.Value.Year))
                .Select(year => year.ToString(CultureInfo.InvariantCulture)),
        };
    }

    private static string Shown(Donor donor) => (donor.Partner ?? donor.Name!).ToUpperInvariant();

    private static IEnumerable<string> Partners(Project project) => project.Draft.Donors.Where(donor => donor.Partner is not null).Select(donor => donor.Partner!).Append(project.Owner);

    private static bool Passes(ProjectFilter filter, Project project) =>
        (filter.Countries.Count == 0 || filter.Countries.Intersect(project.Draft.Countries).Any())
        && (filter.RouteCountries.Count == 0 || filter.RouteCountries.Intersect(project.Draft.Countries).Any())
        && (filter.Donors.Count == 0 || filter.Donors.Intersect(project.Draft.Donors.Select(donor => ((IParticipant)donor).Key)).Any())
        && (filter.Statuses.Count == 0 || filter.Statuses.Contains(project.Draft.Status))
        && project.Draft.Period.Meets(filter.ActiveFrom, filter.ActiveTo);
}
