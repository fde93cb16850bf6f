using Adam.Benchmarks.Registers;
using Adam.Benchmarks.Timing;

namespace Adam.Benchmarks.Http;

/// <summary>
/// Compares the register's server with <see cref="Floor.FloorServer"/>. Each runs in its own process on its own copy of
/// the same register.
/// </summary>
internal static class HttpBenchmark
{
    private const int Seed = 1;
    public const int DefaultProjects = 20_000;

    private const int Rounds = 5;
    private const int Posts = 50_000;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(10);

    /// <summary>
    /// The time to warm up for requests that write. They come a hundred a second, so that the program is compiled while
    /// it serves them for longer.
    /// </summary>
    private static readonly TimeSpan WarmUpOfWrites = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(2);

    /// <param name="only">Measures only the requests whose names begin with this text; empty for all.</param>
    public static Task RunAsync(int projects, string only, CancellationToken ct) =>
        WithServersAsync(
            projects,
            only,
            data => Server.OfRegisterAsync(data),
            async (register, floor, asked) =>
            {
                var report = NewReport("Over HTTP", projects);
                foreach (var question in asked)
                    await MeasureAsync(report, register, floor, question, ct);
            },
            ct
        );

    /// <summary>
    /// Measures GET a project of a server with the register's frameworks and nothing of the register, so that the share
    /// of the floor that they leave is known.
    /// </summary>
    public static Task FrameworksAsync(int projects, CancellationToken ct) =>
        WithServersAsync(
            projects,
            Question.OneProject,
            Server.OfFrameworksAsync,
            async (frameworks, floor, asked) =>
            {
                var report = NewReport("The frameworks alone", projects);
                foreach (var question in asked)
                    await MeasureAsync(report, frameworks, floor, question, ct);
            },
            ct
        );

    /// <summary>Only compares the responses of the two servers.</summary>
    public static Task CompareAsync(int projects, CancellationToken ct) =>
        WithServersAsync(
            projects,
            "",
            data => Server.OfRegisterAsync(data),
            (_, _, asked) =>
            {
                Console.WriteLine(
                    $"Both servers answer {asked.Count(one => one.Bodies is null)} kinds of requests alike."
                );
                return Task.CompletedTask;
            },
            ct
        );

    private static Report NewReport(string title, int projects) =>
        new(
            $"{title}, {Report.Number(projects)} projects",
            "requests/s",
            "median",
            "p99",
            "CPU/request",
            "vs floor",
            "range"
        );

    private static async Task WithServersAsync(
        int projects,
        string only,
        Func<string, Task<Server>> start,
        Func<Server, Server, IReadOnlyList<Question>, Task> run,
        CancellationToken ct
    )
    {
        var folder = Directory.CreateTempSubdirectory("adam-benchmarks-");
        try
        {
            var (data, questions) = await PrepareAsync(folder.FullName, projects, ct);
            var asked = questions.Where(question => question.Name.StartsWith(only, StringComparison.Ordinal)).ToList();
            using var register = await start(data[0]);
            using var floor = await Server.OfFloorAsync(data[1]);
            foreach (var question in asked.Where(question => question.Bodies is null))
                await Comparison.AssertSameAsync(register, floor, question, ct);
            await run(register, floor, asked);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Creates two database files with the same register, and the requests to send.</summary>
    private static async Task<(string[] Data, IReadOnlyList<Question> Questions)> PrepareAsync(
        string folder,
        int projects,
        CancellationToken ct
    )
    {
        using var register = await Register.FilledAsync(projects, Seed, ct);
        string[] data = [Path.Combine(folder, "register.db"), Path.Combine(folder, "floor.db")];
        foreach (var file in data)
            register.CopyTo(file);

        var ids = Column(register, "SELECT Id FROM Project");
        var countries = Column(
            register,
            "SELECT Value FROM ProjectFacet WHERE Facet = 'country' GROUP BY Value ORDER BY COUNT(*) DESC, Value"
        );
        return (data, [.. Question.All(ids, countries, Posts)]);
    }

    private static List<string> Column(Register register, string sql)
    {
        using var connection = register.Connect();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var row = command.ExecuteReader();
        var values = new List<string>();
        while (row.Read())
            values.Add(row.GetString(0));
        return values;
    }

    /// <summary>Measures both servers in alternating rounds, so that other load on the machine affects both.</summary>
    private static async Task MeasureAsync(
        Report report,
        Server register,
        Server floor,
        Question question,
        CancellationToken ct
    )
    {
        using var ours = new Load(register, question);
        using var theirs = new Load(floor, question);
        var warmUp = question.Bodies is null ? WarmUp : WarmUpOfWrites;
        await ours.RunAsync(warmUp, ct);
        await theirs.RunAsync(warmUp, ct);
        var rounds = new List<(Round Ours, Round Theirs)>();
        while (rounds.Count < Rounds)
            rounds.Add((await ours.RunAsync(Duration, ct), await theirs.RunAsync(Duration, ct)));

        var (one, other) = (
            Round.Of([.. rounds.Select(round => round.Ours)]),
            Round.Of([.. rounds.Select(round => round.Theirs)])
        );
        var ratios = rounds.Select(round => round.Ours.PerSecond / round.Theirs.PerSecond).Order().ToList();
        Line(
            report,
            question.Name,
            one,
            Report.Ratio(one.PerSecond / other.PerSecond),
            $"{Report.Ratio(ratios[0])}-{Report.Ratio(ratios[^1])}"
        );
        Line(report, "  floor", other);
    }

    private static void Line(Report report, string name, Round round, params string[] notes)
    {
        var timings = round.Timings;
        report.Line(
            name,
            [
                Report.Number((long)round.PerSecond),
                Report.Milliseconds(timings.Median),
                Report.Milliseconds(timings.At(0.99)),
                Report.Milliseconds(round.Worked.TotalMilliseconds / timings.Milliseconds.Count),
                .. notes,
            ]
        );
    }
}
