using Adam.Data.Measures;
using Adam.Data.Progress;
using Adam.Data.Progress.Statements;
using Adam.Domain.Measures;
using Adam.Domain.Progress;
using Adam.Domain.Projects;
using CsCheck;

namespace Adam.Tests.Progress;

/// <summary>Compares the last statements of random histories with a search in memory.</summary>
public sealed class ProgressPropertyTests(string engine) : RegisterTests(engine)
{
    private static readonly DateOnly FirstDay = new(2025, 1, 1);

    private static readonly Gen<(
        int Measure,
        StatementType Type,
        string Partner,
        int Day,
        ProgressStage Stage
    )> Written = Gen.Select(
        Gen.Int[0, 2],
        Gen.Enum<StatementType>(),
        Gen.OneOf("DE", "FR", "US"),
        Gen.Int[0, 5],
        Gen.Enum<ProgressStage>()
    );

    [Test]
    public async Task Last_statements_are_those_about_the_latest_day_that_were_written_last() =>
        await Gen.Select(Written.List[0, 30], Gen.Int[-1, 6])
            .SampleAsync(
                async (history, onDay) =>
                {
                    await Register.ResetAsync();
                    var measures = await MeasuresAsync();
                    var statements = new StatementStore(Register.Database, TimeProvider.System);
                    foreach (var (i, one) in history.Index())
                        await statements.AddAsync(
                            measures[one.Measure],
                            one.Type,
                            new()
                            {
                                AsOf = FirstDay.AddDays(one.Day),
                                Stage = one.Stage,
                                Text = $"{i}",
                            },
                            one.Partner,
                            "Test",
                            default
                        );

                    var progress = await new ProgressStore(Register.Database, new()).ReadAsync(
                        measures,
                        FirstDay.AddDays(onDay),
                        default
                    );
                    foreach (var (i, found) in progress.Index())
                    {
                        var due = history.Index().Where(one => one.Item.Measure == i && one.Item.Day <= onDay).ToList();
                        Assert.That(
                            found.Stated.Select(Shown),
                            Is.EqualTo(
                                due.Where(one => one.Item.Type == StatementType.Statement)
                                    .GroupBy(one => one.Item.Partner)
                                    .OrderBy(group => group.Key, StringComparer.Ordinal)
                                    .Select(group => Expected(group.MaxBy(one => (one.Item.Day, one.Index))))
                            )
                        );
                        var assessed = due.Where(one => one.Item.Type == StatementType.Assessment).ToList();
                        Assert.That(
                            found.Assessed is { } last ? Shown(last) : null,
                            Is.EqualTo(
                                assessed.Count == 0
                                    ? null
                                    : Expected(assessed.MaxBy(one => (one.Item.Day, one.Index)), isAssessment: true)
                            )
                        );
                    }

                    static string Shown(LastStatement last) =>
                        $"{last.Statement.Partner} {last.Statement.Draft.Text} {last.AgeDays} {last.IsUnsupported}";

                    // No project is recorded, so each claim lacks evidence.
                    string Expected(
                        (int Index, (int, StatementType, string Partner, int Day, ProgressStage Stage) Item) one,
                        bool isAssessment = false
                    ) =>
                        $"{one.Item.Partner} {one.Index} {onDay - one.Item.Day} "
                        + (!isAssessment && one.Item.Stage is ProgressStage.Substantial or ProgressStage.Complete);
                },
                iter: 60,
                threads: 1
            );

    private async Task<IReadOnlyList<StoredMeasure>> MeasuresAsync()
    {
        var measures = new MeasureStore(Register.Database, TimeProvider.System);
        for (var i = 0; i < 3; i++)
            await measures.AddAsync(
                new MeasureDraft
                {
                    Reference = $"M-{i}",
                    Title = "A measure",
                    Pillars = [Pillar.Precursors],
                    Countries = ["TJ"],
                    Scope = MeasureScope.EachCountry,
                },
                "Test",
                default
            );
        return await measures.ListAsync(default);
    }
}
